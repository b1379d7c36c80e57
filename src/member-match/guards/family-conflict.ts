/**
 * HRex mm-8: another family name may be marriage, and may be somebody else of the house or a number that was given anew. A number of one's
 * own must say that it is one person, the contract's, or two of address, telephone and mailbox; for a woman, who changes it more
 * often, the address.
 */
import { contactsOf, hasOwnNumber } from './evidence.ts';
import type { Guard } from './guard.ts';

const contacts_min = 2;

export const familyConflict: Guard = {
  name: 'family-conflict',
  objects: ({ leading: { fields }, query, isYoung }) => {
    if (fields.family !== 'conflict' && fields.family !== 'missing') return false;
    if (hasOwnNumber(fields) || fields.memberId === 'family' || contactsOf(fields) >= contacts_min)
      return false;
    const married = query.sex === 'female' && fields.sex === 'agrees' && !isYoung;
    return !(married && fields.address === 'same');
  },
};
