import type { Queries, Tx } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { ProgramSource } from '../sensitivity/program-sources.ts';
import type { RuleSet } from '../sensitivity/rule-set.ts';

export async function selectNewestRuleSet(
  q: Queries,
): Promise<{ id: string; sizes: Record<string, number> } | undefined> {
  return q.maybe<{ id: string; sizes: Record<string, number> }>(
    sql`select id, sizes from label_rule_set order by generation desc limit 1`,
  );
}

/** The number of the set: the one that it has, or a new one. The first set of a database is required from the start. */
export async function insertRuleSet(q: Queries, rules: RuleSet, at: Date): Promise<number> {
  await q.run(sql`
    insert into label_rule_set (id, version, sizes, registered_at, required_at)
    select ${rules.id}, ${rules.version}, ${JSON.stringify(rules.size)}::jsonb, ${at},
      case when exists (select from label_rule_set) then null else ${at}::timestamptz end
    on conflict (id) do nothing`);
  const { generation } = await q.one<{ generation: number }>(
    sql`select generation from label_rule_set where id = ${rules.id}`,
  );
  return generation;
}

/** Records that were labelled by an older set do not leave; 0: any set will do. */
export async function requiredGeneration(q: Queries): Promise<number> {
  const { required } = await q.one<{ required: number }>(
    sql`select coalesce((select generation from label_rule_set where required_at is not null
      order by required_at desc, generation desc limit 1), 0) as required`,
  );
  return required;
}

/** From now on, older labels do not count. */
export async function requireRuleSet(q: Queries, generation: number, at: Date): Promise<void> {
  await q.run(sql`update label_rule_set set required_at = ${at} where generation = ${generation}`);
}

export async function selectSources(q: Queries): Promise<ProgramSource[]> {
  return q.query<ProgramSource>(sql`
    select npi, reference, kind, valid_from::text as "from", valid_to::text as "to" from program_source`);
}

export async function insertSources(
  q: Queries,
  sources: readonly (ProgramSource & { evidence: string })[],
  at: Date,
): Promise<void> {
  for (const { npi, reference, kind, from, to, evidence } of sources)
    await q.run(sql`
      insert into program_source (npi, reference, kind, valid_from, valid_to, evidence, added_at)
      values (${npi}, ${reference}, ${kind}, ${from}, ${to}, ${evidence}, ${at})`);
}

export interface LabelReason {
  ref: string;
  mask: number;
  /** `label`, `notice`, `programme`, `code`, `term`, `attachment`; `closure` for what came from another record. */
  source: string;
  rule: string;
  path: string;
}

/** Replaces what is known about the labels of these records of one person. */
export async function replaceReasons(
  tx: Tx,
  personId: number,
  refs: readonly string[],
  reasons: readonly LabelReason[],
): Promise<void> {
  await tx.run(
    sql`delete from label_reason where person_id = ${personId} and ref = any (${[...refs]}::text[])`,
  );
  if (reasons.length === 0) return;
  await tx.run(sql`
    insert into label_reason (person_id, ref, mask, source, rule, path)
    select ${personId}, * from unnest(${reasons.map((r) => r.ref)}::text[], ${reasons.map((r) => r.mask)}::int[],
      ${reasons.map((r) => r.source)}::text[], ${reasons.map((r) => r.rule)}::text[], ${reasons.map((r) => r.path)}::text[])`);
}

export async function selectReasons(q: Queries, personId: number, ref: string): Promise<LabelReason[]> {
  return q.query<LabelReason>(sql`
    select ref, mask, source, rule, path from label_reason where person_id = ${personId} and ref = ${ref}
    order by source, rule, path`);
}

/** Of these persons, those of whom a label was ever explained or received. */
export async function personsWithReasons(q: Queries, personIds: readonly number[]): Promise<number[]> {
  const persons = sql`${[...personIds]}::bigint[]`;
  const rows = await q.query<{ person_id: number }>(sql`
    select person_id from label_reason where person_id = any (${persons})
    union select person_id from label_received where person_id = any (${persons})`);
  return rows.map((row) => row.person_id);
}

/** Labels that came with records, of one person, by ref. */
export async function selectReceived(q: Queries, personId: number): Promise<Map<string, number>> {
  const rows = await q.query<{ ref: string; mask: number }>(
    sql`select ref, mask from label_received where person_id = ${personId}`,
  );
  return new Map(rows.map((row) => [row.ref, row.mask]));
}

/** Adds to them: none is ever taken away. */
export async function addReceived(
  tx: Tx,
  personId: number,
  received: readonly { ref: string; mask: number }[],
): Promise<void> {
  if (received.length === 0) return;
  await tx.run(sql`
    insert into label_received (person_id, ref, mask)
    select ${personId}, * from unnest(${received.map((r) => r.ref)}::text[], ${received.map((r) => r.mask)}::int[])
    on conflict (person_id, ref) do update set mask = label_received.mask | excluded.mask`);
}

/** Until the transaction ends, nobody else closes labels under this key. */
export async function lockClosing(tx: Tx, key: string): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`labels ${key}`}, 0))`);
}

export interface Incident {
  personId: number;
  ref: string;
  /** The classes that were found late. */
  mask: number;
  clientId: string;
  jobId: string;
}

/** Opens incidents; one that is there already stays as it is. @returns how many are new */
export async function insertIncidents(tx: Tx, incidents: readonly Incident[], at: Date): Promise<number> {
  if (incidents.length === 0) return 0;
  return tx.run(sql`
    insert into label_incident (person_id, ref, mask, client_id, job_id, found_at)
    select *, ${at}::timestamptz from unnest(${incidents.map((i) => i.personId)}::bigint[], ${incidents.map((i) => i.ref)}::text[],
      ${incidents.map((i) => i.mask)}::int[], ${incidents.map((i) => i.clientId)}::text[], ${incidents.map((i) => i.jobId)}::uuid[])
    on conflict (person_id, ref, mask, client_id) do nothing`);
}

export interface RuleSetRow {
  generation: number;
  id: string;
  version: string;
  registeredAt: Date;
  requiredAt: Date | null;
}

export const selectRuleSets = (q: Queries): Promise<RuleSetRow[]> =>
  q.query<RuleSetRow>(sql`
    select generation, id, version, registered_at as "registeredAt", required_at as "requiredAt"
    from label_rule_set order by generation`);

export async function countOpenIncidents(q: Queries): Promise<number> {
  return (await q.one<{ n: number }>(sql`select count(*) as n from label_incident where closed_at is null`))
    .n;
}
