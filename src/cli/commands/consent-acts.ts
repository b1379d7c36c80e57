import type { Payer } from '../../app/context.ts';
import type { Tx } from '../../db/db.ts';
import { type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { type Io, print } from '../io.ts';

/** Who does it, for the audit. */
export interface ByOption extends JsonOption {
  by: string;
}

/** A command that somebody has to answer for. */
export const actCommand = (name: string, summary: string) =>
  jsonCommand(name, summary).option('--by <name>', 'who does it, for the audit', 'cli');

export interface Act {
  actor: string;
  at: Date;
}

/** One transaction of an officer. */
export const act = <T>(options: ByOption, work: (tx: Tx, payer: Payer, act: Act) => Promise<T>): Promise<T> =>
  withPayer((payer) =>
    payer.db.tx((tx) => work(tx, payer, { actor: `operator:${options.by}`, at: payer.clock.now() })),
  );

export const told = (io: Io, options: JsonOption, document: object, text: string): void =>
  print(io, options.json, { ok: true, ...document }, () => text);

/** `2024-01-01..2024-12-31`, either end absent. */
export function range(text: string | undefined): [from: string | null, to: string | null] {
  const [from = '', to = ''] = (text ?? '..').split('..');
  return [from || null, to || null];
}
