import type { Queries } from '../db/db.ts';
import { recordByRef, type StoredRecord } from './store.ts';

export type { StoredRecord } from './store.ts';

/** The record under our own `Type/id`, whatever may be released of it: the caller judges that. */
export const readRecord = (q: Queries, ref: string): Promise<StoredRecord | undefined> => recordByRef(q, ref);
