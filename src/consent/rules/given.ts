/** Row 3: there is a consent at all (p2p 1.2; pdex-196). What was never signed is none. */
import type { ConsentRule } from './rule.ts';

export const given: ConsentRule = ({ consent, state }) =>
  !consent || state === 'draft' || state === 'declined' ? 'consent-missing' : undefined;
