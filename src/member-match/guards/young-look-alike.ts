/**
 * HRex mm-8: parents give twins and brothers and sisters names that look alike or are forms of each other (Emma and Emily, Luke and
 * Lucas), and all of them have the parents' address, telephone and mail. For the young only an own number tells them apart, the
 * middle name, or the twin whom the index knows under a name that is another one.
 */
import { hasOwnNumber } from './evidence.ts';
import type { Guard } from './guard.ts';

const unlike = new Set(['exact', 'form', 'slip', 'middle', 'swapped']);

export const youngLookAlike: Guard = {
  name: 'young-look-alike',
  objects: ({ leading: { fields, twins }, isYoung }) =>
    isYoung &&
    !unlike.has(fields.given) &&
    !hasOwnNumber(fields) &&
    fields.middle !== 'full' &&
    twins.length === 0,
};
