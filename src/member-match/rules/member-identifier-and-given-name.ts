/** HRex mm-8, at most one match:
 * The person's own number, given name, birth date and sex; the family name is another one now (marriage, divorce, court).
 * Safe because the one who might send this number by mistake is of the family and has another given name or birth date.
 */
import type { Rule } from './rule.ts';

export const memberIdentifierAndGivenName: Rule = {
  name: 'member-identifier-and-given-name',
  accepts: (fields) =>
    fields.identifier === 'own' &&
    fields.givenName === 'agrees' &&
    fields.birthDate === 'agrees' &&
    fields.sex === 'agrees',
};
