/** A member’s browser without the pictures, for the demo and for tests: keeps cookies as a browser does, signs in at the development provider, brings the token. */
import { type Random, systemRandom } from '../../clock/random.ts';

export interface PortalAnswer<T = Record<string, unknown>> {
  status: number;
  body: T;
  headers: Headers;
  text: string;
}

export interface CallOptions {
  ifMatch?: string | undefined;
  key?: string;
  headers?: Record<string, string | undefined>;
}

export interface PortalBrowser {
  signIn(user: string, options?: { returnTo?: string; stepUp?: boolean }): Promise<string>;
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    options?: CallOptions,
  ): Promise<PortalAnswer<T>>;
  get(path: string, headers?: Record<string, string>): Promise<PortalAnswer>;
  cookies: Map<string, Map<string, string>>;
  csrf: string;
}

export function portalBrowser(baseUrl: string, random: Random = systemRandom): PortalBrowser {
  const cookies = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { host } = new URL(url);
    if (!cookies.has(host)) cookies.set(host, new Map());
    return cookies.get(host)!;
  };
  async function visit(url: string, init: RequestInit = {}): Promise<Response> {
    const jar = jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const gone = attributes.some((a) => /expires=thu, 01 jan 1970/i.test(a) || /max-age=0/i.test(a));
      if (gone) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
  const browser: PortalBrowser = {
    cookies,
    csrf: '',
    signIn: async (user, { returnTo = '/portal/', stepUp = false } = {}) => {
      let url = `${baseUrl}/portal/login?return=${encodeURIComponent(returnTo)}${stepUp ? '&step-up=1' : ''}`;
      for (let hops = 0; hops < 12; hops++) {
        const response = await visit(url);
        if (response.status === 200 && url.includes('/sign-in/') && !url.startsWith(`${baseUrl}/portal`)) {
          const chosen = await visit(url, { method: 'POST', body: new URLSearchParams({ user }) });
          url = new URL(chosen.headers.get('location')!, url).href;
          continue;
        }
        const location = response.headers.get('location');
        if (location === null) {
          if (url.startsWith(baseUrl)) break;
          throw new Error(`the sign-in ended at ${response.status} ${(await response.text()).slice(0, 300)}`);
        }
        url = new URL(location, url).href;
        if (url.startsWith(`${baseUrl}/portal/`) && !/\/portal\/(callback|login)/.test(url)) break;
      }
      const me = await browser.call<{ csrf: string }>('GET', 'me');
      browser.csrf = me.body.csrf ?? '';
      return url;
    },
    call: async <T>(method: string, path: string, body?: unknown, options: CallOptions = {}) => {
      const headers: Record<string, string> = {};
      const wanted: Record<string, string | undefined> = {
        ...(method === 'GET'
          ? {}
          : { origin: baseUrl, 'sec-fetch-site': 'same-origin', 'x-csrf': browser.csrf }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.ifMatch === undefined ? {} : { 'if-match': `"${options.ifMatch}"` }),
        ...(method === 'POST' ? { 'idempotency-key': options.key ?? random.uuid() } : {}),
        ...options.headers,
      };
      for (const [name, value] of Object.entries(wanted)) if (value !== undefined) headers[name] = value;
      const response = await visit(`${baseUrl}/portal/api/${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: (isJson && !/ndjson/.test(response.headers.get('content-type')!) ? JSON.parse(text) : {}) as T,
      };
    },
    get: async (path, headers = {}) => {
      const response = await visit(`${baseUrl}${path}`, { headers });
      return { status: response.status, headers: response.headers, text: await response.text(), body: {} };
    },
  };
  return browser;
}
