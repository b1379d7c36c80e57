/** What flow tests do with two payers beyond opening and settling: ask with papers of their own, stop half way, look. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Payer } from '../../src/app/context.ts';
import { listConsents, revokeConsent } from '../../src/consent/consents.ts';
import { sql } from '../../src/db/sql.ts';
import { singleParameters } from '../../src/demo/people/cohort.ts';
import { kindCover } from '../../src/demo/people/payers.ts';
import type { Resource } from '../../src/demo/people/resource.ts';
import { sampleCohort } from '../../src/demo/people/sample.ts';
import { findPartner } from '../../src/directory/partners.ts';
import { parseCohort } from '../../src/exchange/request/cohort.ts';
import { type Opened, openExchanges } from '../../src/exchange/request/open-exchanges.ts';
import { getTransfer, isSettled } from '../../src/exchange/request/operate.ts';
import type { Exchange, Transfer, TransferState, Wire } from '../../src/exchange/request/transfer.ts';
import { personOfPatient } from '../../src/person/store.ts';
import { enquiries, type Who } from './people.ts';
import type { TwoPayers } from './two-payers.ts';

export type Json = Record<string, unknown>;

export interface Papers {
  MemberPatient: Resource;
  CoverageToMatch: Resource;
  CoverageToLink: Resource;
  Consent: Resource;
}

/** `$member-match` Parameters of a sample member, with one's papers changed. */
export function papersOf(who: Who, asOf: Date, change: (papers: Papers) => void = () => {}): Json {
  const enquiry = structuredClone(sampleCohort(asOf).find((e) => e.id === enquiries[who])!);
  change(enquiry.parts);
  return singleParameters(enquiry);
}

/** Opens exchanges for members whose papers the test wrote. */
export async function requestWith(
  { requesting }: TwoPayers,
  papers: readonly Json[],
  wire: Wire = 'bulk',
): Promise<Opened> {
  const partner = (await findPartner(requesting.db, kindCover.npi))!;
  const cohort = parseCohort(Buffer.from(papers.map((p) => JSON.stringify(p)).join('\n')));
  return requesting.db.tx((tx) => openExchanges(tx, requesting, { partner, cohort, wire }));
}

const reach_ms_max = 30_000;

/** Moves the clock until a transfer is in a state. Throws when it ended or takes too long. */
export async function reach(
  { requesting, clock }: TwoPayers,
  transferId: string,
  state: TransferState,
): Promise<Transfer> {
  const until_ms = performance.now() + reach_ms_max;
  for (;;) {
    const transfer = (await getTransfer(requesting.db, transferId))!;
    if (transfer.state === state) return transfer;
    if (isSettled(transfer) || performance.now() > until_ms)
      throw new Error(`never ${state}: ${transfer.state} ${transfer.reason ?? ''}`);
    clock.advance(0.5);
    await delay(10);
  }
}

/** As `reach`, with the clock standing still: what is due is done, what waits stays. */
export async function standsAt(payers: TwoPayers, transferId: string, state: TransferState): Promise<void> {
  const still = { ...payers, clock: { ...payers.clock, advance: () => {} } };
  await reach(still, transferId, state);
}

export interface Held {
  personId: number;
  ref: string;
  type: string;
  text: string;
  json: Json;
}

/** Everything that a payer holds, or what it holds of one person. */
export async function heldAt({ db }: Payer, personId?: number): Promise<Held[]> {
  const rows = await db.query<
    Omit<Held, 'json'>
  >(sql`select person_id as "personId", ref, type, text from resource
    where ${personId ?? null}::bigint is null or person_id = ${personId ?? null} order by person_id, ref`);
  return rows.map((row) => ({ ...row, json: JSON.parse(row.text) as Json }));
}

/** Our own person behind a Patient id of the extract. */
export async function personAt({ db }: Payer, patientId: string): Promise<number> {
  const id = (await personOfPatient(db, [patientId])).get(patientId);
  if (id === undefined) throw new Error(`nobody is ${patientId}`);
  return id;
}

/** The member takes back every consent at the old payer; fails where there is none. */
export async function revokeAll({ responding, clock }: TwoPayers, patientId: string): Promise<void> {
  const personId = await personAt(responding, patientId);
  const consents = (await listConsents(responding.db, { personId })).filter((c) => c.revokedAt === null);
  if (consents.length === 0) throw new Error(`${patientId} has no consent to take back`);
  await responding.db.tx(async (tx) => {
    for (const { id } of consents)
      await revokeConsent(tx, { id, why: 'the member said so', actor: 'operator:test', at: clock.now() });
  });
}

export function exchangeOf(exchanges: readonly Exchange[], who: Who): Exchange {
  const found = exchanges.find((e) => e.submittedId === enquiries[who]);
  if (!found) throw new Error(`no exchange of ${who}`);
  return found;
}

/** Every relative reference in the records that none of them answers. */
export function dangling(records: readonly Held[]): string[] {
  const held = new Set(records.map((r) => `${r.json.resourceType as string}/${r.json.id as string}`));
  return records
    .flatMap(({ text }) => [...text.matchAll(/"reference":\s*"([^"]+)"/g)].map((m) => m[1]!))
    .filter((ref) => !/^(https?:|#|urn:)/.test(ref) && !held.has(ref));
}
