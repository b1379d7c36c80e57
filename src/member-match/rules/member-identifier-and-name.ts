/** HRex mm-8, at most one match:
 * The person's own number, both names and the birth date. Each of them alone is shared or mistyped now and then;
 * all of them together belong to one person (HRex: deterministic matchers need the member's number).
 */
import type { Rule } from './rule.ts';

export const memberIdentifierAndName: Rule = {
  name: 'member-identifier-and-name',
  accepts: (fields) =>
    fields.identifier === 'own' &&
    fields.familyName === 'agrees' &&
    fields.givenName === 'agrees' &&
    fields.birthDate === 'agrees',
};
