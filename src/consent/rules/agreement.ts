/** Row 10 (consent-and-sensitive-data 3.8 e, 5.1): consents of one request do not contradict each other. */
import type { ConsentRule } from './rule.ts';

export const agreement: ConsentRule = ({ conflict }) => (conflict ? 'consent-ambiguous' : undefined);
