import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';

/** Something left that should not have: one row for a member and a part of an export, or for all single answers. */
export interface Incident {
  id: string;
  personId: number;
  clientId: string;
  kind: 'consent-in-error' | 'label-gained';
  consentId: string | null;
  /** Null: answers to reads and searches by a token for this member. */
  jobId: string | null;
  part: number | null;
  /** Records that had left; for answers, how many answers. */
  records: number;
  /** A file with the member's data was read. */
  fetched: boolean;
  /** From here the clock of a breach runs (45 CFR 164.404). */
  openedAt: Date;
  closedAt: Date | null;
}

/** What is an incident already stays as it is. */
export const insertIncident = (q: Queries, incident: Omit<Incident, 'closedAt'>) =>
  q.run(sql`insert into release_incident (id, person_id, client_id, kind, consent_id, job_id, part, records, fetched, opened_at)
    values (${incident.id}, ${incident.personId}, ${incident.clientId}, ${incident.kind}, ${incident.consentId},
      ${incident.jobId}, ${incident.part}, ${incident.records}, ${incident.fetched}, ${incident.openedAt})
    on conflict do nothing`);

/** Open ones first, the newest first; of one person where it is named. */
export const selectIncidents = (q: Queries, personId: number | null, limit: number): Promise<Incident[]> =>
  q.query<Incident>(sql`select id, person_id as "personId", client_id as "clientId", kind, consent_id as "consentId",
      job_id as "jobId", part, records, fetched, opened_at as "openedAt", closed_at as "closedAt"
    from release_incident where ${personId}::bigint is null or person_id = ${personId}
    order by closed_at is not null, opened_at desc, id limit ${limit}`);
