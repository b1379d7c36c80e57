/** Row 11 (consent-and-sensitive-data 4.2, 5.1; 45 CFR 164.502(g)): who signed may sign for this member today. */
import type { ConsentRule } from './rule.ts';

export const authority: ConsentRule = ({ signer, state }) =>
  signer.may && state !== 'pending' ? undefined : 'authority-missing';
