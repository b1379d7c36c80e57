/** `#regular` can be honoured only where sensitive records are left out or labelled (p2p 3.1 row 7; pdex-154, pdex-155). */
import { policyOf } from './policy.ts';
import type { ConsentRule } from './rule.ts';

export const segmentable: ConsentRule = ({ consent, segmentation }) =>
  segmentation === 'unlabelled' && policyOf(consent?.policies ?? []) !== 'sensitive'
    ? 'cannot-segment'
    : undefined;
