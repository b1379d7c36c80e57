/**
 * HRex mm-8: parents give twins and brothers and sisters names that look alike, are forms of each other or come again as the other's second
 * name (Emma and Emily, Luke and Lucas, Isabella and Emilia Isabella), and all of them have the parents' address, telephone and mail. For the
 * young only an own number tells them apart, the twin whom the index knows under a name that is another one, a nickname that no parents
 * give, or a middle name; of two formal names the whole one. Two names that only look alike no middle name joins: it may be shared.
 */
import { isGivenName } from '../../person/normal/given-names.ts';
import type { NormalName } from '../../person/normal/name.ts';
import { hasOwnNumber } from './evidence.ts';
import type { Guard, Situation } from './guard.ts';

const unlike = new Set(['exact', 'slip', 'swapped']);

export const youngLookAlike: Guard = {
  name: 'young-look-alike',
  objects: (situation) => {
    const { fields, twins } = situation.leading;
    if (!situation.isYoung || unlike.has(fields.given) || twins.length > 0) return false;
    if (hasOwnNumber(fields)) return fields.given === 'alike' && isOnlyContract(situation);
    if (fields.given === 'form' && isNickname(situation)) return false;
    if (fields.given === 'alike') return true;
    return fields.middle !== 'full' && (fields.middle !== 'initial' || fields.given === 'formal');
  },
};

/** All that is told of numbers is the contract's: some plans give one number to all of a family. */
const isOnlyContract = ({ leading: { fields, candidate } }: Situation): boolean =>
  fields.memberId === 'own' &&
  fields.mbi !== 'same' &&
  fields.ssn4 !== 'same' &&
  candidate.identifiers.some(
    ({ kind, value }) =>
      kind === 'subscriber' &&
      candidate.identifiers.some((own) => own.kind === 'member' && own.value === value),
  );

/** One side tells only what nobody is named, whatever people are called. */
const isNickname = ({ query, leading }: Situation): boolean =>
  isUngiven(query.names) || isUngiven(leading.candidate.records.flatMap((record) => record.names));

const isUngiven = (names: readonly NormalName[]): boolean =>
  names.every(({ given: [first] }) => first !== undefined && !isGivenName(first));
