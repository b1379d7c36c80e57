/**
 * HRex mm-8: names, birth date and sex are shared by namesakes of the whole country, not only of this index. Something else must agree. A middle
 * name or the ZIP code is enough for a name so rare that nobody else in the country is expected to agree in all of it; and a number of the same
 * contract for whom nobody else on it is named and born like.
 */
import { hasIndependent } from './evidence.ts';
import type { Guard, Situation } from './guard.ts';

export const nothingIndependent: Guard = {
  name: 'nothing-independent',
  objects: (situation) =>
    !hasIndependent(situation.leading.fields) && !isOnContract(situation) && !isUniqueName(situation),
};

const isOnContract = ({ leading: { fields } }: Situation): boolean =>
  fields.memberId === 'sibling' &&
  fields.given === 'exact' &&
  fields.family === 'exact' &&
  fields.birthDate === 'exact' &&
  fields.sex !== 'conflict';

function isUniqueName({ leading, others, parameters }: Situation): boolean {
  const { given, middle, family, birthDate, address, phone, email, sex } = leading.fields;
  if (given !== 'exact' || family !== 'exact' || birthDate !== 'exact' || sex === 'conflict') return false;
  const elsewhere = phone === 'different' || email === 'different';
  // Who has another address and another telephone or mailbox shows no trace of the member.
  if (address === 'different' && elsewhere) return false;
  const hasMore =
    middle === 'full' || middle === 'initial' || (address === 'zip' && middle === 'missing' && !elsewhere);
  if (!hasMore) return false;
  // A namesake of the same day in the index shows that the name is not as rare as it seems.
  const hasNamesake = others.some(
    ({ fields }) => fields.given === 'exact' && fields.family === 'exact' && fields.birthDate === 'exact',
  );
  return !hasNamesake && leading.namesakes <= parameters.namesakes_max;
}
