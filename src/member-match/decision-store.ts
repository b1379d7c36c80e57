import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { CandidateTrace, MatchDecision, Verdict } from './decide.ts';

export type Outcome = 'match' | 'nomatch' | 'consentconstraint';

/** A decision with what consent made of it, as it is kept. */
export interface DecisionRecord {
  id: string;
  clientId: string;
  /** The bulk job, which of its MemberBundles, from 0, and how often that was decided before. */
  job?: { id: string; seq: number; round?: number };
  submittedId: string;
  decision: MatchDecision;
  /** The review that it waits for, or that decided it. */
  reviewId?: string | undefined;
  outcome: Outcome;
  /** Why consent refused: for operators, never for the partner. */
  consentReason?: string | undefined;
  /** Matched: the last day of the consent, `YYYY-MM-DD`. */
  releasedUntil?: string | undefined;
  at: Date;
}

/** Keeps a decision. A step of a job that is replayed keeps the first. */
export async function saveDecision(q: Queries, record: DecisionRecord): Promise<void> {
  const { decision, job } = record;
  await q.run(sql`insert into match_decision (id, client_id, job_id, seq, round, submitted_id, decision, person_id, patient_id,
      leading_person_id, leading_patient_id, score, rule, guards, outcome, consent_reason, released_until, reasons, candidates,
      engine, fingerprint, review_id, decided_at)
    values (${record.id}, ${record.clientId}, ${job?.id ?? null}, ${job?.seq ?? null}, ${job?.round ?? 0},
      ${record.submittedId}, ${decision.decision}, ${decision.personId ?? null}, ${decision.patientId ?? null},
      ${decision.leading?.personId ?? null}, ${decision.leading?.patientId ?? null}, ${decision.score},
      ${decision.rule ?? null}, ${decision.guards}::text[], ${record.outcome}, ${record.consentReason ?? null},
      ${record.releasedUntil ?? null}, ${JSON.stringify(decision.reasons)}::jsonb,
      ${JSON.stringify(decision.candidates)}::jsonb, ${decision.engine}, ${decision.fingerprint},
      ${record.reviewId ?? null}, ${record.at})
    on conflict (job_id, seq, round) do nothing`);
}

/** What was decided last for each MemberBundle of a job, by its place. */
export interface JobDecision {
  seq: number;
  round: number;
  decision: Verdict;
  outcome: Outcome;
  personId: number | null;
  patientId: string | null;
  releasedUntil: string | null;
  reviewId: string | null;
}

export const decisionsOfJob = (q: Queries, jobId: string): Promise<JobDecision[]> =>
  q.query<JobDecision>(sql`
    select distinct on (seq) seq, round, decision, outcome, person_id as "personId", patient_id as "patientId",
      released_until as "releasedUntil", review_id as "reviewId"
    from match_decision where job_id = ${jobId} order by seq, round desc`);

/** The bulk jobs that hold a decision of this review. */
export async function jobsOfReview(q: Queries, reviewId: string): Promise<string[]> {
  const rows = await q.query<{ job_id: string }>(
    sql`select distinct job_id from match_decision where review_id = ${reviewId} and job_id is not null`,
  );
  return rows.map((row) => row.job_id);
}

/** A decision as it is kept, for those who have to account for it. */
export interface KeptDecision extends Omit<MatchDecision, 'personId' | 'patientId' | 'leading' | 'rule'> {
  id: string;
  clientId: string;
  jobId: string | null;
  seq: number | null;
  round: number;
  submittedId: string;
  personId: number | null;
  patientId: string | null;
  leadingPersonId: number | null;
  rule: string | null;
  candidates: CandidateTrace[];
  outcome: Outcome;
  consentReason: string | null;
  releasedUntil: string | null;
  reviewId: string | null;
  decidedAt: Date;
}

export const selectDecision = (q: Queries, id: string): Promise<KeptDecision | undefined> =>
  q.maybe<KeptDecision>(sql`
    select id, client_id as "clientId", job_id as "jobId", seq, round, submitted_id as "submittedId", decision,
      person_id as "personId", patient_id as "patientId", leading_person_id as "leadingPersonId", score, rule, guards, outcome,
      consent_reason as "consentReason", released_until as "releasedUntil", reasons, candidates, engine, fingerprint,
      review_id as "reviewId", decided_at as "decidedAt"
    from match_decision where id = ${id}`);

/**
 * The person whom this client was given under our Patient id or UMB, if it ever was. Anybody else is unknown to it.
 */
export async function personMatchedFor(
  q: Queries,
  clientId: string,
  patientIdOrUmb: string,
): Promise<{ personId: number; patientId: string } | undefined> {
  const row = await q.maybe<{ person_id: number; patient_id: string }>(sql`
    select d.person_id, d.patient_id from match_decision d join person p on p.id = d.person_id
    where d.client_id = ${clientId} and d.outcome = 'match'
      and d.person_id in (
        select person_id from member where patient_id = ${patientIdOrUmb}
        union all select id from person where umb = ${patientIdOrUmb})
      and (d.patient_id = ${patientIdOrUmb} or p.umb = ${patientIdOrUmb})
    order by d.decided_at desc limit 1`);
  return row && { personId: row.person_id, patientId: row.patient_id };
}

/** A person's unique member identifier, as a match returns it. */
export async function umbOf(q: Queries, personId: number): Promise<string> {
  return (await q.one<{ umb: string }>(sql`select umb from person where id = ${personId}`)).umb;
}
