import type { BlobStore } from '../../blob/blob.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../clock/random.ts';
import type { Db, Tx } from '../../db/db.ts';
import type { Partner } from '../../directory/partners.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Link } from './link.ts';

/** A file to ingest: see `ingest/`. */
export interface IngestInput {
  transferId: string;
  fileSeq: number;
  partnerId: number;
  type: string;
  objectKey: string;
  kind: 'output' | 'deleted' | 'error';
  /** The partner's Patient id → our person. Records of anybody else are not taken. */
  persons: Map<string, number>;
}

export interface RequestDeps {
  db: Db;
  blobs: BlobStore;
  clock: Clock;
  random: Random;
  log: Log;
  link: (partner: Partner) => Link;
  ingest: {
    /** One transaction per file; running it again changes nothing. Marks the file ingested, with its counts. */
    file(input: IngestInput): Promise<unknown>;
    /** After the last file of a transfer, in the transaction that calls it stored. */
    settle(tx: Tx, partner: Partner, transferId: string): Promise<unknown>;
  };
}
