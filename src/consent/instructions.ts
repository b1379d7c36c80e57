import { audit } from '../audit/audit.ts';
import { withdrawFilesOf } from '../bulk/withdrawal.ts';
import type { Queries, Tx } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import { lockPermission } from './permission-lock.ts';
import * as store from './store.ts';

const npi = /^\d{10}$/;

interface Instruction {
  personId: number;
  /** `*`: every payer. */
  recipientNpi: string;
  actor: string;
  at: Date;
}

/** "Do not send to this plan", or to none (`*`): overrides every consent that a partner shows (pdex-156). */
export async function giveInstruction(tx: Tx, instruction: Instruction): Promise<void> {
  await lockPermission(tx, 'change');
  await change(tx, 'instruction.give', instruction, store.insertInstruction);
  await withdrawFilesOf(tx, { personId: instruction.personId, clientId: null, now: instruction.at });
}

/** Lets consents count again. */
export const withdrawInstruction = (tx: Tx, instruction: Instruction): Promise<void> =>
  change(tx, 'instruction.withdraw', instruction, store.endInstruction);

export const listInstructions = store.selectInstructions;

async function change(
  tx: Tx,
  action: string,
  { personId, recipientNpi, actor, at }: Instruction,
  apply: (q: Queries, personId: number, recipientNpi: string, at: Date) => Promise<number>,
): Promise<void> {
  checkPayer(recipientNpi);
  if ((await apply(tx, personId, recipientNpi, at)) === 0) return;
  await audit(tx, { at, actor, action, personId, detail: { recipientNpi } });
}

/** @throws Problem `invalid` */
export function checkPayer(recipientNpi: string): void {
  if (recipientNpi !== '*' && !npi.test(recipientNpi))
    throw new Problem('invalid', 'A payer is named by its NPI of ten digits, or * for every payer.');
}
