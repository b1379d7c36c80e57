/** Row 7: exactly one of the two HRex policies, compared as opaque text (p2p 1.8; O30). Both at once contradict each other. */
import { consentPolicy } from '../../fhir/systems.ts';
import type { ConsentPolicy } from '../permit.ts';
import type { ConsentRule } from './rule.ts';

export const policy: ConsentRule = ({ consent }) =>
  policyOf(consent?.policies ?? []) ? undefined : 'policy-unknown';

/** Other policies may stand beside the HRex one (open slicing). */
export function policyOf(uris: readonly string[]): ConsentPolicy | undefined {
  const [regular, sensitive] = [uris.includes(consentPolicy.regular), uris.includes(consentPolicy.sensitive)];
  if (regular === sensitive) return undefined;
  return regular ? 'regular' : 'sensitive';
}
