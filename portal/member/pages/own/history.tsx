import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { decisions as decisionsQuery } from '../../../api/queries.ts';
import type { PastDecision } from '../../../api/wire.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { Facts } from '../../../ui/facts.tsx';
import { Loaded } from '../../loaded.tsx';
import { Page } from '../../page.tsx';
import { documentPath } from '../../paths.ts';

/** Every decision, the newest first, with what the member saw when it was made. */
export function HistoryPage() {
  const t = useWords();
  const query = useQuery(decisionsQuery);
  return (
    <Page lead={t('history.lead')}>
      <Loaded query={query}>
        {({ decisions }) =>
          decisions.length === 0 ? (
            <section className="panel" aria-labelledby="none">
              <h2 id="none">{t('history.none')}</h2>
              <p>{t('history.none.words')}</p>
              <p>
                <Link to="/">{t('to-home')}</Link>
              </p>
            </section>
          ) : (
            <ol className="cards">
              {decisions.map((decision) => (
                <li key={decision.id}>
                  <Decision decision={decision} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Page>
  );
}

const channels = ['portal', 'call', 'paper', 'feed', 'mobile'] as const;
const channelOf = (channel: string) =>
  `history.channel.${channels.find((known) => channel.includes(known)) ?? 'other'}` as const;

function Decision({ decision }: { decision: PastDecision }) {
  const t = useWords();
  const signer = t(`history.signer.${decision.signer}`);
  return (
    <article className="panel" aria-labelledby={`decision-${decision.id}`}>
      <h2 id={`decision-${decision.id}`}>
        {t(`history.kind.${decision.kind}`)}{' '}
        <span className="usa-tag">{t(`history.state.${decision.state}`)}</span>
      </h2>
      <Facts
        facts={[
          { term: t('receipt.at'), value: t.instant(decision.decidedAt) },
          { term: t('receipt.number'), value: decision.number },
          ...(decision.plans.length > 0 ? [{ term: t('receipt.plans'), value: t.list(decision.plans) }] : []),
          ...(decision.scope ? [{ term: t('review.scope'), value: t(`scope.${decision.scope}`) }] : []),
          { term: t('review.who'), value: `${signer}. ${t(channelOf(decision.channel))}` },
        ]}
      />
      <p>
        <a
          href={documentPath(decision.id)}
          target="_blank"
          rel="noopener"
          aria-label={t('history.document.of', { date: t.instant(decision.decidedAt) })}
        >
          {t('history.document')}
        </a>
      </p>
    </article>
  );
}
