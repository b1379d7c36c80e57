/**
 * HRex mm-8: a birth date with a slip may be a namesake's: something beside the name must tie the two together, and nothing oppose; only with a
 * number of one's own and the whole given name is a sex that differs one more slip. The given name must be whole, or an adult's familiar form
 * where two of address, telephone, mailbox and the family's number agree; so must they when the family name has a slip too.
 */
import type { Fields } from '../model.ts';
import { contactsOf, hasIndependent, hasOwnNumber } from './evidence.ts';
import type { Guard } from './guard.ts';

const ties_min = 2;

export const birthDateUnsure: Guard = {
  name: 'birth-date-unsure',
  objects: ({ leading: { fields }, isYoung }) => {
    if (fields.birthDate !== 'near' || fields.mbi === 'same') return false;
    if (!hasIndependent(fields) || fields.middle === 'conflict') return true;
    if (fields.sex === 'conflict' && !(fields.memberId === 'own' && wholeGiven.has(fields.given)))
      return true;
    if (hasOwnNumber(fields)) return false;
    if (fields.family === 'conflict') return true;
    if (!wholeGiven.has(fields.given) && (isYoung || fields.given !== 'form')) return true;
    return (fields.family !== 'exact' || fields.given === 'form') && tiesOf(fields) < ties_min;
  },
};

const wholeGiven = new Set<string>(['exact', 'slip']);

const tiesOf = (fields: Fields): number => contactsOf(fields) + Number(fields.memberId === 'family');
