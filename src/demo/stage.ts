import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config, ValidationConfig } from '../app/config.ts';
import { openPayer, type Payer, type Surroundings } from '../app/context.ts';
import { OperatorProblem } from '../app/operator-problem.ts';
import type { PortalConfig } from '../app/portal-config.ts';
import { freePort } from '../app/ports.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import type { ExampleUser } from '../dev-idp/dev-idp.ts';
import { matchPolicy_default } from '../member-match/policy.ts';
import type { CohortPayers, PayerIdentity } from './cohort-payers.ts';
import { introduce } from './introduce.ts';
import { priorMembers } from './people/roster.ts';

/** Both payers, answering and at work, each registered with the other. */
export interface Stage {
  responding: Payer;
  requesting: Payer;
  /** For files of this run; a kept one stays. */
  dir: string;
  /** Ports other than the usual ones, and why. */
  remarks: string[];
  close(): Promise<void>;
}

const ports_default = { responding: 8080, requesting: 8081 };

type Ports = typeof ports_default;

export interface StageOptions {
  keep?: string | undefined;
  packages?: string | undefined;
  /** Who can sign in to the requesting payer's portal by name. */
  people?: readonly ExampleUser[] | undefined;
}

/** Starts one embedded PostgreSQL with two databases, and two payers on it, under `keep` or a folder that goes away. */
export async function openStage(
  payers: CohortPayers,
  surroundings: Surroundings,
  { keep, packages, people }: StageOptions,
): Promise<Stage> {
  if (keep !== undefined) await mkdir(keep, { recursive: true });
  const dir = keep ?? (await mkdtemp(join(tmpdir(), 'throughline-demo-')));
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const stop of closing.splice(0).reverse()) await stop();
  };
  if (keep === undefined) closing.push(() => rm(dir, { recursive: true, force: true }));
  try {
    const embedded = await startEmbedded(join(dir, 'postgres'), { log: surroundings.log });
    closing.push(() => embedded.stop());
    const { ports, remarks } = await portsFor(dir, keep !== undefined);
    const open = async (role: keyof Ports): Promise<Payer> => {
      await embedded.createDatabase(role);
      const config = {
        ...configOf(payers[role], ports[role], join(dir, role), embedded.url(role)),
        ...(packages !== undefined && { validation: judgedBy(packages) }),
        ...(people && { portal: portalFor(role === 'requesting' ? people : priorMembers) }),
      };
      const payer = await openPayer(config, surroundings);
      closing.push(() => payer.close());
      await migrate(payer.db);
      await payer.serve();
      await payer.work();
      return payer;
    };
    const [responding, requesting] = await Promise.all([open('responding'), open('requesting')]);
    await introduce(requesting, responding);
    return { responding, requesting, dir, remarks, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Named people sign in on this machine, without passwords. */
const portalFor = (users: readonly ExampleUser[]): PortalConfig => ({
  phone: '1-800-555-0100',
  captureOwner: 'plan',
  development: { users: [...users], port: 0 },
});

const judgedBy = (packages: string): ValidationConfig => ({
  packagesDir: resolve(packages),
  prefer: [],
  loadInvalid: 'quarantine',
  ingestProfiles: 'report',
});

function configOf(payer: PayerIdentity, port: number, dataDir: string, databaseUrl: string): Config {
  return {
    payer,
    databaseUrl,
    dataDir,
    baseUrl: `http://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    storageUrl: pathToFileURL(join(dataDir, 'files')).href,
    workerConcurrency: 4,
    databaseConnections_max: 12,
    logLevel: 'warn',
    match: matchPolicy_default,
  };
}

/**
 * 8080 and 8081, or the next free ones. A kept stage stays where it was: its databases know the addresses, in the registered
 * partners and in references to what never came.
 */
async function portsFor(dir: string, kept: boolean): Promise<{ ports: Ports; remarks: string[] }> {
  const file = join(dir, 'ports.json');
  const before = kept ? await readFile(file, 'utf8').catch(() => undefined) : undefined;
  const wanted = before === undefined ? ports_default : (JSON.parse(before) as Ports);
  const responding = await freePort(wanted.responding);
  const requesting = await freePort(wanted.requesting, [responding]);
  const ports = { responding, requesting };
  const remarks = (Object.keys(ports) as (keyof Ports)[])
    .filter((role) => ports[role] !== wanted[role])
    .map((role) => `Port ${wanted[role]} is taken: the ${role} payer answers at ${ports[role]}.`);
  if (before !== undefined && remarks.length > 0) {
    throw new OperatorProblem(
      `The kept payers live at ports ${wanted.responding} and ${wanted.requesting}, and one is taken.`,
      'Stop what listens there, or keep another folder.',
      { code: 'conflict' },
    );
  }
  if (kept) await writeFile(file, JSON.stringify(ports));
  return { ports, remarks };
}
