/** HRex mm-8, at most one match:
 * Both names whole, birth date, sex, street and postal code, when the card's number is missing or known to nobody (lost card,
 * typing error). Two people who share all of these are unheard of: housemates with one name differ in age.
 */
import type { Rule } from './rule.ts';

export const demographicsAndAddress: Rule = {
  name: 'demographics-and-address',
  accepts: (fields) =>
    fields.familyName === 'agrees' &&
    fields.givenName === 'agrees' &&
    fields.birthDate === 'agrees' &&
    fields.sex === 'agrees' &&
    fields.address === 'agrees',
};
