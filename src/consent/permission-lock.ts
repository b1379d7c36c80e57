import type { Tx } from '../db/db.ts';
import { lockPermissions } from './store.ts';

/**
 * Holds until the transaction ends. Whoever ends a permission takes it to `change`; whoever makes data visible under permissions
 * that he asked in the same transaction takes it to `use`. So an ended consent either is seen by those who publish, or finds
 * what they published and withdraws it.
 */
export async function lockPermission(tx: Tx, purpose: 'use' | 'change'): Promise<void> {
  await lockPermissions(tx, purpose === 'change');
}
