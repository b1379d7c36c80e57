import { OperatorProblem } from './operator-problem.ts';

/** How members reach their portal. */
export interface PortalConfig {
  phone: string;
  captureOwner: 'plan' | 'state';
  /** The plan's own identity provider. */
  provider?: { issuer: string; clientId: string; clientSecret?: string | undefined; memberClaim: string };
  /** A sign-in without passwords, on this machine only. */
  development?: {
    users: { name: string; displayName: string; memberId: string; note?: string }[];
    port: number;
  };
}

export const portal_default: PortalConfig = { phone: '1-800-555-0100', captureOwner: 'plan' };

export function portalConfig(values: ReadonlyMap<string, string | number | boolean>): PortalConfig {
  const text = (name: string) => values.get(`portal.${name}`) as string | undefined;
  const issuer = text('issuer');
  const users = text('development.users');
  if (issuer !== undefined && users !== undefined)
    throw new OperatorProblem(
      'portal.development.users is set together with portal.issuer.',
      'The development sign-in is for no real member: leave one of them out.',
    );
  return {
    phone: text('phone')!,
    captureOwner: text('captureOwner') as PortalConfig['captureOwner'],
    ...(issuer === undefined
      ? {}
      : {
          provider: {
            issuer,
            clientId: text('clientId')!,
            clientSecret: text('clientSecret'),
            memberClaim: text('memberClaim')!,
          },
        }),
    ...(users === undefined
      ? {}
      : { development: { users: usersIn(users), port: values.get('portal.development.port') as number } }),
  };
}

/** `john=uc3001,rosa=uc3003`. */
function usersIn(text: string) {
  return text.split(',').map((entry) => {
    const [, name, memberId] = /^\s*([a-z][a-z0-9-]{0,30})=([A-Za-z0-9.-]{1,64})\s*$/.exec(entry) ?? [];
    if (name === undefined || memberId === undefined)
      throw new OperatorProblem(
        'portal.development.users is no list of people.',
        'Write name=Patient id, with commas between: john=uc3001.',
      );
    return { name, displayName: `${name[0]!.toUpperCase()}${name.slice(1)}`, memberId };
  });
}
