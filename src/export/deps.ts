import type { BlobStore } from '../blob/blob.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { ReleaseTerms } from '../consent/terms.ts';
import type { Db } from '../db/db.ts';
import type { Labelling } from '../labels/labelling.ts';
import type { Log } from '../telemetry/log.ts';

export interface ExportDeps {
  db: Db;
  blobs: BlobStore;
  clock: Clock;
  random: Random;
  log: Log;
  /** Us, the transmitter. */
  payer: { name: string; npi: string };
  /** Absolute, without a slash at the end. */
  baseUrl: string;
  /** How records are labelled. */
  labelling: () => Promise<Labelling>;
  /** What we have settled about releases. */
  terms?: ReleaseTerms;
}
