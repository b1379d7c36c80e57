import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { send } from '../../../api/call.ts';
import { plan as planQuery } from '../../../api/queries.ts';
import type { PlanCard, Timeline } from '../../../api/wire.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Loaded } from '../../loaded.tsx';
import { Page } from '../../page.tsx';
import { isLive, statusOf } from '../../plan-status.ts';
import { Trouble } from '../../trouble.tsx';
import { useSubmit } from '../../use-submit.ts';

export function RefreshPage() {
  const t = useWords();
  const { planId } = useParams({ from: '/plans/$planId/refresh' });
  const query = useQuery(planQuery(planId));
  return (
    <Page lead={t('refresh.lead')}>
      <Loaded query={query}>{(plan) => <Refresh plan={plan} />}</Loaded>
    </Page>
  );
}

const lastAnswer = (plan: Timeline): string | undefined =>
  plan.steps.find(({ key, state }) => key === 'arrived' && state === 'done')?.at;

function Refresh({ plan }: { plan: Timeline }) {
  const t = useWords();
  const queryClient = useQueryClient();
  const last = lastAnswer(plan);
  const { submit, busy, problem, result } = useAsked(plan, (card) => {
    queryClient.setQueryData(planQuery(plan.id).queryKey, (old) => old && { ...old, ...card });
    void queryClient.invalidateQueries({ queryKey: ['plan', plan.id] });
    void queryClient.invalidateQueries({ queryKey: ['summary'] });
  });
  return (
    <>
      <Facts
        facts={[
          { term: t('refresh.plan'), value: <strong>{plan.name}</strong> },
          { term: t('refresh.last'), value: last ? t.date(last) : t('refresh.never') },
          ...(plan.nextBy ? [{ term: t('refresh.next'), value: t.date(plan.nextBy) }] : []),
        ]}
      />
      {result && (
        <Notice kind="success" live heading={t('refresh.done')}>
          <p>{statusOf(result, t).words}</p>
        </Notice>
      )}
      {problem && <Trouble error={problem} />}
      {isLive(plan) ? (
        <div className="actions">
          <Button onClick={() => submit(undefined)} busy={busy}>
            {t('refresh.ask')}
          </Button>
          <Link to="/plans/$planId" params={{ planId: plan.id }}>
            {t('details.back')}
          </Link>
        </div>
      ) : (
        <p>{t('refresh.over')}</p>
      )}
      <p className="quiet">{t('refresh.joins')}</p>
    </>
  );
}

/** Asking again, and what came of it. */
function useAsked(plan: Timeline, done: (card: PlanCard) => void) {
  const queryClient = useQueryClient();
  const key = ['refreshed', plan.id];
  const { data: result } = useQuery<PlanCard | null>({ queryKey: key, queryFn: () => null, enabled: false });
  const sending = useSubmit(
    (_: undefined, idempotency) =>
      send('post', '/portal/api/plans/{id}/refreshes', { path: { id: plan.id }, key: idempotency }),
    (card) => {
      queryClient.setQueryData(key, card);
      done(card);
    },
  );
  return { ...sending, result };
}
