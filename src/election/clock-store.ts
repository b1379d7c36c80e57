import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

export type ClockKind = 'C1' | 'C2';

export interface ElectionClock {
  id: number;
  kind: ClockKind;
  personId: number;
  electionId: string | null;
  startedAt: Date;
  dueAt: Date;
  pausedWhy: string | null;
  metAt: Date | null;
  closedAt: Date | null;
  cause: string | null;
}

const columns = sql`id, kind, person_id as "personId", election_id as "electionId", started_at as "startedAt",
  due_at as "dueAt", paused_why as "pausedWhy", met_at as "metAt", closed_at as "closedAt", cause`;

export const startClock = (
  q: Queries,
  c: {
    kind: ClockKind;
    personId: number;
    electionId?: string;
    startedAt: Date;
    dueAt: Date;
    pausedWhy?: string;
    metAt?: Date;
  },
) =>
  q.run(sql`insert into election_clock (kind, person_id, election_id, started_at, due_at, paused_why, met_at)
    values (${c.kind}, ${c.personId}, ${c.electionId ?? null}, ${c.startedAt}, ${c.dueAt}, ${c.pausedWhy ?? null},
      ${c.metAt ?? null}) on conflict do nothing`);

export const meetOffer = (q: Queries, personId: number, at: Date) =>
  q.run(sql`update election_clock set met_at = ${at}
    where kind = 'C1' and person_id = ${personId} and met_at is null and closed_at is null`);

export const meetRequest = (q: Queries, electionId: string, at: Date) =>
  q.run(sql`update election_clock set met_at = ${at}, paused_why = null
    where kind = 'C2' and election_id = ${electionId} and met_at is null and closed_at is null`);

export const closeClocks = (q: Queries, electionId: string, at: Date, cause: string) =>
  q.run(sql`update election_clock set closed_at = ${at}, cause = ${cause}
    where election_id = ${electionId} and met_at is null and closed_at is null`);

/** A paused clock begins anew: what was missing is there. */
export const resumeClock = (q: Queries, electionId: string, startedAt: Date, dueAt: Date) =>
  q.run(sql`update election_clock set paused_why = null, started_at = ${startedAt}, due_at = ${dueAt}
    where kind = 'C2' and election_id = ${electionId} and met_at is null and closed_at is null`);

/** Running out or run out, the first due first. */
export const clocksDue = (q: Queries, before: Date, limit: number): Promise<ElectionClock[]> =>
  q.query<ElectionClock>(sql`select ${columns} from election_clock
    where met_at is null and closed_at is null and paused_why is null and due_at <= ${before}
    order by due_at, id limit ${limit}`);
