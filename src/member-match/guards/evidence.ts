/** What the guards call proof: of the person, not of the family. */
import type { Fields } from '../model.ts';

/**
 * A number that nobody shares: the member's own, or Medicare's, each also with one slip; the last four digits of the social security number
 * only where an address, a telephone or a mailbox agrees too (one in ten thousand shares them, and some share the whole number).
 */
export const hasOwnNumber = (fields: Fields): boolean =>
  hasCardNumber(fields) || (fields.ssn4 === 'same' && contactsOf(fields) > 0);

const hasCardNumber = ({ memberId, mbi }: Fields): boolean =>
  memberId === 'own' || memberId === 'near' || mbi === 'same' || mbi === 'near';

/** How many of address, telephone and mailbox agree. */
export const contactsOf = ({ address, phone, email }: Fields): number =>
  Number(address === 'same' || address === 'near') + Number(phone === 'same') + Number(email === 'same');

/** Something beside names, birth date and sex agrees. */
export const hasIndependent = (fields: Fields): boolean =>
  hasCardNumber(fields) || fields.ssn4 === 'same' || fields.memberId === 'family' || contactsOf(fields) > 0;

/** The given name agrees, or the family name does while the given name is not told. */
export const namesAgree = ({ given, family }: Fields): boolean =>
  given === 'missing' ? family === 'exact' || family === 'part' : given !== 'conflict' && given !== 'initial';
