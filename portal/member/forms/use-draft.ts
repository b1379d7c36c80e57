// Changes of the open draft. The server keeps it, so nothing is typed twice; a draft that another tab changed is read again.
import { useQueryClient } from '@tanstack/react-query';
import { get, send } from '../../api/call.ts';
import { ApiProblem } from '../../api/errors.ts';
import { draft as draftQuery } from '../../api/queries.ts';
import type { Draft } from '../../api/wire.ts';

type DraftChange = Parameters<typeof send<'patch', '/portal/api/draft'>>[2]['body'];
type PlanChange = Parameters<typeof send<'patch', '/portal/api/draft/plans/{id}'>>[2]['body'];
type NewPlan = Parameters<typeof send<'post', '/portal/api/draft/plans'>>[2]['body'];

export function useDraft() {
  const queryClient = useQueryClient();
  const keep = (draft: Draft): Draft => {
    queryClient.setQueryData(draftQuery.queryKey, draft);
    return draft;
  };
  const read = async (): Promise<Draft> => keep(await get('/portal/api/draft', {}));
  /** What was refused as stale is shown as it is now; the member decides again. */
  const orRead = async (error: unknown): Promise<never> => {
    if (error instanceof ApiProblem && (error.status === 412 || error.code === 'draft-stale'))
      await read().catch(() => {});
    throw error;
  };
  return {
    read,
    change: (draft: Draft, body: DraftChange): Promise<Draft> =>
      send('patch', '/portal/api/draft', { body, ifMatch: draft.etag }).then(keep).catch(orRead),
    addPlan: async (body: NewPlan): Promise<string> => {
      const plan = await send('post', '/portal/api/draft/plans', { body });
      await read();
      return plan.id;
    },
    changePlan: async (draft: Draft, id: string, body: PlanChange): Promise<Draft> => {
      await send('patch', '/portal/api/draft/plans/{id}', { path: { id }, body, ifMatch: draft.etag }).catch(
        orRead,
      );
      return read();
    },
    dropPlan: async (id: string): Promise<Draft> => {
      await send('delete', '/portal/api/draft/plans/{id}', { path: { id } });
      return read();
    },
    /** Gives the question up, or takes it up: a draft for one who has none. */
    drop: async (): Promise<void> => {
      await send('delete', '/portal/api/draft', {});
      queryClient.setQueryData(draftQuery.queryKey, null);
    },
    open: async (locale: Draft['locale']): Promise<Draft> =>
      keep(await send('post', '/portal/api/draft', { body: { locale } })),
  };
}
