import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import { rows_max } from './store.ts';

export interface Asked {
  clientId: string;
  name: string;
  npi: string;
  at: Date;
  outcome: 'match' | 'nomatch' | 'consentconstraint';
}

/** Payers that asked about a person and meant nobody else, newest first; several questions of one job are one. */
export const askedAbout = (q: Queries, personId: number): Promise<Asked[]> =>
  q.query<Asked>(sql`
    select d.client_id as "clientId", coalesce(c.name, d.client_id) as name, coalesce(c.npi, '') as npi,
      max(d.decided_at) as at, (array_agg(d.outcome order by d.decided_at desc))[1] as outcome
    from match_decision d left join client c on c.id = d.client_id
    where d.person_id = ${personId} and d.decision = 'matched'
    group by d.client_id, c.name, c.npi, coalesce(d.job_id, d.id) order by max(d.decided_at) desc limit ${rows_max}`);

export const countAsked = async (q: Queries, personId: number): Promise<number> =>
  (
    await q.one<{ count: number }>(sql`
    select count(distinct client_id) as count from match_decision where person_id = ${personId} and decision = 'matched'`)
  ).count;
