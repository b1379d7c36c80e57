/** It keeps the HRex profile and is this member's (p2p 1.7; mm-6). */
import type { ConsentRule } from './rule.ts';

export const wellFormed: ConsentRule = ({ consent }) =>
  consent && consent.faults.length === 0 ? undefined : 'consent-invalid';
