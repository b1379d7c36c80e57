import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { plan as planQuery } from '../../../api/queries.ts';
import type { PlanState, Timeline } from '../../../api/wire.ts';
import { useWords, type Words } from '../../../i18n/use-words.ts';
import { Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type Step, Steps } from '../../../ui/steps.tsx';
import { Counts } from '../../counts.tsx';
import { Loaded } from '../../loaded.tsx';
import { Page } from '../../page.tsx';
import { hasRecords, isLive, statusOf } from '../../plan-status.ts';
import { kindKey } from '../../record-words.ts';
import { StatusLine } from '../../status-line.tsx';

export function PlanPage() {
  const t = useWords();
  const { planId } = useParams({ from: '/plans/$planId' });
  const query = useQuery(planQuery(planId));
  return (
    <Page
      {...(query.data ? { heading: query.data.name } : {})}
      lead={query.data && t(`plan-kind.${query.data.kind}`)}
    >
      <Loaded query={query}>{(plan) => <Plan plan={plan} />}</Loaded>
    </Page>
  );
}

function Plan({ plan }: { plan: Timeline }) {
  const t = useWords();
  const { next } = statusOf(plan, t);
  return (
    <>
      <section className="panel" aria-labelledby="now">
        <h2 id="now">{t('plan.now')}</h2>
        <div role="status">
          <StatusLine plan={plan} />
          <p>{next}</p>
        </div>
        <Actions plan={plan} />
      </section>
      <h2>{t('plan.steps')}</h2>
      <Steps steps={plan.steps.map((step) => shown(step, plan.state, t))} />
      {hasRecords(plan) && (
        <>
          <h2>{t('plan.arrived')}</h2>
          <Counts counts={plan.counts!} />
        </>
      )}
      <NotReceived plan={plan} />
      <h2>{t('plan.said')}</h2>
      <Facts
        facts={[
          { term: t('card.id'), value: plan.details.memberIdThereMasked ?? t('plan.no-id') },
          ...(plan.details.otherName
            ? [{ term: t('card.other-name'), value: <bdi>{plan.details.otherName}</bdi> }]
            : []),
          { term: t('review.scope'), value: t(`scope.${plan.scope}`) },
          { term: t('receipt.ends'), value: t.date(plan.endsOn) },
        ]}
      />
      {isLive(plan) && (
        <p>
          <Link to="/plans/$planId/details" params={{ planId: plan.id }}>
            {t('plan.edit')}
          </Link>
        </p>
      )}
    </>
  );
}

function shown({ key, state, at, by }: Timeline['steps'][number], now: PlanState, t: Words): Step {
  const when = () => {
    if (at && state === 'done') return t('step.on', { date: t.date(at) });
    if (by && state !== 'done') return t('step.by', { date: t.date(by) });
    return undefined;
  };
  const word = state === 'current' && now === 'checking' ? t('status.checking') : t(`step.state.${state}`);
  return {
    key,
    state,
    title: t(`step.${key}`),
    note: [when(), state === 'done' && at ? undefined : word].filter(Boolean).join('. '),
  };
}

function Actions({ plan }: { plan: Timeline }) {
  const t = useWords();
  const params = { planId: plan.id };
  return (
    <p className="actions">
      {plan.state === 'not-found' && (
        <Link className="usa-button usa-button--outline" to="/plans/$planId/details" params={params}>
          {t('plan.fix')}
        </Link>
      )}
      {hasRecords(plan) && (
        <Link className="usa-button usa-button--outline" to="/records" search={{ plan: plan.id }}>
          {t('plan.see-records')}
        </Link>
      )}
      {isLive(plan) && (
        <>
          <Link to="/plans/$planId/refresh" params={params}>
            {t('plan.refresh')}
          </Link>
          <Link to="/stop/$planId" params={params}>
            {t('plan.stop')}
          </Link>
        </>
      )}
      {!isLive(plan) && <Link to="/">{t('plan.start-again')}</Link>}
    </p>
  );
}

function NotReceived({ plan }: { plan: Timeline }) {
  const t = useWords();
  if (!plan.notReceived?.length) return null;
  return (
    <Notice kind="warning" heading={t('plan.not-received')}>
      <p>{t('plan.not-received.words')}</p>
      <ul>
        {plan.notReceived.map(({ kind, count }) => (
          <li key={kind}>
            {t(kindKey(kind))}
            {count === undefined ? '' : `: ${t.number(count)}`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
