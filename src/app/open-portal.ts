import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db } from '../db/db.ts';
import type { DevIdp } from '../dev-idp/dev-idp.ts';
import { isLoopback, memberClaim } from '../dev-idp/loopback.ts';
import type { Texts } from '../election/texts.ts';
import { mountPortal } from '../http/portal/portal.ts';
import { type IdentityProvider, openIdentityProvider } from '../portal/identity-provider.ts';
import { Problem } from '../problem/problem.ts';
import type { Log } from '../telemetry/log.ts';
import { OperatorProblem } from './operator-problem.ts';
import { type PortalConfig, portal_default } from './portal-config.ts';
import { freePort } from './ports.ts';

export interface PortalSurroundings {
  db: Db;
  clock: Clock;
  random: Random;
  log: Log;
  payer: { name: string; npi: string };
  baseUrl: string;
  texts: Texts;
}

/** Where `npm run build:portal` leaves the client; `src/app` and `dist/app` lie equally deep. */
export const clientDir = fileURLToPath(new URL('../../dist/portal/member/', import.meta.url));

/** The member portal of this payer, ready to be hung into its server. */
export async function openPortal(
  on: PortalSurroundings,
  config: PortalConfig = portal_default,
): Promise<{ mount: (app: FastifyInstance) => Promise<void>; close(): Promise<void> }> {
  const development = await openDevelopment(on, config);
  const idp = providerOf(on.baseUrl, config, development);
  const deps = {
    ...on,
    idp,
    phone: config.phone,
    captureOwner: config.captureOwner,
    kindsOffered: false,
    clientDir: existsSync(clientDir) ? clientDir : undefined,
    ...(development ? { banner: 'development' as const } : {}),
  };
  return {
    mount: (app) => mountPortal(app, deps),
    close: async () => {
      await development?.close();
    },
  };
}

async function openDevelopment(
  { baseUrl, random }: PortalSurroundings,
  { development }: PortalConfig,
): Promise<DevIdp | undefined> {
  if (!development) return undefined;
  if (!isLoopback(baseUrl))
    throw new OperatorProblem(
      'The development sign-in does not start for an address that others can reach.',
      'Set portal.issuer to the plan’s identity provider, and leave portal.development.users out.',
    );
  // Loaded where it is wanted: nobody else pays for it.
  const { startDevIdp } = await import('../dev-idp/dev-idp.ts');
  const port = development.port === 0 ? await freePort(0) : development.port;
  return startDevIdp({ port, portalUrl: baseUrl, users: development.users, random });
}

function providerOf(
  baseUrl: string,
  { provider }: PortalConfig,
  development: DevIdp | undefined,
): IdentityProvider {
  const redirectUri = `${baseUrl}/portal/callback`;
  if (development) {
    const { issuer, clientId, clientSecret } = development;
    return openIdentityProvider({
      issuer,
      clientId,
      clientSecret,
      memberClaim,
      redirectUri,
      allowPlain: true,
    });
  }
  return provider ? openIdentityProvider({ ...provider, redirectUri }) : nobody;
}

/** No provider is set: the public page is served, and a sign-in says that it cannot be done now. */
const nobody: IdentityProvider = {
  begin: () => Promise.reject(notSet()),
  finish: () => Promise.reject(notSet()),
  endSession: async () => undefined,
};
const notSet = (): Problem => new Problem('busy', 'No identity provider is set.');
