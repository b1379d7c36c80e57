/** HRex mm-8, at most one match:
 * The family's number, both names whole and the birth date: the number says which family, names and birth date say who of it.
 * A twin has another given name, a namesake of another family another number.
 */
import type { Rule } from './rule.ts';

export const subscriberIdentifierAndDemographics: Rule = {
  name: 'subscriber-identifier-and-demographics',
  accepts: (fields) =>
    fields.identifier !== 'none' &&
    fields.familyName === 'agrees' &&
    fields.givenName === 'agrees' &&
    fields.birthDate === 'agrees',
};
