import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { plan as planQuery } from '../../../api/queries.ts';
import type { Timeline } from '../../../api/wire.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { AddFacts } from '../../forms/add-facts.tsx';
import { AskForCall } from '../../forms/ask-for-call.tsx';
import { Loaded } from '../../loaded.tsx';
import { Page } from '../../page.tsx';
import { currentText, useText } from '../../use-text.ts';

export function DetailsPage() {
  const { planId } = useParams({ from: '/plans/$planId/details' });
  const t = useWords();
  const query = useQuery(planQuery(planId));
  const text = useText(currentText);
  const lost = query.data?.state === 'not-found';
  return (
    <Page
      {...(lost ? { heading: t('details.not-found') } : {})}
      lead={lost ? (text.data?.keySentences['no-match'] ?? t('status.not-found')) : t('details.lead')}
    >
      <Loaded query={query}>{(plan) => <Details plan={plan} />}</Loaded>
    </Page>
  );
}

function Details({ plan }: { plan: Timeline }) {
  const t = useWords();
  return (
    <>
      <p className="named-plan">
        <strong>{plan.name}</strong>
      </p>
      <section className="panel" aria-labelledby="add">
        <h2 id="add">{t('details.add')}</h2>
        {plan.details.factsLeft > 0 ? <AddFacts plan={plan} /> : <p>{t('details.no-more')}</p>}
      </section>
      <section className="panel" aria-labelledby="call">
        <h2 id="call">{t('details.call')}</h2>
        <AskForCall planId={plan.id} />
      </section>
      <section className="panel" aria-labelledby="leave">
        <h2 id="leave">{t('details.leave')}</h2>
        <p>{t('details.leave.words')}</p>
        <p>
          <Link to="/plans/$planId" params={{ planId: plan.id }}>
            {t('details.back')}
          </Link>
        </p>
      </section>
    </>
  );
}
