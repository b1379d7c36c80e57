import { yearsOn } from '../person/normal/birth-date.ts';
import type { Candidate, Found } from './candidate.ts';
import { compareAll } from './compare/compare.ts';
import type { Situation } from './guards/guard.ts';
import { guards, identityGuards } from './guards/guards.ts';
import { calibrated } from './learn/calibration.ts';
import { defaultModel, type FieldName, fieldNames, givenCountsOf, type MatchModel } from './model.ts';
import { fingerprintOf, type MemberQuery } from './query.ts';
import { refusalOf } from './refusal.ts';
import { acceptedByProfile } from './rules/cms-profile.ts';
import { type RuleProfile, rulesOf } from './rules/rules.ts';
import { type MergedCandidate, mergePersons } from './score/merge.ts';
import { type Scored, scoreAll } from './score/posterior.ts';

export type { Found } from './candidate.ts';

/** Changes with every change of rules, guards, comparison or normalisation that can change a decision. */
export const engine = 'four-hypotheses@3';

export type Verdict = 'matched' | 'no-match' | 'ambiguous' | 'insufficient' | 'conflict' | 'review';

export interface CandidateTrace {
  personId: number;
  patientId: string;
  /** Posterior of being the same person, calibrated. */
  score: number;
  /** For each field that both sides have: how it agrees, and its weight for the same person against a stranger (ln). */
  fields: Partial<Record<FieldName, { level: string; weight: number }>>;
  posteriors: { same: number; household: number; twin: number };
  /** The rule that accepts this candidate, whatever guards say. */
  rule?: string;
  objections: string[];
  /** Other persons of the index whom the engine takes for this one. */
  linked?: number[];
}

export interface MatchDecision {
  decision: Verdict;
  /** The one person; only when matched. */
  personId?: number;
  /** Our Patient id to answer with; only when matched. */
  patientId?: string;
  /** Whom a reviewer is asked about; only for a review. */
  leading?: { personId: number; patientId: string };
  /** Calibrated posterior of the leading candidate, 0 to 1. */
  score: number;
  /** For operators, best first; never for a partner. */
  candidates: CandidateTrace[];
  /** The rule that accepted, or why nobody is named. */
  reasons: string[];
  /** The rule that accepted the one who is matched; absent when the score did. */
  rule?: string;
  /** What objected to the leading candidate. */
  guards: string[];
  /** Engine and model: `name@version+model`. */
  engine: string;
  /** SHA-256 of the normalised query. */
  fingerprint: Buffer;
}

export interface MatchOptions {
  /** Which deterministic rules run. */
  profile?: RuleProfile;
  /** Today, `YYYY-MM-DD`: for age. Without it everybody counts as young, which is the stricter. */
  today?: string;
  /**
   * False: the index holds single people, no families (a registry where everybody has a number of their own). Nobody lives with a
   * twin or a namesake there, so the household hypotheses and the guards that serve them are off.
   */
  households?: boolean;
  /** Answer from this score on, instead of the model's. */
  auto?: number;
  /** Ask a person from this score on, instead of the model's. */
  review?: number;
}

/** Candidates that a decision keeps. */
const candidatesKept_max = 10;

/** Names the one person that the query describes, or nobody. Pure: the same input gives the same decision for ever. */
export function decide(
  query: MemberQuery,
  found: Found,
  model: MatchModel = defaultModel,
  options: MatchOptions = {},
): MatchDecision {
  const merged = mergePersons(found.candidates);
  const young = isYoung(query, options.today, model.parameters.youngYears_max);
  const families = options.households !== false;
  const comparisons = compareAll(query, merged, givenCountsOf(model.statistics, young));
  const { scored } = scoreAll(comparisons, query, families ? model : withoutFamilies(model), young);
  const byScore = scored.map((one, i) => judge(query, one, i, scored, model, options, young));
  const accepted = options.profile === 'cms-hte-3.3.0' ? acceptedByProfile(byScore) : [];
  const judged = [...accepted, ...byScore.filter((one) => !accepted.includes(one))];
  const outcome = conclude(query, found, judged, accepted.length, model, options);
  const leading = judged[0];
  return {
    decision: outcome.decision,
    ...(outcome.decision === 'matched' && leading && answerOf(leading.one.candidate)),
    ...(outcome.decision === 'review' && leading && { leading: answerOf(leading.one.candidate) }),
    score: leading?.score ?? 0,
    candidates: judged.slice(0, candidatesKept_max).map(traceOf),
    reasons: outcome.reasons,
    ...(outcome.decision === 'matched' && leading?.rule !== undefined && { rule: leading.rule }),
    guards: leading?.objections ?? [],
    engine: `${engine}+${model.version}`,
    fingerprint: fingerprintOf(query),
  };
}

export interface Judged {
  one: Scored;
  score: number;
  rule: string | undefined;
  objections: string[];
}

/** Only those who might be named are asked about: guards cost little, but a crowd of strangers is none of their business. */
const judged_max = 5;

function judge(
  query: MemberQuery,
  one: Scored,
  place: number,
  scored: readonly Scored[],
  model: MatchModel,
  options: MatchOptions,
  isYoung: boolean,
): Judged {
  const { parameters } = model;
  const score = calibrated(one.posterior.same, parameters.calibration);
  const rule = rulesOf(options.profile).find((known) => known.accepts(one.fields))?.name;
  if (place >= judged_max) return { one, score, rule, objections: [] };
  const situation: Situation = {
    query,
    leading: one,
    others: scored.filter((other) => other !== one),
    parameters,
    isYoung,
  };
  return {
    one,
    score,
    rule,
    objections: (options.households === false ? identityGuards : guards)
      .filter((guard) => guard.objects(situation))
      .map((guard) => guard.name),
  };
}

const withoutFamilies = (model: MatchModel): MatchModel => ({
  ...model,
  parameters: { ...model.parameters, priors: { ...model.parameters.priors, household: 0, twin: 0 } },
});

function isYoung(query: MemberQuery, today: string | undefined, years_max: number): boolean {
  if (today === undefined || query.birthDate === undefined) return true;
  return yearsOn(today, query.birthDate) <= years_max;
}

interface Outcome {
  decision: Verdict;
  reasons: string[];
}

function conclude(
  query: MemberQuery,
  found: Found,
  judged: readonly Judged[],
  accepted: number,
  model: MatchModel,
  options: MatchOptions,
): Outcome {
  const missing = options.households === false ? undefined : insufficiency(query);
  if (missing !== undefined) return { decision: 'insufficient', reasons: [missing] };
  if (query.foreignPlan) return { decision: 'no-match', reasons: ['coverage-of-another-payer'] };
  const auto = options.auto ?? model.parameters.auto;
  const review = options.review ?? model.parameters.review;
  const leading = judged[0];
  if (found.truncated && !isCertain(leading))
    return { decision: 'ambiguous', reasons: ['too-many-candidates'] };
  if (accepted > 1) return { decision: 'ambiguous', reasons: ['several-persons'] };
  if (leading && accepted === 1) return { decision: 'matched', reasons: [leading.rule!] };
  if (leading && leading.score >= review) {
    if (leading.objections.length === 0) {
      if (leading.rule !== undefined) return { decision: 'matched', reasons: [leading.rule] };
      if (leading.score >= auto) return { decision: 'matched', reasons: ['score'] };
      return { decision: 'review', reasons: ['score-below-auto'] };
    }
    return refusalOf(judged) ?? { decision: 'review', reasons: leading.objections };
  }
  return refusalOf(judged) ?? { decision: 'no-match', reasons: leading?.objections ?? ['no-candidate'] };
}

/** A crowd does not matter to the one whose own number is told. */
const isCertain = (leading: Judged | undefined): boolean =>
  leading?.one.fields.memberId === 'own' || leading?.one.fields.mbi === 'same';

/** What keeps a query from being judged at all, or undefined. A number of one's own makes up for what is missing, for a reviewer. */
export function insufficiency(query: MemberQuery): string | undefined {
  const hasFamily = query.names.some((name) => name.family !== '');
  const hasGiven = query.names.some((name) => name.given.length > 0);
  const hasDay = query.birthDate !== undefined;
  const hasNumber = query.identifiers.some(
    ({ kind }) => kind === 'member' || kind === 'umb' || kind === 'mbi',
  );
  if (!hasFamily && !(hasNumber && hasGiven)) return 'family-name-missing';
  if (!hasGiven && !(hasNumber && hasFamily)) return 'given-name-missing';
  const hasMbi = query.identifiers.some(({ kind }) => kind === 'mbi');
  if (!hasDay && !hasMbi && !(hasNumber && query.partialBirthDate !== undefined)) return 'birth-date-missing';
  return undefined;
}

const answerOf = ({ personId, records }: Candidate): { personId: number; patientId: string } => ({
  personId,
  patientId: (records.find((r) => r.active && r.coverageActive) ?? records[0]!).patientId,
});

function traceOf({ one, score, rule, objections }: Judged): CandidateTrace {
  const { linked } = one.candidate as MergedCandidate;
  const fields: CandidateTrace['fields'] = {};
  for (const field of fieldNames) {
    const weight = one.weights[field];
    if (weight !== undefined) fields[field] = { level: one.fields[field], weight: rounded(weight) };
  }
  return {
    ...answerOf(one.candidate),
    score,
    fields,
    posteriors: one.posterior,
    ...(rule !== undefined && { rule }),
    objections,
    ...(linked.length > 0 && { linked }),
  };
}

const rounded = (weight: number): number => Math.round(weight * 100) / 100;
