/** Brings both payers' halves of the ledger together: what was released, what came, what stayed behind and why. */
import type { Payer } from '../app/context.ts';
import { filesOf, ledgerOf } from '../exchange/request/operate.ts';
import type { Exchange, Transfer } from '../exchange/request/transfer.ts';
import { selectLedger } from '../export/store.ts';
import { personOfPatient } from '../person/store.ts';
import type { TypeCounts, Withheld } from './report.ts';

/** One line of `ledger.csv`. `member` is empty for what belongs to nobody (organizations, practitioners, …). */
export interface LedgerLine {
  member: string;
  type: string;
  released: number;
  received: number;
  stored: number;
  quarantined: number;
  duplicate: number;
  withheld: number;
  /** Why; empty for what was not withheld. */
  reason: string;
}

export interface Gathered {
  types: TypeCounts[];
  withheld: Withheld[];
  lines: LedgerLine[];
}

/** Names the job of a status URL: its last segment. */
export const jobOf = (statusUrl: string): string => new URL(statusUrl).pathname.split('/').at(-1)!;

export async function gather(
  payers: { responding: Payer; requesting: Payer },
  transfers: readonly Transfer[],
  exchanges: readonly Exchange[],
): Promise<Gathered> {
  const lines = new Map<string, LedgerLine>();
  const line = (member: string, type: string, reason = ''): LedgerLine => {
    const key = JSON.stringify([member, type, reason]);
    let found = lines.get(key);
    if (!found) {
      found = {
        member,
        type,
        released: 0,
        received: 0,
        stored: 0,
        quarantined: 0,
        duplicate: 0,
        withheld: 0,
        reason,
      };
      lines.set(key, found);
    }
    return found;
  };
  const manifest = new Map<string, number>();
  for (const transfer of transfers) {
    const members = exchanges.filter((e) => e.transferId === transfer.id);
    await addReleased(payers.responding, transfer, members, line);
    await addReceived(payers.requesting, transfer, members, line, manifest);
  }
  const all = [...lines.values()].sort(
    (a, b) => compare(a.member, b.member) || compare(a.type, b.type) || compare(a.reason, b.reason),
  );
  return { types: typesOf(all, manifest), withheld: withheldOf(all), lines: all };
}

type LineOf = (member: string, type: string, reason?: string) => LedgerLine;

/** The responding payer's half: its ledger by its own persons, named by the ids that the cohort submitted. */
async function addReleased(
  payer: Payer,
  transfer: Transfer,
  members: readonly Exchange[],
  line: LineOf,
): Promise<void> {
  if (transfer.exportStatusUrl === null) return;
  const patients = members.flatMap((e) => (e.partnerPatientId === null ? [] : [e.partnerPatientId]));
  const persons = await personOfPatient(payer.db, patients);
  const names = new Map(
    members.flatMap((e) => {
      const person = e.partnerPatientId === null ? undefined : persons.get(e.partnerPatientId);
      return person === undefined ? [] : [[person, e.submittedId] as const];
    }),
  );
  for (const entry of await selectLedger(payer.db, jobOf(transfer.exportStatusUrl))) {
    const member = names.get(entry.personId) ?? '';
    if (entry.reason === '') line(member, entry.type).released += entry.count;
    else line(member, entry.type, entry.reason).withheld += entry.count;
  }
}

/** The requesting payer's half: what each file's lines became, and what the manifest had announced. */
async function addReceived(
  payer: Payer,
  transfer: Transfer,
  members: readonly Exchange[],
  line: LineOf,
  manifest: Map<string, number>,
): Promise<void> {
  const names = new Map(members.map((e) => [e.personId, e.submittedId]));
  for (const row of await ledgerOf(payer.db, transfer.id)) {
    const into = line(names.get(row.personId) ?? '', row.type);
    into.received += row.received;
    into.stored += row.stored;
    into.quarantined += row.quarantined;
    into.duplicate += row.duplicate;
  }
  for (const file of await filesOf(payer.db, transfer.id)) {
    if (file.kind !== 'output') continue;
    const announced = file.manifestCount ?? file.received ?? 0;
    manifest.set(file.type, (manifest.get(file.type) ?? 0) + announced);
  }
}

function typesOf(lines: readonly LedgerLine[], manifest: ReadonlyMap<string, number>): TypeCounts[] {
  const types = new Map<string, TypeCounts>();
  const of = (type: string): TypeCounts => {
    let counts = types.get(type);
    if (!counts) {
      counts = {
        type,
        released: 0,
        manifest: manifest.get(type) ?? 0,
        received: 0,
        stored: 0,
        quarantined: 0,
        duplicate: 0,
      };
      types.set(type, counts);
    }
    return counts;
  };
  for (const type of manifest.keys()) of(type);
  for (const line of lines) {
    if (line.reason !== '') continue;
    const counts = of(line.type);
    for (const name of ['released', 'received', 'stored', 'quarantined', 'duplicate'] as const) {
      counts[name] += line[name];
    }
  }
  return [...types.values()].sort((a, b) => compare(a.type, b.type));
}

function withheldOf(lines: readonly LedgerLine[]): Withheld[] {
  const counts = new Map<string, Withheld>();
  for (const { type, reason, withheld } of lines) {
    if (reason === '') continue;
    const key = `${type} ${reason}`;
    const found = counts.get(key) ?? { type, reason, count: 0 };
    found.count += withheld;
    counts.set(key, found);
  }
  return [...counts.values()].sort((a, b) => compare(a.type, b.type) || compare(a.reason, b.reason));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
