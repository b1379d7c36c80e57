import { portalSettings } from './portal-settings.ts';
import { strategySettings } from './strategy-settings.ts';

/**
 * The table of everything that can be configured: one row a setting. The file's JSON Schema and the page of the reference are
 * made from it, and a test keeps them equal to what is shipped.
 */
export interface Setting {
  /** Where it stands in the file, dots between. */
  path: string;
  /** The environment variable that overrides the file. */
  env: string;
  /** `share`: a number between 0 and 1. `list`: some of the choices, in the environment with commas between. */
  kind: 'text' | 'url' | 'npi' | 'port' | 'count' | 'share' | 'flag' | 'choice' | 'list';
  /** For a choice and a list. */
  choices?: readonly string[];
  default?: string | number | boolean;
  /** For a count (1 and 1000 when absent) and a share. */
  least?: number;
  most?: number;
  /** Never printed, never logged. */
  secret?: boolean;
  description: string;
}

/** Bounds of a count that names none. */
export const count_default = { least: 1, most: 1000 };

export const settings = [
  {
    path: 'payer.name',
    env: 'PAYER_NAME',
    kind: 'text',
    description: 'The name of this payer, as partners and Provenance show it.',
  },
  {
    path: 'payer.npi',
    env: 'PAYER_NPI',
    kind: 'npi',
    description: 'The National Provider Identifier of this payer. Consents must name it.',
  },
  {
    path: 'payer.state',
    env: 'PAYER_STATE',
    kind: 'text',
    description:
      'The state whose law binds this payer as the holder of records, two capital letters. Absent: the rules of every state apply.',
  },
  {
    path: 'part2.release',
    env: 'PART2_RELEASE',
    kind: 'choice',
    choices: ['require-statement', 'hipaa-redisclosure', 'never'],
    default: 'require-statement',
    description:
      'When records of a substance use programme (42 CFR Part 2) may leave under `#sensitive`: if the consent names them expressly (category `42CFRPart2CD`), if we hold them on a consent for treatment, payment and operations (42 CFR 2.33(b)), or never. A question for your counsel.',
  },
  {
    path: 'databaseUrl',
    env: 'DATABASE_URL',
    kind: 'text',
    secret: true,
    description:
      'PostgreSQL 15 or newer: `postgresql://user:password@host/database`. Absent: an embedded PostgreSQL under the data directory, for evaluation and small sites.',
  },
  {
    path: 'dataDir',
    env: 'DATA_DIR',
    kind: 'text',
    default: '.throughline',
    description: 'Keys, the embedded database and, unless `storageUrl` says otherwise, files.',
  },
  {
    path: 'baseUrl',
    env: 'BASE_URL',
    kind: 'url',
    description:
      'The absolute URL under which partners reach this payer, without a slash at the end; FHIR is at `/fhir` under it. Absent: `http://127.0.0.1:<port>`.',
  },
  {
    path: 'host',
    env: 'HOST',
    kind: 'text',
    default: '127.0.0.1',
    description: 'The address to listen on. `0.0.0.0` for all.',
  },
  {
    path: 'port',
    env: 'PORT',
    kind: 'port',
    default: 8080,
    description: 'The TCP port to listen on; 0 takes a free one.',
  },
  {
    path: 'storageUrl',
    env: 'STORAGE_URL',
    kind: 'text',
    description:
      'Where export files and downloads lie: `file:///srv/throughline`. Absent: `files` under the data directory.',
  },
  {
    path: 'workers.concurrency',
    env: 'WORKER_CONCURRENCY',
    kind: 'count',
    default: 4,
    description: 'Tasks that one process works on at the same time.',
  },
  {
    path: 'database.connections',
    env: 'DATABASE_CONNECTIONS',
    kind: 'count',
    default: 12,
    description: 'Most database connections of one process.',
  },
  {
    path: 'match.review.twoPersons',
    env: 'MATCH_REVIEW_TWO_PERSONS',
    kind: 'choice',
    choices: ['never', 'hazards', 'always'],
    default: 'hazards',
    description:
      'When the approval of a doubtful match takes two persons: where a guard objects (`hazards`), always, or never. A rejection takes one.',
  },
  {
    path: 'match.review.bulkHold',
    env: 'MATCH_REVIEW_BULK_HOLD',
    kind: 'count',
    least: 0,
    most: 1440,
    default: 0,
    description:
      'Minutes that a `$bulk-member-match` waits, from its kick-off, for reviewers to decide its doubtful members before it reports them as not matched. 0: it never waits. Set it where people work on reviews all day.',
  },
  {
    path: 'match.review.due',
    env: 'MATCH_REVIEW_DUE',
    kind: 'count',
    default: 8,
    description: 'Hours until a review is overdue. The law gives one business day for the answer.',
  },
  {
    path: 'match.review.expiry',
    env: 'MATCH_REVIEW_EXPIRY',
    kind: 'count',
    most: 30,
    default: 14,
    description: 'Days after which an undecided review is closed and what was submitted is forgotten.',
  },
  {
    path: 'match.review.remember',
    env: 'MATCH_REVIEW_REMEMBER',
    kind: 'count',
    default: 90,
    description:
      'Days for which a reviewer’s decision answers the same question of the same partner, as long as nothing about the members has changed.',
  },
  {
    path: 'match.probing.refusedPerPerson',
    env: 'MATCH_PROBING_REFUSED_PER_PERSON',
    kind: 'count',
    default: 10,
    description:
      'Different submissions about one person (family name by sound, and birth date) that may find nobody within the window, per partner. More are card guessing (HRex mm-7).',
  },
  {
    path: 'match.probing.personsPerCard',
    env: 'MATCH_PROBING_PERSONS_PER_CARD',
    kind: 'count',
    default: 12,
    description: 'Different persons with the same card for which nobody may be found within the window.',
  },
  {
    path: 'match.probing.numbersPerBlock',
    env: 'MATCH_PROBING_NUMBERS_PER_BLOCK',
    kind: 'count',
    default: 30,
    description:
      'Card numbers that differ in their last characters only for which nobody may be found within the window.',
  },
  {
    path: 'match.probing.refusedPerDay',
    env: 'MATCH_PROBING_REFUSED_PER_DAY',
    kind: 'count',
    most: 10_000_000,
    default: 100_000,
    description: 'Different submissions of one partner that may find nobody within a day.',
  },
  {
    path: 'match.probing.window',
    env: 'MATCH_PROBING_WINDOW',
    kind: 'count',
    most: 365,
    default: 30,
    description: 'Days for which refused submissions are counted, as keyed hashes.',
  },
  ...strategySettings,
  {
    path: 'validation.packages',
    env: 'VALIDATION_PACKAGES',
    kind: 'text',
    default: 'fhir-packages',
    description:
      'The folder of FHIR packages (`throughline packages install`) by which loaded and received records are judged. Where there is none, only the shape of base R4 is checked.',
  },
  {
    path: 'validation.prefer',
    env: 'VALIDATION_PREFER',
    kind: 'text',
    description:
      'Packages whose profiles are meant where a record claims one without its version, with commas between: `hl7.fhir.us.core#6.1.0`. Absent: the newest that is installed.',
  },
  {
    path: 'load.invalid',
    env: 'LOAD_INVALID',
    kind: 'choice',
    choices: ['quarantine', 'refuse', 'release-without-claim'],
    default: 'quarantine',
    description:
      'What becomes of a record of our own that would not be valid against the profiles that it claims when it leaves: its line goes to the reject file (`quarantine`), the whole load is refused before anything is stored (`refuse`), or the claims that do not hold are taken out of what leaves (`release-without-claim`).',
  },
  {
    path: 'ingest.profiles',
    env: 'INGEST_PROFILES',
    kind: 'choice',
    choices: ['off', 'report', 'quarantine'],
    default: 'report',
    description:
      'What becomes of a received record that is not valid against the profiles that it claims: nobody looks (`off`), it is stored and reported (`report`, see `throughline exchange report`), or it is kept apart (`quarantine`). What is no FHIR R4 in shape is always kept apart.',
  },
  {
    path: 'token.memberAsSubject',
    env: 'TOKEN_MEMBER_AS_SUBJECT',
    kind: 'flag',
    default: false,
    description:
      'Takes client assertions that name the client in `iss` and the member in `sub`, as PDex suggests for the token of one member. SMART and UDAP want the client in both; leave it off unless a partner needs it.',
  },
  {
    path: 'disclosures.hipaaBasis',
    env: 'DISCLOSURES_HIPAA_BASIS',
    kind: 'choice',
    choices: ['unspecified', 'required-by-law', 'operations', 'authorization'],
    default: 'unspecified',
    description:
      'On which basis of HIPAA payer-to-payer releases rest, as your counsel says: it stands in the accounting of disclosures, and decides whether a line is due under 45 CFR 164.528 or offered. `unspecified`: every line is due.',
  },
  ...portalSettings,
  {
    path: 'log.level',
    env: 'LOG_LEVEL',
    kind: 'choice',
    choices: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
    description: 'How much is logged, to standard error as JSON lines. No member’s data at any level.',
  },
] as const satisfies readonly Setting[];
