/** Row 4: it keeps the HRex profile, is this member's, active when sent, and has a start and an end (p2p 1.7; mm-6). */
import type { ConsentRule } from './rule.ts';

export const wellFormed: ConsentRule = ({ consent }) =>
  consent && consent.faults.length === 0 && consent.status === 'active' && consent.days
    ? undefined
    : 'consent-invalid';
