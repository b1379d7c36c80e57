import { getPartner } from '../../directory/partners.ts';
import { PartnerFailure } from '../../net/failure.ts';
import { backoff_s } from '../../net/retry-after.ts';
import { addTask } from '../../queue/queue.ts';
import type { RequestDeps } from './deps.ts';
import { type ExchangeLimits, exchangeLimitsOf } from './limits.ts';
import { nextStepFor } from './next-step.ts';
import { type Outcome, type Step, waitFor } from './outcome.ts';
import { transferStep } from './step-kind.ts';
import { clean } from './steps/clean.ts';
import { close } from './steps/close.ts';
import { kickOffExport, pollExport } from './steps/export.ts';
import { bringFiles } from './steps/files.ts';
import { knowPartner } from './steps/know-partner.ts';
import { kickOffMatch, pollMatch } from './steps/match-bulk.ts';
import { matchSingle } from './steps/match-single.ts';
import { verify } from './steps/verify.ts';
import { changeLiveExchanges, moveTransfer, selectTransfer } from './store.ts';
import type { ExchangeState, Transfer, TransferState } from './transfer.ts';

const steps: Partial<Record<TransferState, Step>> = {
  'opted-in': knowPartner,
  'partner-known': (context) =>
    context.transfer.wire === 'single' ? matchSingle(context) : kickOffMatch(context),
  matching: pollMatch,
  matched: kickOffExport,
  exporting: pollExport,
  downloading: bringFiles,
  verifying: verify,
  stored: clean,
  closing: close,
};

/**
 * One step of a transfer: reads its row, does one thing, commits the new state and the next task in one transaction,
 * compare-and-set. A process that is killed anywhere in it leaves the row as it was, and the step runs again; a job
 * that the partner accepted and whose URL we did not get to keep stays there until it expires.
 */
export async function runTransferStep(deps: RequestDeps, id: string, signal: AbortSignal): Promise<void> {
  const transfer = await selectTransfer(deps.db, id);
  const step = transfer && steps[transfer.state];
  if (!step || transfer.nextAt === null) return;
  const partner = await getPartner(deps.db, transfer.partnerId);
  if (!partner) return commit(deps, transfer, waitFor('partner-removed', transfer.state));
  const limits = exchangeLimitsOf(partner.limits);
  const late = overdue(transfer, limits, deps.clock.now());
  if (late) return commit(deps, transfer, waitFor(late, transfer.state));
  let outcome: Outcome;
  try {
    outcome = await step({ deps, transfer, partner, link: deps.link(partner), limits, signal });
  } catch (error) {
    if (signal.aborted || !(error instanceof PartnerFailure)) throw error;
    outcome = afterFailure(deps, transfer, limits, error);
  }
  await commit(deps, transfer, outcome);
}

/** Waiting for a partner ends: a person has to look. */
function overdue(transfer: Transfer, limits: ExchangeLimits, now: Date): string | undefined {
  const deadline_s: Partial<Record<TransferState, number>> = {
    matching: limits.matchDeadline_s,
    exporting: limits.exportDeadline_s,
    downloading: limits.downloadDeadline_s,
  };
  const most_s = deadline_s[transfer.state];
  const late = most_s !== undefined && now.getTime() - transfer.enteredAt.getTime() > most_s * 1000;
  return late ? `deadline-${transfer.state}` : undefined;
}

/** The same state again later, or a person. */
function afterFailure(
  deps: RequestDeps,
  transfer: Transfer,
  limits: ExchangeLimits,
  failure: PartnerFailure,
): Outcome {
  const attempts = transfer.attempts + 1;
  deps.log.warn(
    { transfer: transfer.id, state: transfer.state, reason: failure.reason, attempts },
    'transfer: failure',
  );
  if (failure.class !== 'retry' || attempts >= limits.attempts_max)
    return waitFor(failure.reason, transfer.state, { attempts });
  const again_s = failure.retryAfter_s ?? backoff_s(attempts, deps.random);
  return { to: transfer.state, change: { attempts, reason: failure.reason }, again_s };
}

/** The state that a member sees; a transfer that waits or closes leaves it where it was. */
const exchangeStateOf = (state: TransferState): ExchangeState | undefined =>
  state === 'waiting' || state === 'closing' || state === 'closed' ? undefined : state;

export async function commit(deps: RequestDeps, from: Transfer, outcome: Outcome): Promise<void> {
  const now = deps.clock.now();
  const again_s = outcome.again_s === undefined ? 0 : outcome.again_s;
  const nextAt = again_s === null ? null : new Date(now.getTime() + again_s * 1000);
  // A step that went well ends the row of failures before it.
  const change = { attempts: 0, reason: null, ...outcome.change };
  await deps.db.tx(async (tx) => {
    if (!(await moveTransfer(tx, from, outcome.to, change, nextAt, now))) return;
    if (outcome.to !== from.state && !outcome.ownExchanges) {
      const notice =
        outcome.to === 'waiting' && change.reason
          ? { reason: change.reason, nextStep: nextStepFor(change.reason) }
          : { reason: null, nextStep: null };
      await changeLiveExchanges(tx, from.id, exchangeStateOf(outcome.to), notice, now);
    }
    await outcome.write?.(tx, now);
    if (nextAt) await addTask(tx, transferStep, from.id, nextAt);
  });
}
