import type { Queries, Tx } from '../db/db.ts';
import { findPartner } from '../directory/partners.ts';
import { retractDecision } from '../election/after-decision.ts';
import { decide } from '../election/decide.ts';
import type { NamedPlan } from '../election/decision.ts';
import type { DecideDeps } from '../election/deps.ts';
import { decisionsByRecords } from '../election/store.ts';
import type { Texts } from '../election/texts.ts';
import { personOfPatient } from '../person/store.ts';
import type { DecisionRow, RowFault } from './decision-row.ts';

export interface TakeDeps extends DecideDeps {
  texts: Texts;
}

export type Taken =
  | { outcome: 'accepted'; id: string }
  | { outcome: 'known' }
  | { outcome: 'rejected'; fault: RowFault };

/** What many rows need alike, asked once for all of them. */
export interface Ahead {
  persons: ReadonlyMap<string, number>;
  records: ReadonlyMap<string, { id: string; personId: number }>;
}

export const lookAhead = async (
  q: Queries,
  clientId: string,
  rows: readonly DecisionRow[],
): Promise<Ahead> => ({
  persons: await personOfPatient(q, [...new Set(rows.map(({ memberId }) => memberId))]),
  records: await decisionsByRecords(
    q,
    clientId,
    rows.map(({ recordId }) => recordId),
  ),
});

/** Takes one row by the same door as a member: its record id once, whatever the order of arrival. */
export async function takeRow(
  tx: Tx,
  deps: TakeDeps,
  clientId: string,
  row: DecisionRow,
  ahead?: Ahead,
): Promise<Taken> {
  const rejected = (field: string, code: RowFault['code']): Taken => ({
    outcome: 'rejected',
    fault: { field, code },
  });
  const { persons, records } = ahead ?? (await lookAhead(tx, clientId, [row]));
  const personId = persons.get(row.memberId);
  if (personId === undefined) return rejected('memberId', 'unknown');
  const before = records.get(row.recordId);
  if (row.retracted) {
    if (!before || before.personId !== personId) return rejected('recordId', 'unknown');
    const done = await retractDecision(tx, deps, {
      decisionId: before.id,
      actor: `client:${clientId}`,
      why: 'sent-by-error',
    });
    return done ? { outcome: 'accepted', id: before.id } : { outcome: 'known' };
  }
  if (before) return { outcome: 'known' };
  const gives = row.kind === 'opt-in' || row.kind === 'change';
  const day = row.decidedAt.toISOString().slice(0, 10);
  const text =
    row.textId === undefined || row.textVersion === undefined || row.textVersion === 'current'
      ? undefined
      : deps.texts.find(row.textId, row.textVersion, row.locale ?? 'en', day);
  if (gives && !text) return rejected('textVersion', 'unknown');
  const plans: NamedPlan[] = [];
  if (gives) for (const plan of row.plans) plans.push(await named(tx, plan));
  const stop = row.kind === 'withdraw' ? ('all' as const) : undefined;
  const decided = await decide(tx, deps, {
    personId,
    kind: row.kind,
    scope: row.scope,
    plans,
    stop,
    decidedAt: row.decidedAt,
    effectiveEnd: row.effectiveEnd,
    ...(text
      ? {
          shown: {
            id: text.id,
            version: text.version,
            locale: text.locale,
            sha256: text.sha256,
            source: text.source,
            at: row.decidedAt,
          },
        }
      : {}),
    evidence: {
      signer: row.signerType,
      authorityDocument: row.authorityDocId,
      channel: row.channel,
      method: row.method,
      evidenceDocument: row.evidenceDocId,
      source: clientId,
      recordId: row.recordId,
    },
  });
  return decided === 'known-record' ? { outcome: 'known' } : { outcome: 'accepted', id: decided.id };
}

async function named(tx: Tx, plan: DecisionRow['plans'][number]): Promise<NamedPlan> {
  const partner = await findPartner(tx, plan.payerId ?? plan.name);
  const { relationship, kind, memberIdThere, endedYear, otherName, otherAddress } = plan;
  return {
    partnerId: partner?.id,
    payerNpi: partner?.npi,
    name: partner?.name ?? plan.name,
    kind,
    relationship,
    memberIdThere,
    endedYear,
    otherName,
    otherAddress,
  };
}
