import { audit } from '../../audit/audit.ts';
import type { Random } from '../../clock/random.ts';
import type { ConsentDecision } from '../../consent/decide.ts';
import type { Permit } from '../../consent/permit.ts';
import { permissionFacts } from '../../consent/permits-for.ts';
import { readHrexConsent } from '../../consent/read-hrex-consent.ts';
import { receiveConsent } from '../../consent/receive.ts';
import type { ReleaseTerms } from '../../consent/terms.ts';
import { unevaluated } from '../../consent/unevaluated.ts';
import type { Tx } from '../../db/db.ts';
import { printJson } from '../../fhir/lossless.ts';
import { engine, type MatchDecision } from '../../member-match/decide.ts';
import { type Outcome, saveDecision } from '../../member-match/decision-store.ts';
import type { Matcher } from '../../member-match/match.ts';
import type { MatchPolicy } from '../../member-match/policy.ts';
import type { ProbingKind } from '../../member-match/probing.ts';
import { openWatch, type Watch } from '../../member-match/probing-watch.ts';
import { fingerprintOf, type MemberQuery, readMemberQuery } from '../../member-match/query.ts';
import { askReviewers } from '../../member-match/review-queue.ts';
import { assert } from '../../problem/problem.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Submission } from './submission.ts';

export interface AnswerDeps {
  random: Random;
  log: Log;
  matcher: Matcher;
  policy: MatchPolicy;
  /** Of the deployment, for the watch over guessing; never in the database. */
  secret: Buffer;
  /** Us. */
  payer: { name: string; npi: string };
  /** What we have settled about releases. */
  terms?: ReleaseTerms;
}

/** Who asks. */
export interface Requester {
  clientId: string;
  npi: string;
}

export interface MemberAnswer {
  decisionId: string;
  decision: MatchDecision;
  outcome: Outcome;
  /** Only for a match. */
  permit?: Permit;
}

/** A member of a request, read. `round`: how often a bulk job decided it before. */
export interface Asking {
  submission: Submission;
  query: MemberQuery;
  job?: { id: string; seq: number; round: number };
}

export const asking = (
  deps: AnswerDeps,
  submission: Submission,
  job?: { id: string; seq: number; round: number },
): Asking => ({
  submission,
  query: readMemberQuery(submission.patient, submission.coverage, deps.payer.npi),
  ...(job && { job }),
});

/** Keeps an eye on a partner while these members are answered (HRex mm-7). Close it in the same transaction. */
export const watchOver = (
  tx: Tx,
  deps: AnswerDeps,
  requester: Requester,
  members: readonly Asking[],
  now: Date,
): Promise<Watch> =>
  openWatch(
    tx,
    { random: deps.random, log: deps.log, limits: deps.policy.probing, secret: deps.secret },
    { clientId: requester.clientId, queries: members.map(({ query }) => query), now },
  );

/**
 * Answers for one member: who it is, then whether the consent lets us say so (p2p 3.1 rows 2 to 7; 3.2). What is doubtful goes to the
 * reviewers, and is refused until they have decided. Keeps the decision, the consent where it counts, and an audit entry, all in the
 * caller's transaction. Without a match no consent is even read. Who is held looks like nobody, to the watch over guessing too. With
 * `consentFails` the consent is not asked, for it could not be: the member is constrained.
 */
export async function answerMember(
  tx: Tx,
  deps: AnswerDeps,
  request: { requester: Requester; member: Asking; watch: Watch; now: Date; consentFails?: boolean },
): Promise<MemberAnswer> {
  const { requester, member, now } = request;
  const { patient, coverage } = member.submission;
  const first = await deps.matcher.match(tx, member.query);
  const { decision, reviewId } = await askReviewers(
    tx,
    { random: deps.random, review: deps.policy.review },
    { clientId: requester.clientId, decision: first, patient, coverage, now },
  );
  const { personId } = decision;
  const consent =
    personId === undefined
      ? undefined
      : request.consentFails
        ? unevaluated(deps.terms)
        : await askConsent(tx, deps, { requester, member, now }, personId);
  const permit = consent && 'permit' in consent ? consent.permit : undefined;
  const held = consent !== undefined && 'refused' in consent && consent.refused === 'person-hold';
  const outcome: Outcome = !consent || held ? 'nomatch' : permit ? 'match' : 'consentconstraint';
  request.watch.looked(member.query, decision.decision !== 'matched' || held);
  return keepAnswer(tx, deps, {
    requester,
    member,
    now,
    decision,
    reviewId,
    outcome,
    consent,
  });
}

/** The decision about a member whom nobody looked at. */
export const unlooked = (query: MemberQuery, ...reasons: [string, ...string[]]): MatchDecision => ({
  decision: 'no-match',
  score: 0,
  candidates: [],
  reasons,
  guards: [],
  engine,
  fingerprint: fingerprintOf(query),
});

/** A member of a bulk job that the watch stopped: not looked at, not matched, and marked for the operator. */
export const refuseThrottled = (
  tx: Tx,
  deps: AnswerDeps,
  request: { requester: Requester; member: Asking; kind: ProbingKind; now: Date },
): Promise<MemberAnswer> =>
  keepAnswer(tx, deps, {
    ...request,
    decision: unlooked(request.member.query, 'throttled', request.kind),
    outcome: 'nomatch',
  });

function askConsent(
  tx: Tx,
  deps: AnswerDeps,
  { requester, member, now }: { requester: Requester; member: Asking; now: Date },
  personId: number,
): Promise<ConsentDecision> {
  const { submission, job } = member;
  const read = readHrexConsent(submission.consent, { patientId: submission.patientId });
  assert('facts' in read, 'the resource type of the Consent was checked when the request was read');
  return receiveConsent(tx, {
    id: deps.random.uuid(),
    personId,
    clientId: requester.clientId,
    recipientNpi: requester.npi,
    sourceNpi: deps.payer.npi,
    facts: read.facts,
    resource: printJson(submission.consent),
    ...(job && { requestId: job.id }),
    now,
    ...(deps.terms && { terms: deps.terms }),
  });
}

/** Keeps what was decided for one member. */
export async function keepAnswer(
  tx: Tx,
  deps: AnswerDeps,
  answer: {
    requester: Requester;
    member: Asking;
    now: Date;
    decision: MatchDecision;
    reviewId?: string | undefined;
    outcome: Outcome;
    /** What consent made of it; absent where nobody was found, or looked for. */
    consent?: ConsentDecision | undefined;
  },
): Promise<MemberAnswer> {
  const { requester, member, now, decision, outcome, consent } = answer;
  const permit = consent && 'permit' in consent ? consent.permit : undefined;
  const consentReason = consent && 'refused' in consent ? consent.refused : undefined;
  const { submission, job } = member;
  const decisionId = deps.random.uuid();
  await saveDecision(tx, {
    id: decisionId,
    clientId: requester.clientId,
    ...(job && { job }),
    submittedId: submission.patientId,
    decision,
    reviewId: answer.reviewId,
    outcome,
    consentReason,
    releasedUntil: permit?.lastDay,
    at: now,
  });
  await audit(tx, {
    at: now,
    actor: `client:${requester.clientId}`,
    action: 'member-match',
    ...(decision.personId !== undefined && { personId: decision.personId }),
    subject: job?.id ?? decisionId,
    partner: requester.clientId,
    ...(consent && permissionFacts(permit ?? (consent as Exclude<ConsentDecision, { permit: Permit }>))),
    detail: {
      decisionId,
      decision: decision.decision,
      outcome,
      consentReason: consentReason ?? null,
      ...(answer.reviewId !== undefined && { reviewId: answer.reviewId }),
    },
  });
  return { decisionId, decision, outcome, ...(permit && { permit }) };
}
