import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { NormalAddress, NormalName } from '../person/normalise.ts';
import type { Candidate, HeldIdentifier, MemberRecord } from './candidate.ts';
import type { Found, MatchDecision } from './decide.ts';
import type { MemberQuery } from './query.ts';

/** Persons that one index probe may bring; a probe that brings more is too common to be somebody's. */
export const candidatesPerProbe_max = 100;

/** Everybody who holds a number of the query, and everybody of its family names and birth date. Indexes only. */
export async function retrieve(q: Queries, query: MemberQuery): Promise<Found> {
  const values = [...new Set(query.identifiers.map((id) => id.value))];
  const families = [...new Set(query.names.map((name) => name.family).filter((family) => family !== ''))];
  const patterns = families.map((family) => JSON.stringify([{ family }]));
  const limit = candidatesPerProbe_max + 1;
  const probes = await q.query<{ person_id: number; probe: string }>(sql`
    (select distinct person_id, 'identifier' as probe from member_identifier
      where value = any(${values}::text[]) and kind in ('member', 'subscriber', 'umb') limit ${limit})
    union all
    (select distinct person_id, 'birth-date' as probe from member
      where birth_date = ${query.birthDate ?? null}::date and names @> any(${patterns}::jsonb[]) limit ${limit})`);
  const truncated = ['identifier', 'birth-date'].some(
    (probe) => probes.filter((row) => row.probe === probe).length > candidatesPerProbe_max,
  );
  const persons = [...new Set(probes.map((row) => row.person_id))];
  return { candidates: truncated ? [] : await readCandidates(q, persons), truncated };
}

interface MemberRow {
  person_id: number;
  patient_id: string;
  names: Partial<NormalName>[];
  birth_date: string | null;
  sex: MemberRecord['sex'];
  address: Partial<NormalAddress>[];
  active: boolean;
}

async function readCandidates(q: Queries, persons: readonly number[]): Promise<Candidate[]> {
  if (persons.length === 0) return [];
  const members = await q.query<MemberRow>(sql`
    select person_id, patient_id, names, birth_date, sex, address, active from member
    where person_id = any(${[...persons]}::bigint[])
    order by person_id, active desc, updated_at desc, patient_id`);
  const identifiers = await q.query<HeldIdentifier & { person_id: number }>(sql`
    select person_id, kind, system, value from member_identifier
    where person_id = any(${[...persons]}::bigint[]) and kind <> 'other'
    order by person_id, kind, system, value`);
  const byPerson = new Map<number, Candidate>();
  for (const row of members) {
    const candidate = byPerson.get(row.person_id) ?? {
      personId: row.person_id,
      records: [],
      identifiers: [],
    };
    candidate.records.push(recordOf(row));
    byPerson.set(row.person_id, candidate);
  }
  for (const { person_id, kind, system, value } of identifiers) {
    byPerson.get(person_id)?.identifiers.push({ kind, system, value });
  }
  return [...byPerson.values()];
}

const recordOf = (row: MemberRow): MemberRecord => ({
  patientId: row.patient_id,
  names: row.names.map(({ family = '', given = [], suffix = '' }) => ({ family, given, suffix })),
  birthDate: row.birth_date,
  sex: row.sex,
  addresses: row.address.map(({ line = '', city = '', state = '', postal = '' }) => ({
    line,
    city,
    state,
    postal,
  })),
  active: row.active,
});

export type Outcome = 'match' | 'nomatch' | 'consentconstraint';

/** A decision with what consent made of it, as it is kept. */
export interface DecisionRecord {
  id: string;
  clientId: string;
  /** The bulk job and which of its MemberBundles, from 0. */
  job?: { id: string; seq: number };
  submittedId: string;
  decision: MatchDecision;
  outcome: Outcome;
  /** Why consent refused: for operators, never for the partner. */
  consentReason?: string | undefined;
  /** Matched: the last day of the consent, `YYYY-MM-DD`. */
  releasedUntil?: string | undefined;
  at: Date;
}

/** Keeps a decision. A step of a job that is replayed keeps the first. */
export async function saveDecision(q: Queries, record: DecisionRecord): Promise<void> {
  const { decision } = record;
  await q.run(sql`insert into match_decision (id, client_id, job_id, seq, submitted_id, decision, person_id, patient_id,
      outcome, consent_reason, released_until, reasons, candidates, engine, fingerprint, decided_at)
    values (${record.id}, ${record.clientId}, ${record.job?.id ?? null}, ${record.job?.seq ?? null},
      ${record.submittedId}, ${decision.decision}, ${decision.personId ?? null}, ${decision.patientId ?? null},
      ${record.outcome}, ${record.consentReason ?? null}, ${record.releasedUntil ?? null},
      ${JSON.stringify(decision.reasons)}::jsonb, ${JSON.stringify(decision.candidates)}::jsonb,
      ${decision.engine}, ${decision.fingerprint}, ${record.at})
    on conflict (job_id, seq) do nothing`);
}

/** What was decided for each MemberBundle of a job, by its place. */
export interface JobDecision {
  seq: number;
  outcome: Outcome;
  personId: number | null;
  patientId: string | null;
  releasedUntil: string | null;
}

export async function decisionsOfJob(q: Queries, jobId: string): Promise<JobDecision[]> {
  const rows = await q.query<{
    seq: number;
    outcome: Outcome;
    person_id: number | null;
    patient_id: string | null;
    released_until: string | null;
  }>(sql`select seq, outcome, person_id, patient_id, released_until from match_decision
    where job_id = ${jobId} order by seq`);
  return rows.map((row) => ({
    seq: row.seq,
    outcome: row.outcome,
    personId: row.person_id,
    patientId: row.patient_id,
    releasedUntil: row.released_until,
  }));
}

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
