import type { MemberIdentifier, ParsedPatient } from './parsed-patient.ts';

/**
 * When two Patient records of one payer are the same person. Wrongly one is a disclosure, wrongly two is only a second
 * record: so both who they are and a number must agree. A family shares subscriber numbers, addresses and telephones, twins
 * the birth date too: none of these is proof.
 */
export function samePerson(a: Identity, b: Identity): boolean {
  return whoAgrees(a, b) && sharesNumber(a, b);
}

export type Identity = Pick<ParsedPatient, 'names' | 'birthDate' | 'sex' | 'identifiers'>;

/** `Patient.link` is the payer's own word: enough, unless birth date, sex or names speak against it. */
export function mayBeLinked(a: Identity, b: Identity): boolean {
  if (a.birthDate !== null && b.birthDate !== null && a.birthDate !== b.birthDate) return false;
  if (isSex(a.sex) && isSex(b.sex) && a.sex !== b.sex) return false;
  return a.names.some((x) => b.names.some((y) => x.given[0] === y.given[0] || x.family === y.family));
}

/** Family name, first given name, generation, birth date and sex: all stated, all equal. */
function whoAgrees(a: Identity, b: Identity): boolean {
  if (a.birthDate === null || a.birthDate !== b.birthDate) return false;
  if (!isSex(a.sex) || a.sex !== b.sex) return false;
  return a.names.some((x) =>
    b.names.some(
      (y) =>
        x.family !== '' &&
        x.family === y.family &&
        x.given.length > 0 &&
        x.given.join('') === y.given.join('') &&
        x.suffix === y.suffix,
    ),
  );
}

const isSex = (sex: ParsedPatient['sex']): boolean => sex === 'male' || sex === 'female';

/** Numbers of one person: not the subscriber's, and not four digits that one in ten thousand namesakes shares. */
export const isPersonal = (identifier: MemberIdentifier): boolean =>
  identifier.kind !== 'subscriber' && identifier.kind !== 'ssn4' && identifier.system !== '';

function sharesNumber(a: Identity, b: Identity): boolean {
  return a.identifiers.some(
    (x) =>
      isPersonal(x) &&
      b.identifiers.some((y) => isPersonal(y) && x.system === y.system && x.value === y.value),
  );
}
