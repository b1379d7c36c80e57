import { Command } from 'commander';
import type { Payer } from '../app/context.ts';
import { UsageProblem } from './failure.ts';
import type { Io } from './io.ts';

/** Makes one command of the program. `exit` sets the exit status of a run that ends without an error. */
export type CommandMaker = (io: Io, exit: (status: 0 | 1) => void) => Command;

export interface JsonOption {
  json?: boolean;
}

/** A command with its one line of help. */
export const command = (name: string, summary: string): Command => new Command(name).description(summary);

/** The same, that can also speak to machines. */
export const jsonCommand = (name: string, summary: string): Command =>
  command(name, summary).option('--json', 'print one JSON document on standard output');

/** What an option says as a whole number above 0, of at most so many digits; undefined where it was not given. */
export function wholeNumber(option: string, text: string | undefined, digits_max = 9): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text) || text.length > digits_max)
    throw new UsageProblem(`${option} takes a whole number.`, `For example ${option} 100000.`);
  return Number(text);
}

/** Reads the configuration, opens this payer, does `work`, closes it. */
export async function withPayer<T>(work: (payer: Payer) => Promise<T>): Promise<T> {
  const { openConfiguredPayer } = await import('../app/process.ts');
  return closing(await openConfiguredPayer(), work);
}

/** The same for a process that stays: it logs what it does. `overrides` are settings from the command line. */
export async function asService(
  work: (payer: Payer) => Promise<void>,
  overrides: Record<string, string | undefined> = {},
): Promise<void> {
  const { openConfiguredPayer } = await import('../app/process.ts');
  return closing(await openConfiguredPayer(overrides, 'service'), work);
}

async function closing<T>(payer: Payer, work: (payer: Payer) => Promise<T>): Promise<T> {
  try {
    return await work(payer);
  } finally {
    await payer.close();
  }
}
