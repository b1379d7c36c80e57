/**
 * HRex mm-8: another given name is another person of the family: a twin, or a child that is sent with the parent's card and birth date.
 * It may be a middle name or a chosen one, and then only what nobody shares says so: Medicare's number, or with the card's own number
 * the social security number or the whole middle name; for an adult also the middle initial, where all else agrees.
 */
import type { NormalName } from '../../person/normal/name.ts';
import { isHousehold } from '../compare/household.ts';
import { contactsOf, namesAgree } from './evidence.ts';
import type { Guard, Situation } from './guard.ts';

export const givenConflict: Guard = {
  name: 'given-conflict',
  objects: (situation) => {
    const { fields } = situation.leading;
    if (fields.given !== 'conflict' || fields.mbi === 'same') return false;
    if (fields.memberId !== 'own') return true;
    return fields.ssn4 !== 'same' && fields.middle !== 'full' && !isMiddleInitial(situation);
  },
};

/**
 * Robert A. is asked for as Adam, or Adam R. is known as Robert. A child is not: its own name may begin so, and card and birth date be the
 * parent's; nor is anybody while another one of the family bears the name that is asked for.
 */
function isMiddleInitial({ leading, others, query, isYoung }: Situation): boolean {
  const { fields, candidate } = leading;
  const isWhole =
    fields.birthDate === 'exact' &&
    (fields.family === 'exact' || fields.family === 'part') &&
    fields.sex === 'agrees' &&
    contactsOf(fields) > 0;
  if (isYoung || !isWhole || query.relationship === 'child') return false;
  if (others.some((other) => namesAgree(other.fields) && isHousehold(candidate, other.candidate)))
    return false;
  const held = candidate.records.flatMap((record) => record.names);
  return query.names.some((one) => held.some((other) => standsFor(one, other) || standsFor(other, one)));
}

/** The first name of one begins with the other's middle initial, and its own middle name, if told, with the other's first. */
function standsFor({ given: [first, second] }: NormalName, { given: [known, initial] }: NormalName): boolean {
  if (first === undefined || known === undefined || initial?.length !== 1 || first[0] !== initial)
    return false;
  return second === undefined || second[0] === known[0];
}
