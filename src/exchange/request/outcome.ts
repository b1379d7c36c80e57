import type { Tx } from '../../db/db.ts';
import type { Partner } from '../../directory/partners.ts';
import type { RequestDeps } from './deps.ts';
import type { ExchangeLimits } from './limits.ts';
import type { Link } from './link.ts';
import type { Transfer, TransferChange, TransferState } from './transfer.ts';

/** What one step came to. Nothing of it counts before it is committed, as one transaction. */
export interface Outcome {
  to: TransferState;
  change?: TransferChange;
  /** Seconds until the next step; 0 when absent, null when there is none. */
  again_s?: number | null;
  /** True when `write` changes the members' exchanges itself; else they follow the transfer. */
  ownExchanges?: boolean;
  /** More rows of the same transaction. */
  write?: (tx: Tx, now: Date) => Promise<void>;
}

/** What a step works with. */
export interface StepContext {
  deps: RequestDeps;
  transfer: Transfer;
  partner: Partner;
  link: Link;
  limits: ExchangeLimits;
  signal: AbortSignal;
}

export type Step = (context: StepContext) => Promise<Outcome>;

/** For a person: the transfer goes on from `resume` when told to. */
export const waitFor = (reason: string, resume: TransferState, change: TransferChange = {}): Outcome => ({
  to: 'waiting',
  change: { ...change, reason, resumeState: resume },
  again_s: null,
});
