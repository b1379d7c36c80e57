/**
 * The table of everything that can be configured: one row a setting. The file's JSON Schema and the page of the reference are
 * made from it, and a test keeps them equal to what is shipped.
 */
export interface Setting {
  /** Where it stands in the file, dots between. */
  path: string;
  /** The environment variable that overrides the file. */
  env: string;
  kind: 'text' | 'url' | 'npi' | 'port' | 'count' | 'flag' | 'choice';
  /** For a choice. */
  choices?: readonly string[];
  default?: string | number | boolean;
  /** Never printed, never logged. */
  secret?: boolean;
  description: string;
}

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
    path: 'log.level',
    env: 'LOG_LEVEL',
    kind: 'choice',
    choices: ['debug', 'info', 'warn', 'error', 'silent'],
    default: 'info',
    description: 'How much is logged, to standard error as JSON lines. No member’s data at any level.',
  },
] as const satisfies readonly Setting[];
