import { audit } from '../../audit/audit.ts';
import type { Random } from '../../clock/random.ts';
import type { Zones } from '../../consent/days.ts';
import type { Permit } from '../../consent/permit.ts';
import { readHrexConsent } from '../../consent/read-hrex-consent.ts';
import { receiveConsent } from '../../consent/receive.ts';
import type { Queries, Tx } from '../../db/db.ts';
import { printJson } from '../../fhir/lossless.ts';
import type { MatchDecision } from '../../member-match/decide.ts';
import type { Matcher } from '../../member-match/match.ts';
import { readMemberQuery } from '../../member-match/query.ts';
import { type Outcome, saveDecision } from '../../member-match/store.ts';
import { assert } from '../../problem/problem.ts';
import type { Submission } from './submission.ts';

export interface AnswerDeps {
  random: Random;
  matcher: Matcher;
  /** Us. */
  payer: { name: string; npi: string };
  /** The days of consents, where the payers have agreed on a zone. */
  zones?: Zones;
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

/**
 * Answers for one member: who it is, then whether the consent lets us say so (p2p 3.1 rows 2 to 7; 3.2). Keeps the decision, the
 * consent where it counts, and an audit entry, all in the caller's transaction. Without a match no consent is even read.
 */
export async function answerMember(
  tx: Tx,
  deps: AnswerDeps,
  request: { requester: Requester; submission: Submission; job?: { id: string; seq: number }; now: Date },
): Promise<MemberAnswer> {
  const { submission } = request;
  const decision = await deps.matcher.match(
    tx,
    readMemberQuery(submission.patient, submission.coverage, deps.payer.npi),
  );
  const consent =
    decision.personId === undefined ? undefined : await askConsent(tx, deps, request, decision.personId);
  const permit = consent && 'permit' in consent ? consent.permit : undefined;
  const outcome: Outcome = !consent ? 'nomatch' : permit ? 'match' : 'consentconstraint';
  return keepAnswer(tx, deps, {
    ...request,
    decision,
    outcome,
    permit,
    consentReason: consent && 'refused' in consent ? consent.refused : undefined,
  });
}

function askConsent(
  q: Queries,
  deps: AnswerDeps,
  { requester, submission, now }: { requester: Requester; submission: Submission; now: Date },
  personId: number,
) {
  const read = readHrexConsent(submission.consent, { patientId: submission.patientId });
  assert('facts' in read, 'the resource type of the Consent was checked when the request was read');
  return receiveConsent(q, {
    id: deps.random.uuid(),
    personId,
    clientId: requester.clientId,
    recipientNpi: requester.npi,
    sourceNpi: deps.payer.npi,
    facts: read.facts,
    resource: printJson(submission.consent),
    now,
    ...(deps.zones && { zones: deps.zones }),
  });
}

/** Keeps what was decided for one member. */
export async function keepAnswer(
  tx: Tx,
  deps: AnswerDeps,
  answer: {
    requester: Requester;
    submission: Submission;
    job?: { id: string; seq: number };
    now: Date;
    decision: MatchDecision;
    outcome: Outcome;
    permit?: Permit | undefined;
    consentReason?: string | undefined;
  },
): Promise<MemberAnswer> {
  const { requester, submission, job, now, decision, outcome, permit } = answer;
  const decisionId = deps.random.uuid();
  await saveDecision(tx, {
    id: decisionId,
    clientId: requester.clientId,
    ...(job && { job }),
    submittedId: submission.patientId,
    decision,
    outcome,
    consentReason: answer.consentReason,
    releasedUntil: permit?.lastDay,
    at: now,
  });
  await audit(tx, {
    at: now,
    actor: `client:${requester.clientId}`,
    action: 'member-match',
    ...(decision.personId !== undefined && { personId: decision.personId }),
    subject: job?.id ?? decisionId,
    detail: { decisionId, decision: decision.decision, outcome, consentReason: answer.consentReason ?? null },
  });
  return { decisionId, decision, outcome, ...(permit && { permit }) };
}
