import type { BlobStore } from '../blob/blob.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db, Queries } from '../db/db.ts';
import type { Log } from '../telemetry/log.ts';

/** A member of a Group, or one that the client has matched: a person and our Patient id that stands for it. */
export interface ExportMember {
  personId: number;
  patientId: string;
}

export interface ExportDeps {
  db: Db;
  blobs: BlobStore;
  clock: Clock;
  random: Random;
  log: Log;
  /** Us, the transmitter. */
  payer: { name: string; npi: string };
  /** The members of a Group of this client; with `groupId` null all that it has matched. */
  members(q: Queries, of: { clientId: string; groupId: string | null }): Promise<ExportMember[]>;
}
