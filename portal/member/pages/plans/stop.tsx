import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { summary as summaryQuery } from '../../../api/queries.ts';
import type { ConsentText, PlanCard } from '../../../api/wire.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { Button } from '../../../ui/button.tsx';
import { useDecide } from '../../forms/use-decide.ts';
import { Loaded } from '../../loaded.tsx';
import { useMe } from '../../me.ts';
import { Page } from '../../page.tsx';
import { isLive } from '../../plan-status.ts';
import { Trouble } from '../../trouble.tsx';
import { currentText, useText } from '../../use-text.ts';

/** Stopping: one page, no reason asked, nothing to sign. Shorter than saying yes. */
export function StopPage() {
  const t = useWords();
  const { planId } = useParams({ strict: false });
  const me = useMe();
  const summary = useQuery(summaryQuery);
  const text = useText(currentText);
  const live = summary.data?.plans.filter(isLive) ?? [];
  const named = planId ? live.filter(({ id }) => id === planId) : live;
  const heading = () => {
    if (named.length === 0) return t('stop.title');
    return planId ? t('stop.one', { plan: named[0]!.name }) : t('stop.all');
  };
  return (
    <Page heading={heading()}>
      <Loaded query={summary}>
        {() =>
          named.length === 0 ? (
            <>
              <p className="lead">{t('stop.nothing')}</p>
              <p>
                <Link to="/">{t('to-home')}</Link>
              </p>
            </>
          ) : me.captureOwner === 'state' ? (
            <p className="lead">{t('home.state.words', { phone: me.payer.phone })}</p>
          ) : (
            <Loaded query={text}>
              {(shown) => (
                <Stop plans={named} all={!planId} others={live.length > named.length} text={shown} />
              )}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  );
}

function Stop({
  plans,
  all,
  others,
  text,
}: {
  plans: readonly PlanCard[];
  all: boolean;
  others: boolean;
  text: ConsentText;
}) {
  const t = useWords();
  const navigate = useNavigate();
  const { submit, busy, problem } = useDecide(
    ({ id }) => void navigate({ to: '/receipts/$decisionId', params: { decisionId: id }, replace: true }),
  );
  const stop = () =>
    submit({
      kind: 'withdraw',
      plans: all ? 'all' : plans.map(({ id }) => id),
      textId: text.id,
      textVersion: text.version,
      locale: text.locale,
      textSha256: text.sha256,
    });
  return (
    <>
      <p className="lead">{text.keySentences.stop}</p>
      {all && (
        <ul>
          {plans.map((plan) => (
            <li key={plan.id}>{plan.name}</li>
          ))}
        </ul>
      )}
      {problem && <Trouble error={problem} retry={stop} />}
      <div className="evenly">
        <Button outline onClick={stop} busy={busy}>
          {t('stop.now')}
        </Button>
        <Link className="usa-button usa-button--outline" to="/">
          {t('stop.keep')}
        </Link>
      </div>
      {others && (
        <p>
          <Link to="/stop">{t('home.stop-all')}</Link>
        </p>
      )}
    </>
  );
}
