/** Row 9: it was not taken back, is no error, and nothing newer came (p2p 1.10; pdex-156; consent-and-sensitive-data 4.1). */
import type { ConsentState } from '../facts.ts';
import type { ConsentReason, ConsentRule } from './rule.ts';

const over: Partial<Record<ConsentState, ConsentReason>> = {
  revoked: 'consent-revoked',
  'in-error': 'consent-in-error',
  superseded: 'consent-superseded',
};

export const standing: ConsentRule = ({ state }) => state && over[state];
