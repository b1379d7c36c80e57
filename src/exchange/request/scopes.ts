import { factsOf, type Partner } from '../../directory/partners.ts';
import { operation } from '../../fhir/systems.ts';

/** Every spelling of the match operations' scopes that guides of different age give (p2p 7.4). */
const bulkSpellings = [
  operation.bulkMemberMatch,
  operation.bulkMemberMatch.replace('BulkMemberMatch', 'bulk-member-match'),
];

/**
 * The scopes to ask a partner for: what an operator set, else the operation's URL in the spelling that the partner
 * lists, and reading. A partner that lists its scopes without the operation gets the reading scope alone.
 */
export function scopesFor(partner: Partner): { bulkMatch: string; singleMatch: string; export: string } {
  const { scopes, scopesSupported } = factsOf(partner);
  const listed = (candidates: readonly string[]): string[] => {
    if (!scopesSupported) return candidates.slice(0, 1);
    return candidates.filter((c) => scopesSupported.includes(c)).slice(0, 1);
  };
  const onlyV1 = scopesSupported?.includes('system/*.read') && !scopesSupported.includes('system/*.rs');
  const read = onlyV1 ? 'system/*.read' : 'system/*.rs';
  const group = onlyV1 ? 'system/Group.read' : 'system/Group.rs';
  const patient = onlyV1 ? 'system/Patient.read' : 'system/Patient.rs';
  const with_ = (operations: string[], type: string) =>
    operations.length > 0 ? [...operations, type].join(' ') : read;
  return {
    bulkMatch: scopes?.match ?? with_(listed(bulkSpellings), group),
    singleMatch: scopes?.match ?? with_(listed([operation.memberMatch]), patient),
    export: scopes?.export ?? read,
  };
}
