/** Row 1 (consent-and-sensitive-data 5.1): what could not be evaluated permits nothing. */
import type { ConsentRule } from './rule.ts';

export const evaluator: ConsentRule = ({ failed }) => (failed ? 'evaluator-error' : undefined);
