/** The cookies of the portal (its contract, 4.1). Cookies know no ports, so the payer stands in the name. */

export interface CookieNames {
  session: string;
  signIn: string;
  /** Safari drops Secure cookies on plain http, so a loopback address goes without; anything else has them. */
  secure: boolean;
}

/** `__Host-` binds a cookie to this host and to TLS: no neighbour can set one. Without it only on a loopback address. */
export function cookieNames(baseUrl: string, npi: string): CookieNames {
  const secure = !isPlainLoopback(baseUrl);
  const prefix = secure ? '__Host-' : '';
  return { session: `${prefix}tl_m_${npi}`, signIn: `${prefix}tl_s_${npi}`, secure };
}

export function isPlainLoopback(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return (
    protocol === 'http:' && (hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname))
  );
}

/** A cookie that no script reads and no other site sends with a change. */
export const cookieOptions = ({ secure }: CookieNames, maxAge_s?: number) =>
  ({
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    ...(maxAge_s === undefined ? {} : { maxAge: maxAge_s }),
  }) as const;
