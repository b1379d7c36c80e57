/**
 * HRex mm-8: Daniel and Daniela are twins. A sex that differs is often a mistake in the record (CMS HTE does not match on sex), so a whole
 * given name outweighs it, and a nickname with a number of one's own; a name that only resembles does not.
 */
import { hasOwnNumber } from './evidence.ts';
import type { Guard } from './guard.ts';

export const sexConflict: Guard = {
  name: 'sex-conflict',
  objects: ({ leading: { fields } }) =>
    fields.sex === 'conflict' &&
    fields.given !== 'exact' &&
    fields.given !== 'slip' &&
    !(fields.given === 'form' && hasOwnNumber(fields)),
};
