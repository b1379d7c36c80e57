import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReleaseTerms } from '../consent/terms.ts';
import type { HipaaBasis } from '../evidence/disclosures.ts';
import type { ProfilePolicy } from '../ingest/profile-check.ts';
import type { InvalidPolicy } from '../load/release-check.ts';
import type { MatchPolicy, ReviewPolicy } from '../member-match/policy.ts';
import { OperatorProblem } from './operator-problem.ts';
import { type PortalConfig, portalConfig } from './portal-config.ts';
import { count_default, type Setting, settings } from './settings.ts';
import { type StrategyConfig, strategyConfig } from './strategy-config.ts';

/** What a payer runs with: defaults, then the file, then the environment. */
export interface Config {
  payer: { name: string; npi: string };
  /** Absent: embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  /** Absolute, without a slash at the end. With port 0 it is known only when the server listens. */
  baseUrl: string;
  host: string;
  port: number;
  /** `file:` URL. */
  storageUrl: string;
  workerConcurrency: number;
  databaseConnections_max: number;
  logLevel: string;
  match: MatchPolicy;
  /** A client assertion may name the member as its subject. */
  memberAsSubject?: boolean;
  /** What payer-to-payer releases rest on, for the accounting of disclosures. Absent: nobody has said. */
  hipaaBasis?: HipaaBasis;
  /** Absent: records of a programme leave by a statement alone, and the rules of every state apply. */
  release?: { part2: ReleaseTerms['part2']; state?: string; segmentation?: ReleaseTerms['segmentation'] };
  /** Absent: deterministic first, with operator review. */
  strategies?: StrategyConfig;
  /** Absent: only the shape of base R4 is checked. */
  validation?: ValidationConfig;
  /** Absent: the portal's defaults, and nobody can sign in. */
  portal?: PortalConfig;
  /** Absent: nobody is told. */
  webhook?: { url: string; secret: string; allowPrivate: boolean };
}

/** By what records are judged, and what becomes of those that are not valid. */
export interface ValidationConfig {
  /** The folder of FHIR packages, absolute; it need not be there. */
  packagesDir: string;
  /** Ids of packages (`hl7.fhir.us.core#6.1.0`) that are meant where a claim names no version. */
  prefer: string[];
  loadInvalid: InvalidPolicy;
  ingestProfiles: ProfilePolicy;
}

/** The file that is read when `THROUGHLINE_CONFIG` names no other. */
const configFile_default = 'throughline.config.json';

export interface ConfigSources {
  env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  cwd: string;
  /** From the command line: wins over everything. Keys are setting paths ('port'). */
  overrides?: Readonly<Record<string, string | undefined>>;
}

/** Reads the configuration. Throws `invalid` with what to do about it; never repeats a secret. */
export function readConfig(sources: ConfigSources): Config {
  const values = new Map<string, string | number | boolean>();
  const named = sources.env.THROUGHLINE_CONFIG;
  const file = resolve(sources.cwd, named ?? configFile_default);
  const fromFile = readFile(file, named !== undefined);
  for (const setting of settings as readonly Setting[]) {
    const override = sources.overrides?.[setting.path];
    const environment = sources.env[setting.env];
    const inFile = fromFile.get(setting.path);
    if (override !== undefined) values.set(setting.path, parsed(setting, override, 'the command line'));
    else if (environment !== undefined && environment !== '') {
      values.set(setting.path, parsed(setting, environment, setting.env));
    } else if (inFile !== undefined) values.set(setting.path, parsed(setting, inFile, file));
    else if (setting.default !== undefined) values.set(setting.path, setting.default);
  }
  return shaped(values, sources.cwd);
}

function shaped(values: ReadonlyMap<string, string | number | boolean>, cwd: string): Config {
  const text = (path: string): string | undefined => values.get(path) as string | undefined;
  const needed = (path: string): string => {
    const value = text(path);
    if (value === undefined) {
      const setting = (settings as readonly Setting[]).find((s) => s.path === path)!;
      throw wrong(`${path} is not set.`, `Set "${path}" in ${configFile_default} or ${setting.env}.`);
    }
    return value;
  };
  const dataDir = resolve(cwd, needed('dataDir'));
  const port = values.get('port') as number;
  const storageUrl = text('storageUrl') ?? pathToFileURL(`${dataDir}/files`).href;
  if (!storageUrl.startsWith('file:')) {
    throw wrong('storageUrl names a kind of store that this version does not have.', 'Use a file: URL.');
  }
  return {
    payer: { name: needed('payer.name'), npi: needed('payer.npi') },
    databaseUrl: text('databaseUrl'),
    dataDir,
    baseUrl: text('baseUrl') ?? `http://127.0.0.1:${port}`,
    host: needed('host'),
    port,
    storageUrl,
    workerConcurrency: values.get('workers.concurrency') as number,
    databaseConnections_max: values.get('database.connections') as number,
    logLevel: needed('log.level'),
    match: matchPolicy(values),
    memberAsSubject: values.get('token.memberAsSubject') as boolean,
    hipaaBasis: needed('disclosures.hipaaBasis') as HipaaBasis,
    release: {
      part2: needed('part2.release') as ReleaseTerms['part2'],
      ...stateOf(text('payer.state')),
    },
    strategies: strategyConfig(values, (path) => resolve(cwd, path)),
    portal: portalConfig(values),
    ...webhookConfig(text('intake.webhook.url'), text('intake.webhook.secret'), values),
    validation: {
      packagesDir: resolve(cwd, needed('validation.packages')),
      prefer: (text('validation.prefer') ?? '').split(/[,\s]+/).filter((id) => id !== ''),
      loadInvalid: needed('load.invalid') as InvalidPolicy,
      ingestProfiles: needed('ingest.profiles') as ProfilePolicy,
    },
  };
}

function stateOf(state: string | undefined): { state?: string } {
  if (state === undefined) return {};
  if (/^[A-Z]{2}$/.test(state)) return { state };
  throw wrong('payer.state is no state.', 'Two capital letters, as MA.');
}

function webhookConfig(
  url: string | undefined,
  secret: string | undefined,
  values: ReadonlyMap<string, string | number | boolean>,
): Pick<Config, 'webhook'> {
  if (url === undefined) return {};
  if (secret === undefined)
    throw wrong(
      'intake.webhook.url is set without a secret.',
      'Set INTAKE_WEBHOOK_SECRET: messages are signed.',
    );
  return { webhook: { url, secret, allowPrivate: values.get('intake.webhook.allowPrivate') as boolean } };
}

function matchPolicy(values: ReadonlyMap<string, string | number | boolean>): MatchPolicy {
  const count = (path: string): number => values.get(`match.${path}`) as number;
  return {
    review: {
      twoPersons: values.get('match.review.twoPersons') as ReviewPolicy['twoPersons'],
      bulkHold_minutes: count('review.bulkHold'),
      due_hours: count('review.due'),
      expiry_days: count('review.expiry'),
      remember_days: count('review.remember'),
    },
    probing: {
      refusedPerPerson_max: count('probing.refusedPerPerson'),
      personsPerCard_max: count('probing.personsPerCard'),
      numbersPerBlock_max: count('probing.numbersPerBlock'),
      refusedPerDay_max: count('probing.refusedPerDay'),
      window_days: count('probing.window'),
    },
  };
}

/** The file's settings by path. An unknown key is an error: a misspelt setting must not fail silently. */
function readFile(path: string, mustExist: boolean): Map<string, unknown> {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !mustExist) return new Map();
    throw wrong(
      `The configuration file ${path} cannot be read.`,
      'Check THROUGHLINE_CONFIG and permissions.',
    );
  }
  let tree: unknown;
  try {
    tree = JSON.parse(content);
  } catch (error) {
    // The parser's own words may quote the file, and the file may hold a secret: only the place is told.
    const place = /position \d+|line \d+ column \d+/.exec(String(error))?.[0];
    throw wrong(`${path} is no JSON${place ? ` (at ${place})` : ''}.`, 'Check commas and quotes.');
  }
  const found = new Map<string, unknown>();
  flatten(tree, '', path, found);
  return found;
}

function flatten(node: unknown, prefix: string, file: string, found: Map<string, unknown>): void {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    throw wrong(`${prefix || 'The configuration'} in ${file} must be an object.`, schemaHint);
  }
  for (const [key, value] of Object.entries(node)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (path === '$schema') continue;
    if (settings.some((s) => s.path === path)) found.set(path, value);
    else if (settings.some((s) => s.path.startsWith(`${path}.`))) flatten(value, path, file, found);
    else {
      const near = nearest(
        path,
        settings.map((s) => s.path),
      );
      throw wrong(`${file} has an unknown setting "${path}".`, near ? `Did you mean "${near}"?` : schemaHint);
    }
  }
}

const schemaHint = 'See docs/reference/configuration.md.';

function parsed(setting: Setting, value: unknown, source: string): string | number | boolean {
  const fail = (expected: string): never => {
    throw wrong(`${setting.path} from ${source} must be ${expected}.`, setting.description);
  };
  if (setting.kind === 'list')
    return list(setting.choices ?? [], value) ?? fail(`some of ${setting.choices?.join(', ')}`);
  if (!['string', 'number', 'boolean'].includes(typeof value)) fail(`a ${setting.kind}`);
  const text = String(value);
  switch (setting.kind) {
    case 'text':
      return text.trim() === '' ? fail('a text that is not empty') : text;
    case 'npi':
      return /^\d{10}$/.test(text) ? text : fail('an NPI, ten digits');
    case 'url': {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      const fits =
        url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === '';
      return fits
        ? text.replace(/\/+$/, '')
        : fail('an http or https URL without query, fragment or credentials');
    }
    case 'port':
      return whole(text, 0, 65_535) ?? fail('a port, 0 to 65535');
    case 'count': {
      const { least = count_default.least, most = count_default.most } = setting;
      return whole(text, least, most) ?? fail(`a whole number, ${least} to ${most}`);
    }
    case 'share': {
      const { least = 0, most = 1 } = setting;
      const share = /^[01](\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
      return share >= least && share <= most ? share : fail(`a number, ${least} to ${most}`);
    }
    case 'flag':
      return text === 'true' || (text === 'false' ? false : fail('true or false'));
    case 'choice':
      return setting.choices?.includes(text) ? text : fail(`one of ${setting.choices?.join(', ')}`);
  }
}

/** Known words, each once, with commas between. */
function list(choices: readonly string[], value: unknown): string | undefined {
  const words: unknown[] = Array.isArray(value) ? value : String(value).split(',');
  const named = words.map((word) => (typeof word === 'string' ? word.trim() : ''));
  return named.length > 0 && named.every((word) => choices.includes(word))
    ? [...new Set(named)].join(',')
    : undefined;
}

function whole(text: string, from: number, to: number): number | undefined {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= from && value <= to ? value : undefined;
}

/** The known word that is at most a third away from `word`, if any. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.ceil(word.length / 3) ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

const wrong = (text: string, hint: string): OperatorProblem => new OperatorProblem(text, hint);
