import { addTask } from '../../../queue/queue.ts';
import type { Outcome, StepContext } from '../outcome.ts';
import { transferStep } from '../step-kind.ts';
import { changeExchange, insertTransfer, selectExchanges } from '../store.ts';
import { addNotices } from '../transfer.ts';

/**
 * The partner has no bulk match: each member goes on alone, in a transfer of its own on the single wire. This transfer
 * ends with it.
 */
export async function fallBackToSingle({ deps, transfer, partner }: StepContext): Promise<Outcome> {
  const live = (await selectExchanges(deps.db, transfer.id)).filter((e) => e.state === 'partner-known');
  return {
    to: 'closed',
    again_s: null,
    ownExchanges: true,
    change: { reason: 'no-bulk-match', notices: addNotices(transfer.notices, ['fell-back-to-single']) },
    write: async (tx, now) => {
      for (const exchange of live) {
        const id = deps.random.uuid();
        await insertTransfer(tx, { id, partnerId: partner.id, wire: 'single', state: 'partner-known', now });
        await changeExchange(tx, exchange.id, { state: 'partner-known', transferId: id }, now);
        await addTask(tx, transferStep, id, now);
      }
    },
  };
}
