import { useQuery, useQueryClient } from '@tanstack/react-query';
import { send } from '../../../api/call.ts';
import { disclosures as disclosuresQuery } from '../../../api/queries.ts';
import type { Disclosures } from '../../../api/wire.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Loaded } from '../../loaded.tsx';
import { useMe } from '../../me.ts';
import { Page } from '../../page.tsx';
import { sumOf } from '../../plan-status.ts';
import { Trouble } from '../../trouble.tsx';
import { useSubmit } from '../../use-submit.ts';

/** Which plans asked us about the member, and the member's own word on it. */
export function AskedPage() {
  const t = useWords();
  const { payer } = useMe();
  const query = useQuery(disclosuresQuery);
  return (
    <Page lead={t('asked.lead', { payer: payer.name })} wide>
      <Loaded query={query}>
        {(data) => (
          <>
            <AskedTable disclosures={data.disclosures} />
            <Instructions data={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function AskedTable({ disclosures }: Pick<Disclosures, 'disclosures'>) {
  const t = useWords();
  if (disclosures.length === 0)
    return (
      <section className="panel" aria-labelledby="none">
        <h2 id="none">{t('asked.none')}</h2>
        <p>{t('asked.none.words')}</p>
      </section>
    );
  return (
    <div className="stacked">
      <table className="usa-table usa-table--borderless">
        <caption className="unseen">{t('asked.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('asked.plan')}</th>
            <th scope="col">{t('asked.when')}</th>
            <th scope="col">{t('asked.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {disclosures.map((row) => (
            <tr key={row.plan + row.at}>
              <th scope="row">{row.plan}</th>
              <td data-label={t('asked.when')}>{t.date(row.at)}</td>
              <td data-label={t('asked.outcome')}>
                {row.outcome === 'sent'
                  ? t('asked.sent', { count: sumOf(row.counts) })
                  : t(row.outcome === 'nothing-sent' ? 'asked.nothing-sent' : 'asked.could-not-find')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const everyPlan = 'all';

function Instructions({ data: { disclosures, instructions } }: { data: Disclosures }) {
  const t = useWords();
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: disclosuresQuery.queryKey });
  const give = useSubmit(
    (plan: string, key) => send('post', '/portal/api/instructions', { body: { plan }, key }),
    () => void again(),
  );
  const lift = useSubmit(
    (id: string) => send('delete', '/portal/api/instructions/{id}', { path: { id } }),
    () => void again(),
  );
  const standing = instructions.filter(({ liftedAt }) => !liftedAt);
  const stands = (payerId: string) => standing.some((row) => row.payerId === payerId);
  const askers = [...new Map(disclosures.map(({ payerId, plan }) => [payerId, plan]))];
  const open = askers.filter(([payerId]) => !stands(payerId));
  const problem = give.problem ?? lift.problem;
  return (
    <section className="panel" aria-labelledby="instructions">
      <h2 id="instructions">{t('asked.do-not-send')}</h2>
      <p>{t('asked.do-not-send.words')}</p>
      <div role="status">
        {standing.length > 0 && (
          <ul className="named">
            {standing.map((row) => (
              <li key={row.id}>
                <span>
                  <strong>{row.payerId === everyPlan ? t('asked.every-plan') : row.plan}</strong>
                  <br />
                  <span className="quiet">{t('asked.since', { date: t.date(row.givenAt) })}</span>
                </span>
                <button type="button" className="plain-button" onClick={() => lift.submit(row.id)}>
                  {row.payerId === everyPlan ? t('asked.lift-all') : t('asked.lift', { plan: row.plan })}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      {problem && <Trouble error={problem} />}
      <div className="actions">
        {open.map(([payerId, plan]) => (
          <Button key={payerId} outline busy={give.busy} onClick={() => give.submit(payerId)}>
            {t('asked.stop-one', { plan })}
          </Button>
        ))}
        {!stands(everyPlan) && (
          <Button outline busy={give.busy} onClick={() => give.submit(everyPlan)}>
            {t('asked.stop-all')}
          </Button>
        )}
      </div>
    </section>
  );
}
