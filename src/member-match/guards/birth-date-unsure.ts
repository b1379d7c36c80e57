/**
 * HRex mm-8: a birth date with a slip may be a namesake's: something beside the name must tie the two together, and nothing oppose. The given name must be
 * whole then, and when the family name has a slip too, two of address, telephone, mailbox and the family's number; or a number of one's own.
 */
import type { Fields } from '../model.ts';
import { contactsOf, hasIndependent, hasOwnNumber } from './evidence.ts';
import type { Guard } from './guard.ts';

const ties_min = 2;

export const birthDateUnsure: Guard = {
  name: 'birth-date-unsure',
  objects: ({ leading: { fields } }) => {
    if (fields.birthDate !== 'near' || fields.mbi === 'same') return false;
    if (!hasIndependent(fields) || fields.middle === 'conflict' || fields.sex === 'conflict') return true;
    if (hasOwnNumber(fields)) return false;
    if (!wholeGiven.has(fields.given) || fields.family === 'conflict') return true;
    return fields.family !== 'exact' && tiesOf(fields) < ties_min;
  },
};

const wholeGiven = new Set<string>(['exact', 'slip']);

const tiesOf = (fields: Fields): number => contactsOf(fields) + Number(fields.memberId === 'family');
