import type { BlobStore } from '../../blob/blob.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../clock/random.ts';
import type { Db } from '../../db/db.ts';
import type { Partner } from '../../directory/partners.ts';
import type { ProfileChecking } from '../../ingest/profile-check.ts';
import type { Labelling } from '../../labels/labelling.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Link } from './link.ts';

export interface RequestDeps {
  db: Db;
  blobs: BlobStore;
  clock: Clock;
  random: Random;
  log: Log;
  link: (partner: Partner) => Link;
  /** How received records are judged; absent: by their shape only. */
  profileChecking?: () => ProfileChecking;
  /** How they are labelled; absent: by the lists that come with the product. */
  labelling?: () => Promise<Labelling>;
  /** Ourselves, for the receipts in the record. */
  self: { name: string; npi: string };
}
