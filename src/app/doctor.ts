import { access, constants, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { pendingMigrations } from '../db/migrate.ts';
import { listPartners, peerOf } from '../directory/partners.ts';
import { probe } from '../directory/probe.ts';
import { callerFor } from '../net/call.ts';
import { PartnerFailure } from '../net/failure.ts';
import type { Config } from './config.ts';
import type { Payer } from './context.ts';

/** One thing that was looked at. */
export interface Finding {
  check: string;
  ok: boolean;
  detail: string;
  /** What to do; absent when all is well. */
  hint?: string;
}

/** Checks what a payer stands on. Changes nothing but an empty storage folder. */
export async function examine(config: Config, open: () => Promise<Payer>): Promise<Finding[]> {
  const findings: Finding[] = [nodeVersion(process.versions.node), addresses(config), await storage(config)];
  let payer: Payer;
  try {
    payer = await open();
  } catch (error) {
    return [
      ...findings,
      failed('database', error, 'Check DATABASE_URL, or DATA_DIR for the embedded database.'),
    ];
  }
  try {
    findings.push(await attempt('database', 'Run `throughline migrate`.', () => database(payer)));
    findings.push(await attempt('keys', 'Check who may read DATA_DIR/keys.', () => keys(payer)));
    const partners = await listPartners(payer.db).catch(() => []);
    for (const partner of partners) {
      findings.push(
        await attempt(`partner ${partner.name}`, 'Check its FHIR base, and whether it is up.', async () => {
          const seen = await probe({ call: callerFor(payer, peerOf(partner)), clock: payer.clock }, partner);
          return seen.tokenEndpoint ? 'answers, and names a token endpoint' : 'answers';
        }),
      );
    }
    return findings;
  } finally {
    await payer.close();
  }
}

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return { check: 'node', ok, detail: version, ...(ok ? {} : { hint: 'Install Node 20.19 or newer.' }) };
}

/** Partners compare URLs byte for byte; plain http is for this machine only. */
function addresses({ baseUrl }: Config): Finding {
  const { protocol, hostname } = new URL(baseUrl);
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  const ok = protocol === 'https:' || local;
  return {
    check: 'base URL',
    ok,
    detail: baseUrl,
    ...(ok ? {} : { hint: 'Partners need https: put a TLS proxy in front and set BASE_URL.' }),
  };
}

async function storage({ storageUrl }: Config): Promise<Finding> {
  return attempt('storage', 'Check STORAGE_URL and who may write there.', async () => {
    const dir = fileURLToPath(storageUrl);
    await mkdir(dir, { recursive: true });
    await access(dir, constants.R_OK | constants.W_OK);
    return dir;
  });
}

async function database({ db }: Payer): Promise<string> {
  const pending = await pendingMigrations(db);
  if (pending.length > 0) throw new Error(`${pending.length} migration(s) behind`);
  return 'up to date';
}

async function keys(payer: Payer): Promise<string> {
  const { keys: published } = await payer.keys.publicJwks();
  return `${published.length} public keys`;
}

async function attempt(check: string, hint: string, work: () => Promise<string>): Promise<Finding> {
  try {
    return { check, ok: true, detail: await work() };
  } catch (error) {
    return failed(check, error, hint);
  }
}

const failed = (check: string, error: unknown, hint: string): Finding => ({
  check,
  ok: false,
  detail:
    error instanceof PartnerFailure ? error.reason : error instanceof Error ? error.message : String(error),
  hint,
});
