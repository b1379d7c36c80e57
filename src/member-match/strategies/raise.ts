/**
 * What evidence from outside may make of a decision. It moves it up one step at most, so that it never decides alone: a review becomes
 * a match of the very person whom the reviewer would be asked about, a no-match becomes a review. It never takes anything away.
 */
import type { CandidateTrace, MatchDecision } from '../decide.ts';
import type { FieldName } from '../model.ts';
import type { Evidence } from './strategy.ts';

/** A candidate with what is known from outside: how the fields stand that it changed. */
export interface InformedTrace extends CandidateTrace {
  evidence?: { sources: { source: string; keys: string[] }[]; fields: Partial<Record<FieldName, string>> };
}

/**
 * Guards that ask for more evidence, and may get it: what ties the two together, or the name that somebody had before. All others object
 * to what the requester told or to who is in the index: no evidence answers them, so they stand.
 */
export const answerable: ReadonlySet<string> = new Set(['nothing-independent', 'family-conflict']);

/** Evidence answers one of them for a match, not both: then nothing but birth date and given name would be the requester's. */
const answered_max = 1;

const stands = ({ decision, guards }: MatchDecision): boolean =>
  guards.some((guard) => !answerable.has(guard)) || (decision === 'review' && guards.length > answered_max);

/** Whether evidence could change this decision: nothing else is sent to anybody. `unmatched`: also where nobody fits well enough. */
export const mayBeRaised = (told: MatchDecision, unmatched: boolean): boolean =>
  (told.decision === 'review' || (unmatched && told.decision === 'no-match')) && !stands(told);

/** `told`: the decision on what the requester told. `known`: the one with what is known beyond it. */
export function raise(
  told: MatchDecision,
  known: MatchDecision,
  evidence: readonly Evidence[],
): MatchDecision {
  const notes = evidence.map(({ note }) => note);
  const raised = raisedOf(told, known, evidence);
  return {
    ...raised,
    reasons: [...raised.reasons, ...notes],
    // The question is the requester's: reviewers' answers are remembered for it.
    fingerprint: told.fingerprint,
  };
}

function raisedOf(told: MatchDecision, known: MatchDecision, evidence: readonly Evidence[]): MatchDecision {
  if (stands(told)) return told;
  const candidates = marked(told, known, evidence);
  if (told.decision === 'review' && known.decision === 'matched' && known.guards.length === 0)
    return isMeant(told, known) ? { ...known, candidates } : told;
  if (told.decision === 'no-match' && (known.decision === 'matched' || known.decision === 'review'))
    return asAsked(known, candidates);
  // What reviewers look at stays what the requester told, so that their answer does not hang on whether the service was up.
  return told;
}

function isMeant({ leading }: MatchDecision, { personId, candidates }: MatchDecision): boolean {
  const named = candidates.find((candidate) => candidate.personId === personId);
  return (
    leading !== undefined && (leading.personId === personId || !!named?.linked?.includes(leading.personId))
  );
}

/** Somebody whom only the evidence brings near is for a reviewer. */
function asAsked(known: MatchDecision, candidates: CandidateTrace[]): MatchDecision {
  const { personId, patientId, rule: _, ...rest } = known;
  const leading = known.leading ?? { personId: personId!, patientId: patientId! };
  return { ...rest, decision: 'review', leading, candidates, reasons: ['found-by-evidence'] };
}

/** What evidence adds to. Everything else stands as the requester told it. */
const informedFields: readonly FieldName[] = ['family', 'address', 'phone', 'email'];

function marked(told: MatchDecision, known: MatchDecision, evidence: readonly Evidence[]): InformedTrace[] {
  const sources = evidence.flatMap(({ source, keys, facts }) => (facts ? [{ source, keys }] : []));
  return known.candidates.map((candidate) => {
    const before = told.candidates.find(({ personId }) => personId === candidate.personId);
    const changed = informedFields.flatMap((field) => {
      const level = candidate.fields[field]?.level;
      return level === undefined || level === before?.fields[field]?.level ? [] : [[field, level] as const];
    });
    const fields = Object.fromEntries(changed);
    return changed.length === 0 ? candidate : { ...candidate, evidence: { sources, fields } };
  });
}
