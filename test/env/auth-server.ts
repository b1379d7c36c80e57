/**
 * One payer's server with the whole route table, listening on the loopback. Rooms above authz are handed in as
 * something that refuses to be used: what is tested here must never get that far.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FetchJwks, openClientKeys } from '../../src/authz/client-keys.ts';
import { type Keys, openKeys } from '../../src/authz/keys.ts';
import type { ResolvePatient } from '../../src/authz/token-endpoint.ts';
import { type HandClock, handClock } from '../../src/clock/clock.ts';
import { systemRandom } from '../../src/clock/random.ts';
import type { Db } from '../../src/db/db.ts';
import type { Route } from '../../src/http/route.ts';
import { allRoutes, type RoutesDeps } from '../../src/http/routes.ts';
import { buildServer } from '../../src/http/server.ts';
import { noLog } from '../../src/telemetry/log.ts';
import { type TestDatabase, testDatabase } from './database.ts';

export interface AuthServer {
  baseUrl: string;
  tokenUrl: string;
  clock: HandClock;
  db: Db;
  keys: Keys;
  routes: Route[];
  /** Stops this server; with `keepDatabase` the rows outlive it, as after a restart. */
  stop(): Promise<void>;
  /** A second process of the same payer: same database and keys, nothing shared in memory. */
  another(): Promise<AuthServer>;
}

export interface AuthServerOptions {
  fetchJwks?: FetchJwks;
  resolvePatient?: ResolvePatient;
  memberAsSubject?: boolean;
  /** Rows beside the real table. */
  extraRoutes?: Route[];
}

/** An instant at which every test's clock starts, unless it says otherwise. */
export const testNow = '2026-06-30T12:00:00Z';

export async function startAuthServer(options: AuthServerOptions = {}): Promise<AuthServer> {
  const database = await testDatabase();
  const keysDir = await mkdtemp(join(tmpdir(), 'tl-keys-'));
  const clock = handClock(testNow);
  const running: { stop(): Promise<void> }[] = [];
  const start = async (): Promise<AuthServer> => {
    const server = await startOne(database, keysDir, clock, options, start);
    running.push(server);
    return server;
  };
  const first = await start();
  return {
    ...first,
    stop: async () => {
      for (const server of running) await server.stop();
      await rm(keysDir, { recursive: true, force: true });
      await database.drop();
    },
  };
}

async function startOne(
  { db }: TestDatabase,
  keysDir: string,
  clock: HandClock,
  options: AuthServerOptions,
  another: () => Promise<AuthServer>,
): Promise<AuthServer> {
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const keys = await openKeys(keysDir, clock, systemRandom);
  const fetchJwks = options.fetchJwks ?? (() => Promise.reject(new Error('this test fetches no keys')));
  const known = {
    baseUrl,
    issuer: baseUrl,
    audience: `${baseUrl}/fhir`,
    tokenUrl: `${baseUrl}/oauth/token`,
    payerName: 'KindCover',
    payer: { name: 'KindCover', npi: '1234567893' },
    softwareVersion: '0.0.0',
    db,
    clock,
    keys,
    random: systemRandom,
    log: noLog,
    clientKeys: openClientKeys({ fetchJwks, clock }),
    resolvePatient: options.resolvePatient ?? (async () => undefined),
    memberAsSubject: options.memberAsSubject ?? false,
  };
  const routes = [...allRoutes(withUntouchable<RoutesDeps>(known)), ...(options.extraRoutes ?? [])];
  const app = await buildServer({ baseUrl, routes, tokens: known, log: noLog, random: systemRandom });
  await app.listen({ host: '127.0.0.1', port });
  return { baseUrl, tokenUrl: known.tokenUrl, clock, db, keys, routes, stop: () => app.close(), another };
}

/** `known`, and for every other name a thing that throws when it is used. */
function withUntouchable<T extends object>(known: object): T {
  const untouchable = (path: string): unknown =>
    new Proxy(() => {}, {
      get: (_target, name) => untouchable(`${path}.${String(name)}`),
      apply: () => {
        throw new Error(`${path} was used, though the request should have been refused before`);
      },
    });
  return new Proxy(known, {
    get: (target, name) => (name in target ? Reflect.get(target, name) : untouchable(String(name))),
    has: () => true,
  }) as T;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
