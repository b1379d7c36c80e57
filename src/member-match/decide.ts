import type { Candidate } from './candidate.ts';
import { type Comparison, compareAll, type Fields } from './compare.ts';
import type { Guard } from './guards/guard.ts';
import { identifierOfAnother } from './guards/identifier-of-another.ts';
import { sexConflict } from './guards/sex-conflict.ts';
import { suffixConflict } from './guards/suffix-conflict.ts';
import { twin } from './guards/twin.ts';
import { fingerprintOf, type MemberQuery } from './query.ts';
import { demographicsAndAddress } from './rules/demographics-and-address.ts';
import { memberIdentifierAndGivenName } from './rules/member-identifier-and-given-name.ts';
import { memberIdentifierAndName } from './rules/member-identifier-and-name.ts';
import { memberIdentifierAndShortGivenName } from './rules/member-identifier-and-short-given-name.ts';
import type { Rule } from './rules/rule.ts';
import { subscriberIdentifierAndDemographics } from './rules/subscriber-identifier-and-demographics.ts';

/** The strongest first: the first that accepts is the one that a decision names. */
const rules: readonly Rule[] = [
  memberIdentifierAndName,
  memberIdentifierAndGivenName,
  memberIdentifierAndShortGivenName,
  subscriberIdentifierAndDemographics,
  demographicsAndAddress,
];

const guards: readonly Guard[] = [sexConflict, suffixConflict, identifierOfAnother, twin];

/** Changes with every change of rules, guards, comparison or normalisation that can change a decision. */
export const engine = 'deterministic@1';

export type Verdict = 'matched' | 'no-match' | 'ambiguous' | 'insufficient' | 'conflict' | 'review';

export interface MatchDecision {
  decision: Verdict;
  /** The one person; only when matched. */
  personId?: number;
  /** Our Patient id to answer with; only when matched. */
  patientId?: string;
  /** For operators, best first; never for a partner. */
  candidates: { personId: number; score: number; fields: Fields }[];
  /** The rule that accepted, or why nobody is named. */
  reasons: string[];
  /** `name@version`. */
  engine: string;
  /** SHA-256 of the normalised query. */
  fingerprint: Buffer;
}

export interface Found {
  candidates: readonly Candidate[];
  /** The index holds more candidates than were read: then nobody is the only one. */
  truncated: boolean;
}

/** Candidates that a decision keeps. */
const candidatesKept_max = 10;

/** Names the one person that the query describes, or nobody. Pure: the same input gives the same decision for ever. */
export function decide(query: MemberQuery, found: Found): MatchDecision {
  const comparisons = compareAll(query, found.candidates);
  const outcome = judge(query, comparisons, found.truncated);
  return {
    decision: outcome.decision,
    ...('person' in outcome && {
      personId: outcome.person.personId,
      patientId: outcome.person.records[0]!.patientId,
    }),
    candidates: comparisons
      .map(({ candidate, fields }) => ({ personId: candidate.personId, score: scoreOf(fields), fields }))
      .sort((a, b) => b.score - a.score || a.personId - b.personId)
      .slice(0, candidatesKept_max),
    reasons: outcome.reasons,
    engine,
    fingerprint: fingerprintOf(query),
  };
}

/** What keeps a query from being judged at all, or undefined. */
export function insufficiency(query: MemberQuery): string | undefined {
  if (!query.names.some((name) => name.family !== '')) return 'family-name-missing';
  if (!query.names.some((name) => name.given.length > 0)) return 'given-name-missing';
  if (query.birthDate === undefined) return 'birth-date-missing';
  return undefined;
}

type Outcome =
  | { decision: 'matched'; person: Candidate; reasons: string[] }
  | { decision: Exclude<Verdict, 'matched'>; reasons: string[] };

function judge(query: MemberQuery, comparisons: readonly Comparison[], truncated: boolean): Outcome {
  const missing = insufficiency(query);
  if (missing !== undefined) return { decision: 'insufficient', reasons: [missing] };
  if (query.foreignPlan) return { decision: 'no-match', reasons: ['coverage-of-another-payer'] };
  if (truncated) return { decision: 'ambiguous', reasons: ['too-many-candidates'] };

  const judged = comparisons.map((comparison) => ({
    comparison,
    rule: rules.find((rule) => rule.accepts(comparison.fields)),
    objections: guards.filter((guard) => guard.objects(comparison, comparisons)).map((guard) => guard.name),
  }));
  const accepted = judged.filter(({ rule }) => rule !== undefined);
  const standing = accepted.filter(({ objections }) => objections.length === 0);
  // A candidate that a rule accepts still counts when a guard objects: next to it nobody is the only one.
  if (accepted.length > 1) return { decision: 'ambiguous', reasons: ['several-persons'] };
  if (standing[0]) {
    return {
      decision: 'matched',
      person: standing[0].comparison.candidate,
      reasons: [standing[0].rule!.name],
    };
  }
  if (accepted[0]) return { decision: 'conflict', reasons: accepted[0].objections };
  return explainRefusal(query, comparisons);
}

/** No rule accepts anybody: says what stood in the way, for the operator. */
function explainRefusal(query: MemberQuery, comparisons: readonly Comparison[]): Outcome {
  const ownNumber = comparisons.find(({ fields }) => fields.identifier === 'own');
  const sameName = comparisons.filter(
    ({ fields }) => fields.familyName === 'agrees' && fields.givenName === 'agrees',
  );
  const numbered = ownNumber ?? sameName.find(({ fields }) => fields.identifier === 'family');
  if (numbered) return { decision: 'conflict', reasons: contradictions(numbered.fields) };

  const namesakes = sameName.filter(({ fields }) => fields.birthDate === 'agrees');
  if (namesakes.length > 1) return { decision: 'ambiguous', reasons: ['namesakes'] };
  const told = query.identifiers.length > 0 || query.addresses.length > 0;
  if (!told) return { decision: 'insufficient', reasons: ['no-identifier-and-no-address'] };
  if (namesakes[0]) return { decision: 'no-match', reasons: ['nothing-but-name-and-birth-date'] };
  return { decision: 'no-match', reasons: ['no-candidate'] };
}

const contradictions = (fields: Fields): string[] => {
  const reasons = [
    fields.birthDate !== 'agrees' && 'birth-date-conflict',
    fields.sex === 'differs' && 'sex-conflict',
    fields.familyName !== 'agrees' && 'family-name-conflict',
    fields.givenName !== 'agrees' && 'given-name-conflict',
  ].filter((reason) => reason !== false);
  return reasons.length > 0 ? reasons : ['sex-missing'];
};

const weights = { identifier: 5, birthDate: 3, familyName: 2, givenName: 2, address: 2, sex: 1 };
const weight_total = 15;

/** Share of the evidence that agrees, 0 to 1: sorts candidates for an operator's eye and decides nothing. */
function scoreOf(fields: Fields): number {
  let sum = fields.identifier === 'own' ? weights.identifier : fields.identifier === 'family' ? 2 : 0;
  for (const name of ['birthDate', 'familyName', 'givenName', 'address', 'sex'] as const) {
    if (fields[name] === 'agrees') sum += weights[name];
  }
  if (fields.givenName === 'short') sum += 1;
  return Math.round((sum / weight_total) * 1000) / 1000;
}
