/** HRex mm-8, at most one match:
 * The person's own number, family name, birth date and sex; the given name in a short form that is its beginning. Without an
 * agreeing given name a twin could be meant, so the names must be compatible and the twin guard has the last word.
 */
import type { Rule } from './rule.ts';

export const memberIdentifierAndShortGivenName: Rule = {
  name: 'member-identifier-and-short-given-name',
  accepts: (fields) =>
    fields.identifier === 'own' &&
    fields.familyName === 'agrees' &&
    fields.givenName === 'short' &&
    fields.birthDate === 'agrees' &&
    fields.sex === 'agrees',
};
