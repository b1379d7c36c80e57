/** The truth table of consents (consent-and-sensitive-data 5.1), one row a rule, in its order. Rows 14 and 15 are the permit. */
import { agreement } from './agreement.ts';
import { authority } from './authority.ts';
import { evaluator } from './evaluator.ts';
import { given } from './given.ts';
import { hold } from './hold.ts';
import { instruction } from './instruction.ts';
import { period } from './period.ts';
import { policy } from './policy.ts';
import { recipient } from './recipient.ts';
import type { ConsentRule } from './rule.ts';
import { segmentable } from './segmentation.ts';
import { source } from './source.ts';
import { standing } from './standing.ts';
import { wellFormed } from './well-formed.ts';

/** The first that objects is the reason. */
export const rules: readonly ConsentRule[] = [
  evaluator,
  hold,
  given,
  wellFormed,
  recipient,
  source,
  policy,
  period,
  standing,
  agreement,
  authority,
  instruction,
  segmentable,
];
