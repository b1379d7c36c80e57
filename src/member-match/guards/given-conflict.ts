/**
 * HRex mm-8: another given name is another person of the family: a twin, or a child that is sent with the parent's card and birth date.
 * It may be a middle name or a chosen one, and then only what nobody shares says so: Medicare's number, or with the card's own number
 * the social security number or the whole middle name.
 */
import type { Guard } from './guard.ts';

export const givenConflict: Guard = {
  name: 'given-conflict',
  objects: ({ leading: { fields } }) =>
    fields.given === 'conflict' &&
    fields.mbi !== 'same' &&
    !(fields.memberId === 'own' && (fields.ssn4 === 'same' || fields.middle === 'full')),
};
