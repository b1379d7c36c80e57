import type { Queries, Tx } from '../db/db.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Election, NamedPlan, Scope } from './decision.ts';

const columns: Sql = sql`id, person_id as "personId", partner_id as "partnerId", payer_npi as "payerNpi", name,
  state_code as "stateCode", phone, kind, relationship, member_id_there as "memberIdThere", no_card as "noCard",
  other_name as "otherName", other_address as "otherAddress", ended_year as "endedYear", status, scope, kinds,
  decision_id as "decisionId", decided_at as "decidedAt", ends_on as "endsOn", stopped_at as "stoppedAt",
  exchange_id as "exchangeId", asked_at as "askedAt"`;

/** In the order in which the plans were named. */
export const electionsOf = (q: Queries, personId: number): Promise<Election[]> =>
  q.query<Election>(
    sql`select ${columns} from election where person_id = ${personId} order by created_at, name, id limit ${elections_max}`,
  );
const elections_max = 100;

/** That member's, and nobody else's. */
export const electionOf = (q: Queries, personId: number, id: string): Promise<Election | undefined> =>
  q.maybe<Election>(sql`select ${columns} from election where id = ${id} and person_id = ${personId}`);

export const lockElection = (tx: Tx, id: string): Promise<Election | undefined> =>
  tx.maybe<Election>(sql`select ${columns} from election where id = ${id} for update`);

/** The election about the same plan: the same partner, or the same words where no partner is known. */
export const electionFor = (tx: Tx, personId: number, plan: NamedPlan): Promise<Election | undefined> =>
  plan.partnerId === undefined
    ? tx.maybe<Election>(sql`select ${columns} from election
        where person_id = ${personId} and partner_id is null and lower(name) = lower(${plan.name})
        order by created_at limit 1 for update`)
    : tx.maybe<Election>(sql`select ${columns} from election
        where person_id = ${personId} and partner_id = ${plan.partnerId} for update`);

export interface Standing {
  status: Election['status'];
  scope: Scope;
  kinds: readonly string[] | null;
  decisionId: string;
  decidedAt: Date;
  endsOn: string;
}

export async function insertElection(
  tx: Tx,
  id: string,
  personId: number,
  plan: NamedPlan,
  s: Standing,
  now: Date,
): Promise<void> {
  await tx.run(sql`insert into election (id, person_id, partner_id, payer_npi, name, state_code, phone, kind, relationship,
      member_id_there, no_card, other_name, other_address, ended_year, status, scope, kinds, decision_id, decided_at, ends_on,
      created_at)
    values (${id}, ${personId}, ${plan.partnerId ?? null}, ${plan.payerNpi ?? null}, ${plan.name}, ${plan.stateCode ?? null},
      ${plan.phone ?? null}, ${plan.kind}, ${plan.relationship}, ${plan.memberIdThere ?? null}, ${plan.noCard ?? false},
      ${plan.otherName ?? null}, ${plan.otherAddress ?? null}, ${plan.endedYear ?? null}, ${s.status}, ${s.scope},
      ${s.kinds ? [...s.kinds] : null}, ${s.decisionId}, ${s.decidedAt}, ${s.endsOn}, ${now})`);
}

/** What the member says of the plan now; what is not said stays. */
export const updatePlan = (tx: Tx, id: string, plan: Partial<NamedPlan>) =>
  tx.run(sql`update election set
    kind = coalesce(${plan.kind ?? null}, kind),
    relationship = coalesce(${plan.relationship ?? null}, relationship),
    member_id_there = coalesce(${plan.memberIdThere ?? null}, member_id_there),
    no_card = coalesce(${plan.noCard ?? null}::boolean, no_card),
    other_name = coalesce(${plan.otherName ?? null}, other_name),
    other_address = coalesce(${plan.otherAddress ?? null}, other_address),
    ended_year = coalesce(${plan.endedYear ?? null}::int, ended_year)
    where id = ${id}`);

export const updateStanding = (tx: Tx, id: string, s: Standing) =>
  tx.run(sql`update election set status = ${s.status}, scope = ${s.scope}, kinds = ${s.kinds ? [...s.kinds] : null},
    decision_id = ${s.decisionId}, decided_at = ${s.decidedAt}, ends_on = ${s.endsOn}, stopped_at = null where id = ${id}`);

export const markStopped = (tx: Tx, id: string, decision: { id: string; decidedAt: Date }, at: Date) =>
  tx.run(sql`update election set status = 'stopped', stopped_at = ${at}, decision_id = ${decision.id},
    decided_at = ${decision.decidedAt} where id = ${id}`);

export const markEnded = (tx: Tx, id: string, at: Date) =>
  tx.run(sql`update election set status = 'ended', stopped_at = ${at} where id = ${id}`);

export const markAsked = (tx: Tx, id: string, exchangeId: string, at: Date) =>
  tx.run(sql`update election set exchange_id = ${exchangeId}, asked_at = ${at} where id = ${id}`);

export const assignPartner = (tx: Tx, id: string, partner: { id: number; npi: string; name: string }) =>
  tx.run(
    sql`update election set partner_id = ${partner.id}, payer_npi = ${partner.npi}, name = ${partner.name} where id = ${id}`,
  );

export const linkDecision = (tx: Tx, decisionId: string, electionId: string) =>
  tx.run(sql`insert into decision_election (decision_id, election_id) values (${decisionId}, ${electionId})
    on conflict do nothing`);

export const electionsOfDecision = (q: Queries, decisionId: string): Promise<Election[]> =>
  q.query<Election>(sql`select ${columns} from election
    where id in (select election_id from decision_election where decision_id = ${decisionId}) order by created_at, name`);

/** What was given and is over: its last day has passed. */
export const outlived = (
  q: Queries,
  today: string,
  limit: number,
): Promise<{ id: string; personId: number }[]> =>
  q.query(sql`select id, person_id as "personId" from election where status = 'given' and ends_on < ${today}
    order by ends_on limit ${limit}`);

/** Concurrent plans that were given and asked before a day: it may be time to ask them again. */
export const concurrentAskedBefore = (q: Queries, before: Date, limit: number): Promise<Election[]> =>
  q.query<Election>(sql`select ${columns} from election
    where status = 'given' and kind = 'concurrent' and exchange_id is not null and asked_at < ${before}
    order by asked_at limit ${limit}`);

export const markAskedAgain = (tx: Tx, id: string, at: Date) =>
  tx.run(sql`update election set asked_at = ${at} where id = ${id}`);

/** Plans that nobody here knew when they were named. */
export const unlisted = (q: Queries, limit: number): Promise<Election[]> =>
  q.query<Election>(sql`select ${columns} from election where partner_id is null and status = 'given'
    order by created_at limit ${limit}`);

export interface NewWireConsent {
  id: string;
  electionId: string;
  decisionId: string;
  personId: number;
  partnerNpi: string;
  policy: 'regular' | 'sensitive';
  periodStart: string;
  periodEnd: string;
  resource: string;
  evidence: string;
  madeAt: Date;
}

export const insertWireConsent = (tx: Tx, c: NewWireConsent) =>
  tx.run(sql`insert into wire_consent (id, election_id, decision_id, person_id, partner_npi, policy, period_start, period_end,
      resource, evidence, made_at)
    values (${c.id}, ${c.electionId}, ${c.decisionId}, ${c.personId}, ${c.partnerNpi}, ${c.policy}, ${c.periodStart},
      ${c.periodEnd}, ${c.resource}, ${c.evidence}, ${c.madeAt})`);

export const voidWireConsents = (tx: Tx, electionId: string, at: Date, why: string) =>
  tx.run(sql`update wire_consent set void_at = ${at}, void_why = ${why}
    where election_id = ${electionId} and void_at is null`);

/** The evidence of a Consent that we sent to this partner; none of another's. It resolves after the consent ended too. */
export const evidenceFor = (q: Queries, id: string, partnerNpi: string) =>
  q.maybe<{ evidence: string }>(
    sql`select evidence from wire_consent where id = ${id} and partner_npi = ${partnerNpi}`,
  );

export const insertFactChange = (tx: Tx, personId: number, electionId: string, at: Date) =>
  tx.run(
    sql`insert into fact_change (person_id, election_id, at) values (${personId}, ${electionId}, ${at})`,
  );

export const countFactChanges = async (q: Queries, electionId: string, since: Date): Promise<number> =>
  (
    await q.one<{ count: number }>(
      sql`select count(*) as count from fact_change where election_id = ${electionId} and at > ${since}`,
    )
  ).count;

export const insertCallback = (
  tx: Tx,
  c: { id: string; personId: number; electionId: string; phone: string; wanted: string; at: Date },
) =>
  tx.run(sql`insert into callback_request (id, person_id, election_id, phone, wanted, at)
    values (${c.id}, ${c.personId}, ${c.electionId}, ${c.phone}, ${c.wanted}, ${c.at})`);

export const countCallbacks = async (q: Queries, personId: number, since: Date): Promise<number> =>
  (
    await q.one<{ count: number }>(
      sql`select count(*) as count from callback_request where person_id = ${personId} and at > ${since}`,
    )
  ).count;
