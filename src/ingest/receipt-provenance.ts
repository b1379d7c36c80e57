import { hash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Tx } from '../db/db.ts';
import { npiSystem, profile, system } from '../fhir/systems.ts';
import { openMerge } from '../record/merge.ts';
import type { RecordRow } from '../record/record-row.ts';
import { changedRefs } from '../record/referring.ts';
import { stampWrite } from '../record/write-stamp.ts';

/** A Provenance with more targets is cut into several. */
export const receiptTargets_max = 2_000;

export interface Payer {
  name: string;
  npi: string;
}

export interface Receipt {
  transferId: string;
  personId: number;
  /** Our own `Type/id`s of what was received. */
  targets: readonly string[];
  /** The payer that we received it from, and ourselves. */
  partner: Payer;
  self: Payer;
  received: Date;
  /** The rule set by which it has no label (`Labelling.generation`). */
  ruleSet: number;
}

const organization = ({ name, npi }: Payer) => ({
  identifier: { system: npiSystem, value: npi },
  display: name,
});

const agent = (codeSystem: string, code: string, who: Payer) => ({
  type: { coding: [{ system: codeSystem, code }] },
  who: organization(who),
});

/**
 * Our own Provenance of what one member's transfer brought: from whom, to whom, when (pdex-11, 14-20; p2p 5.11). The
 * partner is its author and transmitter, we are its custodian. The id follows from transfer and member, so that writing
 * it again changes nothing; the received Provenances stay beside it.
 */
export function receiptProvenance(receipt: Receipt): RecordRow[] {
  const rows: RecordRow[] = [];
  for (let from = 0; from < receipt.targets.length; from += receiptTargets_max)
    rows.push(part(receipt, rows.length, receipt.targets.slice(from, from + receiptTargets_max)));
  return rows;
}

function part(receipt: Receipt, number: number, targets: readonly string[]): RecordRow {
  const id = hash('sha256', `receipt|${receipt.transferId}|${receipt.personId}|${number}`, 'hex').slice(
    0,
    32,
  );
  const recorded = receipt.received.toISOString();
  const resource = {
    resourceType: 'Provenance',
    id,
    meta: { lastUpdated: recorded, profile: [profile.pdexProvenance] },
    target: targets.map((reference) => ({ reference })),
    recorded,
    agent: [
      agent(system.participantType, 'author', receipt.partner),
      agent(system.coreProvenanceParticipant, 'transmitter', receipt.partner),
      agent(system.participantType, 'custodian', receipt.self),
    ],
    entity: [{ role: 'source', what: organization(receipt.partner) }],
  };
  return {
    personId: receipt.personId,
    ref: `Provenance/${id}`,
    type: 'Provenance',
    origin: 0,
    originRef: null,
    serviceStart: null,
    serviceEnd: null,
    reach: null,
    paChanged: null,
    paUntil: null,
    paDocument: false,
    withheld: null,
    labels: 0,
    ruleSet: receipt.ruleSet,
    refs: targets.filter((ref) => !ref.startsWith('Patient/')),
    // Without the times: the same receipt written again is the same.
    hash: hash('sha256', `${id} ${targets.join(' ')}`, 'buffer'),
    text: Buffer.from(JSON.stringify(resource)),
    source: null,
  };
}

export interface WriteReceipts extends Omit<Receipt, 'targets' | 'personId' | 'received'> {
  partnerId: number;
  personIds: readonly number[];
  /** Records of the partner that changed here at or after this belong to the transfer: its first write. */
  since: Date;
}

/** Writes the receipts of a transfer. A member who got nothing new gets none. @returns how many were stored */
export async function writeReceipts(tx: Tx, clock: Clock, receipts: WriteReceipts): Promise<number> {
  const received = await stampWrite(tx, clock);
  const merge = openMerge(tx, { lastUpdated: received });
  for (const personId of receipts.personIds) {
    const targets = await changedRefs(tx, personId, receipts.partnerId, receipts.since);
    for (const row of receiptProvenance({ ...receipts, personId, targets, received })) {
      const wait = merge.add(row, { file: 0, line: 0 });
      if (wait) await wait;
    }
  }
  return (await merge.finish()).counts.stored;
}
