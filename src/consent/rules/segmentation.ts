/** Row 13 (p2p 3.1 row 7; pdex-154, pdex-155): what is not granted can be told apart and left out. */
import { policyOf } from './policy.ts';
import type { ConsentRule } from './rule.ts';

export const segmentable: ConsentRule = ({ consent, segmentation, narrowed }) => {
  const regular = policyOf(consent?.policies ?? []) !== 'sensitive';
  if (segmentation === 'labelled') return undefined;
  // Under #regular that is what is sensitive; under either policy, what the member keeps back. A store without sensitive records can still not leave out claims, years, or single records.
  return narrowed || (regular && segmentation === 'unlabelled') ? 'cannot-segment' : undefined;
};
