/**
 * HRex mm-8: no given name (a newborn's placeholder), or an initial: it fits half of a family. An own number must say who is meant; of a
 * newborn's it is not known yet whether it is the child's or the mother's. An adult's initial is enough at the address or with the telephone.
 */
import { contactsOf, hasOwnNumber } from './evidence.ts';
import type { Guard } from './guard.ts';

export const givenUnsure: Guard = {
  name: 'given-unsure',
  objects: ({ leading: { fields, twins }, isYoung }) => {
    if (fields.given === 'missing') return isYoung || !hasOwnNumber(fields);
    if (fields.given !== 'initial' || hasOwnNumber(fields)) return false;
    return isYoung || twins.length > 0 || fields.middle === 'conflict' || contactsOf(fields) === 0;
  },
};
