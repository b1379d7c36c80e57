import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../clock/random.ts';
import type { Db, Queries, Tx } from '../../db/db.ts';
import { isUuid } from '../../db/uuid.ts';
import { Problem } from '../../problem/problem.ts';
import { addTask } from '../../queue/queue.ts';
import { type ReceivedFile, selectFiles, selectLedger, selectLedgerOfMember } from './files-store.ts';
import { transferStep } from './step-kind.ts';
import { acceptedNotice } from './steps/verify.ts';
import {
  changeExchange,
  changeLiveExchanges,
  insertTransfer,
  lockTransfer,
  moveTransfer,
  selectAllExchanges,
  selectEvents,
  selectExchange,
  selectExchanges,
  selectTransfer,
} from './store.ts';
import { addNotices, type Exchange, type Transfer } from './transfer.ts';

export interface OperateDeps {
  db: Db;
  clock: Clock;
  random: Random;
}

const list_max = 10_000;

/** Newest first. */
export const listExchanges = (
  q: Queries,
  filter: { state?: string; limit?: number } = {},
): Promise<Exchange[]> =>
  selectAllExchanges(q, { state: filter.state, limit: Math.min(filter.limit ?? list_max, list_max) });

export interface ExchangeDetail {
  exchange: Exchange;
  transfer: Transfer | undefined;
  files: ReceivedFile[];
  events: { at: Date; state: string; detail: string }[];
}

/** One exchange with its history and what it received. */
export async function showExchange(q: Queries, id: string): Promise<ExchangeDetail> {
  const exchange = isUuid(id) ? await selectExchange(q, id) : undefined;
  if (!exchange) throw new Problem('not-found', 'There is no such exchange.');
  const { transferId } = exchange;
  return {
    exchange,
    transfer: transferId ? await selectTransfer(q, transferId) : undefined,
    files: transferId ? await selectFiles(q, transferId) : [],
    events: await selectEvents(q, id),
  };
}

export {
  selectExchanges as exchangesOf,
  selectFiles as filesOf,
  selectLedger as ledgerOf,
  selectLedgerOfMember as ledgerOfMember,
  selectTransfer as getTransfer,
};

/** No step of this transfer will run any more. */
export const isSettled = (transfer: Transfer): boolean => transfer.nextAt === null;

/**
 * Ends one member's exchange: nothing more is asked for it. When it was the last of its transfer, what runs at the partner
 * is ended too. What was stored stays.
 */
export const cancelExchange = (deps: OperateDeps, id: string, why: string): Promise<void> =>
  deps.db.tx((tx) => cancelExchangeIn(tx, deps, id, why));

/** The same, in the transaction of the decision that ends it. */
export async function cancelExchangeIn(
  tx: Tx,
  deps: Pick<OperateDeps, 'clock'>,
  id: string,
  why: string,
): Promise<void> {
  const { exchange, transfer } = await locked(tx, id);
  if (exchange.state === 'closed') return;
  const now = deps.clock.now();
  await changeExchange(tx, id, { state: 'closed', reason: why }, now);
  const others = (await selectExchanges(tx, transfer.id)).filter(
    (e) => e.state !== 'closed' && e.state !== 'match-failed',
  );
  const over = ['stored', 'match-failed', 'closing', 'closed'].includes(transfer.state);
  if (others.length > 0 || over) return;
  await moveTransfer(tx, transfer, 'closing', { attempts: 0, reason: 'cancelled' }, now, now);
  await addTask(tx, transferStep, transfer.id, now);
}

/**
 * Takes an exchange up again: a transfer that waits goes on where it stopped (`accept`: a manifest that did not add up
 * is taken as it is); a member that did not match is asked for again, in a transfer of its own. Anything else is a
 * Problem `conflict`.
 */
export async function retryExchange(
  deps: OperateDeps,
  id: string,
  options: { accept?: boolean } = {},
): Promise<void> {
  await deps.db.tx(async (tx) => {
    const { exchange, transfer } = await locked(tx, id);
    if (exchange.state === 'match-failed') return matchAgain(tx, deps, exchange, transfer);
    if (transfer.state !== 'waiting' || !transfer.resumeState)
      throw new Problem('conflict', 'The exchange neither waits nor failed: there is nothing to retry.');
    const now = deps.clock.now();
    const notices = options.accept ? addNotices(transfer.notices, [acceptedNotice]) : transfer.notices;
    // Not accepted: the data is asked for once more, all of it.
    const recount = transfer.reason === 'manifest-count-mismatch' && !options.accept;
    const to = recount ? 'matched' : transfer.resumeState;
    const change = { attempts: 0, reason: null, resumeState: null, notices };
    await moveTransfer(tx, transfer, to, change, now, now);
    await changeLiveExchanges(
      tx,
      transfer.id,
      to === 'closing' || to === 'waiting' || to === 'closed' ? undefined : to,
      { reason: null, nextStep: null },
      now,
    );
    await addTask(tx, transferStep, transfer.id, now);
  });
}

/** Asks for what changed since, for the members of a stored transfer: the Group is used again (run-off, O31). */
export const pullAgain = (deps: OperateDeps, transferId: string): Promise<string> =>
  deps.db.tx((tx) => pullAgainIn(tx, deps, transferId));

/** The same, in the transaction of whoever asks. */
export async function pullAgainIn(
  tx: Tx,
  deps: Omit<OperateDeps, 'db'>,
  transferId: string,
): Promise<string> {
  const before = await lockTransfer(tx, transferId);
  if (before?.state !== 'stored')
    throw new Problem('conflict', 'Only a stored transfer can be pulled again.');
  const now = deps.clock.now();
  const id = deps.random.uuid();
  const { partnerId, wire, groupId } = before;
  await insertTransfer(tx, { id, partnerId, wire, state: 'matched', groupId, now });
  for (const exchange of await selectExchanges(tx, transferId))
    if (exchange.state === 'stored')
      await changeExchange(tx, exchange.id, { state: 'matched', transferId: id }, now);
  await addTask(tx, transferStep, id, now);
  return id;
}

async function matchAgain(tx: Tx, deps: OperateDeps, exchange: Exchange, transfer: Transfer): Promise<void> {
  const now = deps.clock.now();
  const id = deps.random.uuid();
  const { partnerId, wire } = transfer;
  await insertTransfer(tx, { id, partnerId, wire, state: 'partner-known', now });
  await changeExchange(tx, exchange.id, { state: 'partner-known', transferId: id }, now);
  await addTask(tx, transferStep, id, now);
}

async function locked(tx: Tx, id: string): Promise<{ exchange: Exchange; transfer: Transfer }> {
  const exchange = isUuid(id) ? await selectExchange(tx, id) : undefined;
  const transfer = exchange?.transferId ? await lockTransfer(tx, exchange.transferId) : undefined;
  if (!exchange || !transfer) throw new Problem('not-found', 'There is no such exchange.');
  return { exchange, transfer };
}
