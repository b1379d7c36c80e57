import type { Queries, Tx } from '../db/db.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Decision, Evidence, NewDecision } from './decision.ts';

const columns: Sql = sql`d.id, d.number, d.seq, d.person_id as "personId", d.kind, d.scope, d.kinds, d.all_plans as "allPlans",
  d.effective_start as "effectiveStart", d.effective_end as "effectiveEnd", d.signer, d.relationship, d.text_id as "textId",
  d.text_version as "textVersion", d.locale, d.text_sha256 as "textSha256", d.shown_at as "shownAt",
  d.decided_at as "decidedAt", d.received_at as "receivedAt", d.channel, d.method, d.typed_name as "typedName", d.proof,
  d.agent, d.call_reference as "callReference", d.device, d.previous_id as "previousId", d.record_id as "recordId",
  d.needs_copy as "needsCopy", d.state`;

/** Any number: one member's decisions are taken one after the other. */
const memberLock = 7_264_021;

export const lockMember = (tx: Tx, personId: number) =>
  tx.query(sql`select pg_advisory_xact_lock(${memberLock}, hashtext(${String(personId)}))`);

export interface DecisionRow {
  id: string;
  number: string;
  state: Decision['state'];
  effectiveStart: Date | null;
  effectiveEnd: string | null;
  previousId: string | null;
  receivedAt: Date;
}

/** False when the door's own record was here before. */
export async function insertDecision(tx: Tx, row: DecisionRow, d: NewDecision): Promise<boolean> {
  const e: Evidence = d.evidence;
  const { shown } = d;
  return (
    (await tx.run(sql`
    insert into decision (id, number, person_id, kind, scope, kinds, all_plans, effective_start, effective_end, signer,
      signer_person, relationship, authority_document, representation_id, text_id, text_version, locale, text_sha256,
      text_source, shown_at, decided_at, received_at, channel, method, typed_name, proof, agent, call_reference, device,
      evidence_document, previous_id, idempotency_key, source, record_id, needs_copy, state)
    values (${row.id}, ${row.number}, ${d.personId}, ${d.kind}, ${d.scope ?? null}, ${d.kinds ? [...d.kinds] : null},
      ${d.stop === 'all'}, ${row.effectiveStart}, ${row.effectiveEnd}, ${e.signer}, ${e.signerPerson ?? null},
      ${e.relationship ?? null}, ${e.authorityDocument ?? null}, ${e.representationId ?? null}, ${shown?.id ?? null},
      ${shown?.version ?? null}, ${shown?.locale ?? null}, ${shown ? Buffer.from(shown.sha256, 'hex') : null},
      ${shown?.source ?? null}, ${shown?.at ?? null}, ${d.decidedAt}, ${row.receivedAt}, ${e.channel}, ${e.method},
      ${e.typedName ?? null}, ${e.proof ? JSON.stringify(e.proof) : null}, ${e.agent ?? null}, ${e.callReference ?? null},
      ${e.device ?? null}, ${e.evidenceDocument ?? null}, ${row.previousId}, ${e.idempotencyKey ?? null},
      ${e.source ?? ''}, ${e.recordId ?? null}, ${e.needsCopy ?? false}, ${row.state})
    on conflict (source, record_id) do nothing`)) === 1
  );
}

/** The newest that still stands: a retracted one never was. */
export const newestDecision = (q: Queries, personId: number): Promise<Decision | undefined> =>
  q.maybe<Decision>(sql`
    select ${columns} from decision d
    where d.person_id = ${personId} and not exists (select from decision_retraction r where r.decision_id = d.id)
    order by d.decided_at desc, d.seq desc limit 1`);

export interface ListedDecision extends Decision {
  plans: string[];
  retractedAt: Date | null;
  approved: boolean | null;
}

const listed = sql`${columns}, r.at as "retractedAt", v.approved,
  coalesce((select array_agg(e.name order by e.name) from decision_election p join election e on e.id = p.election_id
    where p.decision_id = d.id), '{}') as plans`;
const joined = sql`decision d left join decision_retraction r on r.decision_id = d.id
  left join decision_review v on v.decision_id = d.id`;

/** Newest first. */
export const decisionsOf = (q: Queries, personId: number): Promise<ListedDecision[]> =>
  q.query<ListedDecision>(sql`
    select ${listed} from ${joined} where d.person_id = ${personId}
    order by d.decided_at desc, d.seq desc limit ${listed_max}`);
export const listed_max = 200;

export const countDecisions = async (q: Queries, personId: number): Promise<number> =>
  (await q.one<{ count: number }>(sql`select count(*) as count from decision where person_id = ${personId}`))
    .count;

/** One decision of that member and nobody else's. */
export const decisionOf = (q: Queries, personId: number, id: string): Promise<ListedDecision | undefined> =>
  q.maybe<ListedDecision>(
    sql`select ${listed} from ${joined} where d.id = ${id} and d.person_id = ${personId}`,
  );

export const decisionById = (q: Queries, id: string): Promise<ListedDecision | undefined> =>
  q.maybe<ListedDecision>(sql`select ${listed} from ${joined} where d.id = ${id}`);

/** The very words that were shown. */
export const shownSource = async (q: Queries, id: string): Promise<string | null> =>
  (await q.one<{ source: string | null }>(sql`select text_source as source from decision where id = ${id}`))
    .source;

/** The records of a door that were taken before, of these. */
export const decisionsByRecords = async (
  q: Queries,
  source: string,
  recordIds: readonly string[],
): Promise<Map<string, { id: string; personId: number }>> => {
  const rows = await q.query<{ recordId: string; id: string; personId: number }>(sql`
    select record_id as "recordId", id, person_id as "personId" from decision
    where source = ${source} and record_id = any (${[...recordIds]}::text[])`);
  return new Map(rows.map(({ recordId, ...found }) => [recordId, found]));
};

export const decisionByRecord = (q: Queries, source: string, recordId: string) =>
  q.maybe<{ id: string; personId: number; kind: string }>(
    sql`select id, person_id as "personId", kind from decision where source = ${source} and record_id = ${recordId}`,
  );

export const insertRetraction = async (
  q: Queries,
  r: { decisionId: string; at: Date; actor: string; why: string },
): Promise<boolean> =>
  (await q.run(sql`insert into decision_retraction (decision_id, at, actor, why)
    values (${r.decisionId}, ${r.at}, ${r.actor}, ${r.why}) on conflict do nothing`)) === 1;

export const insertReview = async (
  q: Queries,
  r: { decisionId: string; approved: boolean; actor: string; at: Date },
): Promise<boolean> =>
  (await q.run(sql`insert into decision_review (decision_id, approved, actor, at)
    values (${r.decisionId}, ${r.approved}, ${r.actor}, ${r.at}) on conflict do nothing`)) === 1;

export const insertCopySent = (q: Queries, decisionId: string, at: Date, how: string) =>
  q.run(sql`insert into decision_copy_sent (decision_id, at, how) values (${decisionId}, ${at}, ${how})
    on conflict do nothing`);

export interface FeedRow extends Decision {
  retractedAt: Date | null;
  plans: { name: string; payerId: string | null; kind: string; endsOn: string }[];
}

/** For the plan's own store: decisions and retractions behind a mark, in the order in which they came. */
export const decisionsAfter = (q: Queries, after: number, limit: number): Promise<FeedRow[]> =>
  q.query<FeedRow>(sql`
    select ${columns}, r.at as "retractedAt",
      coalesce((select jsonb_agg(jsonb_build_object('name', e.name, 'payerId', e.payer_npi, 'kind', e.kind,
          'endsOn', to_char(e.ends_on, 'YYYY-MM-DD')) order by e.name)
        from decision_election p join election e on e.id = p.election_id where p.decision_id = d.id), '[]') as plans
    from decision d left join decision_retraction r on r.decision_id = d.id
    where d.seq > ${after} order by d.seq limit ${limit}`);
