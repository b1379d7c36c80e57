/**
 * Persons, not rows: two persons of the index who agree in everything that names somebody and share something of their own are one
 * person whom the loads did not join. They are one candidate, who answers with the record that is covered now.
 */
import type { Candidate, MemberRecord } from '../candidate.ts';
import { compareAddresses } from '../compare/address.ts';
import { compareGiven } from '../compare/given.ts';

export interface MergedCandidate extends Candidate {
  /** The other persons of the index that are this one. */
  linked: number[];
}

export function mergePersons(candidates: readonly Candidate[]): MergedCandidate[] {
  const byIdentity = new Map<string, Candidate[][]>();
  // In one order, so that sums are the same to the last digit in whatever order they were found.
  for (const candidate of [...candidates].sort((a, b) => a.personId - b.personId)) {
    const key = identityOf(candidate);
    const groups = byIdentity.get(key) ?? [];
    const group = key === '' ? undefined : groups.find((known) => isOnePerson(known[0]!, candidate));
    if (group) group.push(candidate);
    else groups.push([candidate]);
    byIdentity.set(key, groups);
  }
  return [...byIdentity.values()].flat().map(joined);
}

function joined(group: readonly Candidate[]): MergedCandidate {
  if (group.length === 1) return { ...group[0]!, linked: [] };
  const [first, ...others] = [...group].sort((a, b) => rankOf(a) - rankOf(b) || a.personId - b.personId);
  return {
    personId: first!.personId,
    records: [first!, ...others].flatMap((one) => one.records),
    identifiers: [first!, ...others].flatMap((one) => one.identifiers),
    linked: others.map((one) => one.personId),
  };
}

const rankOf = ({ records }: Candidate): number =>
  records.some((r) => r.active && r.coverageActive) ? 0 : records.some((r) => r.active) ? 1 : 2;

const currentName = (record: MemberRecord) =>
  record.names.find((name) => name.use === 'current') ?? record.names[0];

function identityOf({ records }: Candidate): string {
  const record = records[0];
  const name = record && currentName(record);
  if (!name || name.family === '' || name.given.length === 0 || !record.birthDate) return '';
  return `${name.family}|${name.given[0]}|${record.birthDate}`;
}

function isOnePerson(one: Candidate, other: Candidate): boolean {
  const [a, b] = [one.records[0]!, other.records[0]!];
  const [x, y] = [currentName(a)!, currentName(b)!];
  if (a.sex !== b.sex && isSex(a.sex) && isSex(b.sex)) return false;
  if (x.suffix !== y.suffix && x.suffix !== '' && y.suffix !== '') return false;
  if (compareGiven(x.given, y.given).middle === 'conflict') return false;
  return (
    compareAddresses(a.addresses, b.addresses) === 'same' ||
    a.telecom.some((p) => b.telecom.some((q) => p.value === q.value)) ||
    one.identifiers.some(
      (p) =>
        (p.kind === 'mbi' || p.kind === 'ssn4') &&
        other.identifiers.some((q) => q.kind === p.kind && q.value === p.value),
    )
  );
}

const isSex = (sex: string | null): boolean => sex === 'male' || sex === 'female';
