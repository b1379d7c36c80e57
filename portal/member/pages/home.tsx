import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { summary as summaryQuery } from '../../api/queries.ts';
import type { PlanCard, Summary } from '../../api/wire.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { AnswerQuestion } from '../forms/answer-question.tsx';
import { Loaded } from '../loaded.tsx';
import { useMe } from '../me.ts';
import { Page } from '../page.tsx';
import { hasRecords, isLive, statusOf } from '../plan-status.ts';
import { StatusLine } from '../status-line.tsx';

export function HomePage() {
  const t = useWords();
  const me = useMe();
  const { done } = useSearch({ from: '/' });
  const query = useQuery({
    ...summaryQuery,
    refetchInterval: ({ state }) => (isMoving(state.data) ? 15_000 : false),
  });
  return (
    <Page
      heading={t('home.hello', { name: me.member.firstName })}
      lead={t('home.lead', { payer: me.payer.name })}
    >
      {done && (
        <Notice kind="success" live>
          <p>{t(`home.done.${done}`, { payer: me.payer.name })}</p>
        </Notice>
      )}
      <Loaded query={query}>{(summary) => <Home summary={summary} />}</Loaded>
    </Page>
  );
}

const moving: readonly PlanCard['state'][] = [
  'asked',
  'matched',
  'exporting',
  'arriving',
  'stopping',
  'will-ask',
];
const isMoving = (summary: Summary | undefined): boolean =>
  summary?.plans.some((plan) => moving.includes(plan.state)) ?? false;

function Home({ summary }: { summary: Summary }) {
  const t = useWords();
  const me = useMe();
  const live = summary.plans.filter(isLive);
  return (
    <>
      {me.captureOwner === 'state' ? (
        <Notice kind="info" heading={t('home.state.heading')}>
          <p>{t('home.state.words', { phone: me.payer.phone })}</p>
        </Notice>
      ) : (
        summary.plans.length === 0 && <AnswerQuestion summary={summary} />
      )}
      {summary.plans.length > 0 && (
        <section aria-labelledby="plans">
          <h2 id="plans">{t('home.plans')}</h2>
          <ul className="cards">
            {summary.plans.map((plan) => (
              <li key={plan.id} className="plan">
                <Plan plan={plan} />
              </li>
            ))}
          </ul>
          {me.captureOwner === 'plan' && (
            <>
              <AnswerQuestion summary={summary} another />
              {live.length > 1 && (
                <p className="actions">
                  <Link to="/stop">{t('home.stop-all')}</Link>
                </p>
              )}
            </>
          )}
        </section>
      )}
      {summary.askedAbout > 0 && (
        <section className="panel panel--calm" aria-labelledby="asked">
          <h2 id="asked">{t('asked.title')}</h2>
          <p>{t('home.asked', { count: summary.askedAbout })}</p>
          <p>
            <Link to="/asked">{t('home.asked.see')}</Link>
          </p>
        </section>
      )}
    </>
  );
}

function Plan({ plan }: { plan: PlanCard }) {
  const t = useWords();
  const { next } = statusOf(plan, t);
  const route = { planId: plan.id };
  return (
    <article className="panel" aria-labelledby={`plan-${plan.id}`}>
      <h3 className="plan__name" id={`plan-${plan.id}`}>
        {plan.name}
      </h3>
      <p className="plan__kind">{t(`plan-kind.${plan.kind}`)}</p>
      <StatusLine plan={plan} />
      <p>{next}</p>
      <p className="actions">
        {plan.state === 'not-found' && (
          <Link to="/plans/$planId/details" params={route} aria-describedby={`plan-${plan.id}`}>
            {t('plan.fix')}
          </Link>
        )}
        {hasRecords(plan) && (
          <Link to="/records" search={{ plan: plan.id }} aria-describedby={`plan-${plan.id}`}>
            {t('plan.see-records')}
          </Link>
        )}
        <Link to="/plans/$planId" params={route} aria-describedby={`plan-${plan.id}`}>
          {t('plan.see')}
        </Link>
        {plan.canRefreshAt && isLive(plan) && (
          <Link to="/plans/$planId/refresh" params={route} aria-describedby={`plan-${plan.id}`}>
            {t('plan.refresh')}
          </Link>
        )}
        {isLive(plan) && (
          <Link to="/stop/$planId" params={route} aria-describedby={`plan-${plan.id}`}>
            {t('plan.stop')}
          </Link>
        )}
      </p>
    </article>
  );
}
