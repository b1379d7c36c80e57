/**
 * A decision in sentences, for a privacy officer: who asked, what was decided and why, what the partner was told. Persons are named by
 * their number only; no name, date or number of a member is in it. Pure.
 */
import type { CandidateTrace, Verdict } from './decide.ts';
import type { KeptDecision } from './decision-store.ts';
import { guardWords } from './guard-words.ts';
import { reasonWords } from './reason-words.ts';
import { reviewedRule } from './review-queue.ts';

export interface Explanation {
  id: string;
  askedBy: { clientId: string; name: string | null };
  at: Date;
  /** Bulk: the job, which member of it from 0, and how often it was decided before. */
  job: { id: string; member: number; round: number } | null;
  submittedId: string;
  verdict: Verdict;
  why: string[];
  /** What the partner was told. */
  told: string;
  consent: string;
  personId: number | null;
  leadingPersonId: number | null;
  score: number;
  rule: string | null;
  guards: { guard: string; protects: string }[];
  candidates: CandidateTrace[];
  reviewId: string | null;
  engine: string;
  fingerprint: string;
}

export function explain(decision: KeptDecision, clientName: string | undefined): Explanation {
  return {
    id: decision.id,
    askedBy: { clientId: decision.clientId, name: clientName ?? null },
    at: decision.decidedAt,
    job:
      decision.jobId === null
        ? null
        : { id: decision.jobId, member: decision.seq ?? 0, round: decision.round },
    submittedId: decision.submittedId,
    verdict: decision.decision,
    why: whyOf(decision),
    told: toldOf(decision),
    consent: consentOf(decision),
    personId: decision.personId,
    leadingPersonId: decision.leadingPersonId,
    score: decision.score,
    rule: decision.rule,
    guards: decision.guards.map((guard) => ({ guard, protects: guardWords(guard) })),
    candidates: decision.candidates,
    reviewId: decision.reviewId,
    engine: decision.engine,
    fingerprint: decision.fingerprint.toString('hex'),
  };
}

const verdicts: Record<Verdict, string> = {
  matched: 'One person was named.',
  'no-match': 'Nobody was named: nobody fits well enough.',
  ambiguous: 'Nobody was named: more than one person fits.',
  insufficient: 'Nobody was named: too little was told to look for one person.',
  conflict: 'Nobody was named: what was told contradicts itself or our records.',
  review: 'Nobody was named yet: a person has to look at it.',
};

function whyOf({ decision, reasons, rule, guards, score, candidates }: KeptDecision): string[] {
  const why = [verdicts[decision]];
  if (rule === reviewedRule) why.push(reasonWords(reviewedRule));
  else if (rule !== null) why.push(`The rule ${rule} accepts this person, and no guard objects.`);
  const told = reasons.filter((reason) => reason !== rule && !guards.includes(reason));
  why.push(...told.map(reasonWords));
  if (candidates.length > 0)
    why.push(`The leading candidate is the same person with a calibrated probability of ${percent(score)}.`);
  return why;
}

function toldOf({ decision, outcome, jobId, reasons }: KeptDecision): string {
  if (outcome === 'match')
    return 'The partner was given our Patient id and the unique member identifier of this person.';
  if (outcome === 'consentconstraint')
    return 'The partner was told that the consent cannot be honored: no id, and not why.';
  if (jobId !== null)
    return decision === 'review'
      ? 'The member was listed as not matched, unless reviewers decided while the job waited.'
      : 'The member was listed as not matched, without a reason.';
  if (reasons.includes('throttled')) return 'The partner was told to try again later (429).';
  if (decision === 'ambiguous') return 'The partner was told that more than one member fits (422).';
  if (decision === 'insufficient') return 'The partner was told that too little was sent (422).';
  return 'The partner was told that no unique member was found (422): the same words as for no match, conflict and review.';
}

function consentOf({ outcome, consentReason, releasedUntil, personId }: KeptDecision): string {
  if (personId === null) return 'No consent was read: nobody was named.';
  if (outcome === 'match') return `The consent can be honored, until ${releasedUntil ?? 'its end'}.`;
  return `The consent cannot be honored: ${consentReason ?? 'no reason kept'}.`;
}

const percent = (probability: number): string => `${(probability * 100).toFixed(2)} %`;

/** The explanation as a page of text. */
export function explanationText(e: Explanation): string {
  const asked = e.askedBy.name
    ? `${e.askedBy.name} (client ${e.askedBy.clientId})`
    : `client ${e.askedBy.clientId}`;
  const by = e.job
    ? `bulk job ${e.job.id}, member ${e.job.member + 1}${roundOf(e.job.round)}`
    : '$member-match';
  return [
    `Decision ${e.id}: ${e.verdict}`,
    '',
    `${asked} asked on ${e.at.toISOString()} (${by}), for the member that it calls ${e.submittedId}.`,
    ...e.why,
    e.consent,
    e.told,
    ...(e.reviewId ? [`Review: ${e.reviewId}.`] : []),
    '',
    ...(e.guards.length > 0
      ? ['Guards that objected:', ...e.guards.map(({ guard, protects }) => `  ${guard}: ${protects}`), '']
      : []),
    ...e.candidates.flatMap(candidateText),
    `Engine ${e.engine}. Fingerprint of the submission: ${e.fingerprint || 'none'}.`,
  ].join('\n');
}

const roundOf = (round: number): string => (round === 0 ? '' : `, decided again (${round})`);

function candidateText(candidate: CandidateTrace, place: number): string[] {
  const { same, household, twin } = candidate.posteriors;
  const elsewhere = Math.max(0, 1 - same - household - twin);
  return [
    `Candidate ${place + 1}: person ${candidate.personId}, probability ${percent(candidate.score)}`,
    `  same person ${percent(same)}, somebody of the household ${percent(household)}, a twin ${percent(twin)}, anybody else ${percent(elsewhere)}`,
    ...(candidate.rule ? [`  accepted by rule ${candidate.rule}`] : []),
    ...(candidate.objections.length > 0 ? [`  objections: ${candidate.objections.join(', ')}`] : []),
    ...(candidate.linked ? [`  taken for one with: person ${candidate.linked.join(', person ')}`] : []),
    ...Object.entries(candidate.fields).map(
      ([field, { level, weight }]) =>
        `  ${field.padEnd(10)} ${level.padEnd(10)} ${(weight >= 0 ? '+' : '') + weight.toFixed(2)}`,
    ),
    '',
  ];
}
