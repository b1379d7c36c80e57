/** Why nobody is named, in the words that an operator and the statistics need. Undefined: nothing speaks against asking a reviewer. */
import type { Judged } from './decide.ts';
import { hasIndependent, hasOwnNumber } from './guards/evidence.ts';
import type { Fields } from './model.ts';
import type { Scored } from './score/posterior.ts';

export interface Refusal {
  decision: 'no-match' | 'ambiguous' | 'insufficient' | 'conflict';
  reasons: string[];
}

/** Together the two who fit best are rather the person than not. */
const contenders_min = 0.5;

export function refusalOf(judged: readonly Judged[]): Refusal | undefined {
  const leading = judged[0];
  if (!leading) return { decision: 'no-match', reasons: ['no-candidate'] };
  const fitting = judged.filter(({ one }) => fitsDemographics(one));
  const byNumber = judged.find(({ one }) => one.fields.memberId === 'own');
  if (
    byNumber &&
    !fitting.includes(byNumber) &&
    fitting.some((other) => other !== byNumber && other.one.namesAnother)
  )
    return { decision: 'conflict', reasons: ['identifier-of-another'] };
  const second = judged[1];
  if (leading.objections.includes('rival') && second && leading.score + second.score >= contenders_min)
    return { decision: 'ambiguous', reasons: ['several-persons'] };
  if (isHopeless(leading.one.fields)) return { decision: 'no-match', reasons: leading.objections };
  return undefined;
}

/**
 * What no reviewer could decide: a birth date that differs where nothing but a family's name and address agrees, or of given name, family
 * name and birth date two that differ. Such a query is somebody else, mostly of the family.
 */
function isHopeless(fields: Fields): boolean {
  const { given, family, birthDate } = fields;
  const conflicts = [given, family, birthDate].filter((level) => level === 'conflict').length;
  if (fields.mbi === 'same') return false;
  if (conflicts > 1 || (birthDate === 'conflict' && !hasOwnNumber(fields))) return true;
  return birthDate !== 'exact' && !hasIndependent(fields);
}

/** Names and birth date point at this one. */
function fitsDemographics({ fields }: Scored): boolean {
  return (
    fields.given !== 'conflict' &&
    fields.given !== 'missing' &&
    fields.family !== 'conflict' &&
    fields.birthDate === 'exact'
  );
}
