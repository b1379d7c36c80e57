import { setTimeout as delay } from 'node:timers/promises';
import type { Payer } from '../app/context.ts';
import { exchangesOf, filesOf, getTransfer, isSettled } from '../exchange/request/operate.ts';
import type { Exchange, Transfer } from '../exchange/request/transfer.ts';

/** Where the time of an exchange went, in seconds. */
export interface Phases {
  match: number;
  export: number;
  /** Until the last file had come. */
  download: number;
  /** What came after the last download: taking in, checking, settling. */
  ingest: number;
}

export interface Followed {
  transfers: Transfer[];
  exchanges: Exchange[];
  seconds: Phases;
  /** Interrupted, or a transfer waits for a person: not everything came to its end. */
  unfinished: boolean;
}

const look_ms = 60;

type Phase = keyof Phases;

/** Watches transfers until none has a step to come. `tell` gets the state of all whenever it changed. */
export async function follow(
  payer: Payer,
  transferIds: readonly string[],
  tell: (text: string) => void,
  interrupted: AbortSignal,
): Promise<Followed> {
  const seconds: Phases = { match: 0, export: 0, download: 0, ingest: 0 };
  let told = '';
  let before_ms = performance.now();
  for (;;) {
    const transfers: Transfer[] = [];
    for (const id of transferIds) transfers.push((await getTransfer(payer.db, id))!);
    const now_ms = performance.now();
    const phase = await phaseOf(payer, transfers);
    if (phase) seconds[phase] += (now_ms - before_ms) / 1000;
    before_ms = now_ms;
    const text = summary(transfers);
    if (text !== told) tell(text);
    told = text;
    const unfinished = !transfers.every(isSettled);
    if (!unfinished || interrupted.aborted) {
      const exchanges: Exchange[] = [];
      for (const id of transferIds) exchanges.push(...(await exchangesOf(payer.db, id)));
      return { transfers, exchanges, seconds, unfinished };
    }
    await delay(look_ms);
  }
}

/** The phase of the transfer that is furthest behind: the time belongs to it. */
async function phaseOf(payer: Payer, transfers: readonly Transfer[]): Promise<Phase | undefined> {
  const states = new Set(transfers.map((t) => t.state));
  if (states.has('opted-in') || states.has('partner-known') || states.has('matching')) return 'match';
  if (states.has('matched') || states.has('exporting')) return 'export';
  if (!states.has('downloading')) return states.has('verifying') ? 'ingest' : undefined;
  for (const { id, state } of transfers) {
    if (state !== 'downloading') continue;
    const files = await filesOf(payer.db, id);
    if (files.some((file) => file.state === 'listed')) return 'download';
  }
  return 'ingest';
}

function summary(transfers: readonly Transfer[]): string {
  if (transfers.length === 1) return transfers[0]!.state;
  const counts = new Map<string, number>();
  for (const { state } of transfers) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${state} ${count}`).join(', ');
}
