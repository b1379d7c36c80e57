/**
 * HRex mm-8: María Ana and María Beatriz are twins, and one is sent with the other's card. A conflicting middle name needs a number that is no
 * card's: Medicare's, or the social security number with a contact. For initials, which are mistaken more often, the card's is enough.
 */
import { contactsOf, hasOwnNumber } from './evidence.ts';
import type { Guard, Situation } from './guard.ts';

export const middleConflict: Guard = {
  name: 'middle-conflict',
  objects: (situation) => {
    const { fields } = situation.leading;
    if (fields.middle !== 'conflict' || fields.mbi === 'same') return false;
    if (fields.ssn4 === 'same' && contactsOf(fields) > 0) return false;
    return areWhole(situation) || !hasOwnNumber(fields);
  },
};

/** Both sides tell a second name in full. */
function areWhole({ query, leading }: Situation): boolean {
  const tells = (names: readonly { given: readonly string[] }[]) =>
    names.some((name) => name.given.slice(1).some((word) => word.length > 1));
  return tells(query.names) && leading.candidate.records.some((record) => tells(record.names));
}
