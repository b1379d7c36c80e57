// The one way in which a decision leaves this client.
import { useQueryClient } from '@tanstack/react-query';
import { send } from '../../api/call.ts';
import { me as meQuery } from '../../api/queries.ts';
import type { NewDecision, Receipt } from '../../api/wire.ts';
import { type Submit, useSubmit } from '../use-submit.ts';

export const receiptKey = (id: string) => ['receipt', id] as const;

/** Sends a decision, keeps its receipt, and has everything else read again. */
export function useDecide(done: (receipt: Receipt) => void): Submit<NewDecision> {
  const queryClient = useQueryClient();
  return useSubmit(
    (body: NewDecision, key) => send('post', '/portal/api/decisions', { body, key }),
    (receipt) => {
      queryClient.setQueryData(receiptKey(receipt.id), receipt);
      const kept: readonly unknown[] = [meQuery.queryKey[0], 'receipt', 'text'];
      queryClient.removeQueries({ queryKey: ['draft'] });
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => !kept.includes(queryKey[0]) });
      done(receipt);
    },
  );
}
