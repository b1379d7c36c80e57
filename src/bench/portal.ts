import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fastify } from 'fastify';
import { systemClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { openScratch } from '../db/scratch.ts';
import { addPartner } from '../directory/partners.ts';
import { openTexts } from '../election/texts.ts';
import { cookieNames } from '../http/portal/cookies.ts';
import { mountPortal } from '../http/portal/portal.ts';
import { beginSession } from '../portal/session.ts';
import { assert } from '../problem/problem.ts';
import { noLog } from '../telemetry/log.ts';
import { fillDatabase } from './export-store.ts';
import { type Machine, machine, quantile, rounded } from './measure.ts';
import { nameMembers } from './portal-store.ts';

export const portalBench = {
  size: 50_000,
  quickSize: 10_000,
  seconds: 30,
  quickSeconds: 8,
  rps: 50,
} as const;

export interface PortalBenchOptions {
  /** Resources in the store. */
  size: number;
  seconds: number;
  rps: number;
  /** A server to make the scratch database on; absent: an embedded one. */
  serverUrl?: string | undefined;
  progress(text: string): void;
}

interface Latency {
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

/** As `bench portal --json` prints it. */
export interface PortalBench {
  bench: 'portal';
  size: { resources: number; members: number };
  rps: number;
  seconds: number;
  requests: number;
  all: Latency;
  calls: ({ call: string; requests: number } & Latency)[];
  machine: Machine;
}

/** What a member's page asks, as often as it asks it. */
const mix = [
  'me',
  'summary',
  'summary',
  'decisions',
  'records',
  'records?kind=labs',
  'plans/:id',
  'plans/:id',
  'plans?q=pri',
  'draft',
];

/** The API at a steady rate, whatever its answers take: a request that waits does not keep the next one back. */
export async function benchPortal(options: PortalBenchOptions): Promise<PortalBench> {
  const { rps, seconds } = options;
  const scratch = await openScratch(options.serverUrl);
  const app = fastify({ logger: false, exposeHeadRoutes: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  try {
    const { db } = scratch;
    options.progress(`generating ${options.size} resources`);
    const now = systemClock.now();
    await fillDatabase(db, options.size, now);
    const payer = { name: 'Bench Health', npi: '1234567893' };
    const partner = await addPartner(
      { db, clock: systemClock },
      {
        name: 'Prior Health',
        npi: '1999999984',
        fhirBase: 'https://prior.example/fhir',
        clientId: 'bench',
      },
    );
    const members = await nameMembers(db, partner.id, now);
    const on = { db, clock: systemClock, random: systemRandom, log: noLog, payer };
    const nobody = () => Promise.reject(new Error('nobody signs in'));
    await mountPortal(app, {
      ...on,
      baseUrl: 'http://127.0.0.1',
      texts: await openTexts(payer.name),
      idp: { begin: nobody, finish: nobody, endSession: async () => undefined },
      phone: '',
      captureOwner: 'plan',
      kindsOffered: false,
      clientDir: undefined,
    });
    const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
    try {
      const visitors = await signIn(
        members.slice(0, visitors_max),
        on,
        baseUrl,
        cookieNames('http://127.0.0.1', payer.npi).session,
      );
      options.progress(`${rps} requests a second for ${seconds} s`);
      const taken = await drive(baseUrl, visitors, rps, seconds);
      return report(options, members.length, taken);
    } finally {
      await app.close();
    }
  } finally {
    await scratch.close();
  }
}

const visitors_max = 200;

interface Visitor {
  cookie: string;
  plan: string;
}

async function signIn(
  members: readonly number[],
  on: Parameters<typeof beginSession>[1] & { db: Parameters<typeof beginSession>[0] },
  baseUrl: string,
  cookieName: string,
): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  for (const personId of members) {
    const { token } = await beginSession(on.db, on, {
      personId,
      issuer: 'bench',
      subject: String(personId),
      acr: '',
      amr: [],
      authTime: systemClock.now(),
      locale: 'en',
    });
    const cookie = `${cookieName}=${token}`;
    const summary = await fetch(`${baseUrl}/portal/api/summary`, { headers: { cookie } });
    assert(summary.status === 200, 'a member of the bench sees a summary');
    const { plans } = (await summary.json()) as { plans: { id: string }[] };
    visitors.push({ cookie, plan: plans[0]!.id });
  }
  return visitors;
}

async function drive(
  baseUrl: string,
  visitors: readonly Visitor[],
  rps: number,
  seconds: number,
): Promise<Map<string, number[]>> {
  const taken = new Map<string, number[]>();
  const open: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < rps * seconds; n++) {
    const due = began + (n * 1000) / rps;
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    const visitor = visitors[n % visitors.length]!;
    const call = mix[(n + Math.floor(n / visitors.length)) % mix.length]!;
    open.push(
      (async () => {
        // Counted from when it was due: what the machine could not begin in time is waited for too.
        const answer = await fetch(`${baseUrl}/portal/api/${call.replace(':id', visitor.plan)}`, {
          headers: { cookie: visitor.cookie },
        });
        await answer.arrayBuffer();
        assert(
          answer.status === 200 || (call === 'draft' && answer.status === 404),
          `${call} answered ${answer.status}`,
        );
        taken.set(call, [...(taken.get(call) ?? []), performance.now() - due]);
      })(),
    );
  }
  await Promise.all(open);
  return taken;
}

function report(
  { size, rps, seconds }: PortalBenchOptions,
  members: number,
  taken: ReadonlyMap<string, number[]>,
): PortalBench {
  const latency = (values: readonly number[]): Latency => {
    const sorted = [...values].sort((a, b) => a - b);
    return {
      p50Ms: rounded(quantile(sorted, 0.5)),
      p95Ms: rounded(quantile(sorted, 0.95)),
      p99Ms: rounded(quantile(sorted, 0.99)),
    };
  };
  const all = [...taken.values()].flat();
  return {
    bench: 'portal',
    size: { resources: size, members },
    rps,
    seconds,
    requests: all.length,
    all: latency(all),
    calls: [...taken].map(([call, values]) => ({ call, requests: values.length, ...latency(values) })),
    machine: machine(),
  };
}
