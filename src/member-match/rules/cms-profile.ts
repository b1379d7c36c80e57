/** CMS HTE v3.3.0, section V (CMS Patient Matching & Response Proposal):
 * a responder returns on any approved combination when one person alone fulfils it and the
 * generation does not conflict (V.B.5). For participants who must; it names guardians for children and the other way round more than a
 * thousand times in a million realistic queries, which the guards of the default do not.
 */
import type { Judged } from '../decide.ts';
import { suffixConflict } from '../guards/suffix-conflict.ts';

/** Those whom a rule accepts. One: name this person. Several: nobody. None: the default decides. */
export const acceptedByProfile = (judged: readonly Judged[]): Judged[] =>
  judged.filter(({ rule, objections }) => rule !== undefined && !objections.includes(suffixConflict.name));
