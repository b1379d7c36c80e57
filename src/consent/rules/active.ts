/** Its status is `active`, in these letters (p2p 1.7). */
import type { ConsentRule } from './rule.ts';

export const active: ConsentRule = ({ consent }) =>
  consent?.status === 'active' ? undefined : 'consent-inactive';
