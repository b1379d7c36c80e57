/** HRex mm-8, at most one match: a second person fits nearly as well. The same person's second record, with a slip in its birth date, is no rival. */
import { isHousehold } from '../compare/household.ts';
import type { Scored } from '../score/posterior.ts';
import type { Guard } from './guard.ts';

const ratio_min = 100;

export const rival: Guard = {
  name: 'rival',
  objects: ({ leading, others }) => {
    const second = others.find((other) => !isSecondRecord(leading, other));
    return second !== undefined && leading.posterior.same < ratio_min * second.posterior.same;
  },
};

const isSecondRecord = (leading: Scored, { fields, candidate }: Scored): boolean =>
  leading.fields.birthDate === 'exact' &&
  fields.birthDate === 'near' &&
  fields.given === 'exact' &&
  fields.middle !== 'conflict' &&
  fields.suffix !== 'conflict' &&
  fields.family === 'exact' &&
  fields.sex !== 'conflict' &&
  isHousehold(leading.candidate, candidate);
