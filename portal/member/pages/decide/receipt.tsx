import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { get } from '../../../api/call.ts';
import { ApiProblem } from '../../../api/errors.ts';
import type { PastDecision, Receipt } from '../../../api/wire.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { receiptKey } from '../../forms/use-decide.ts';
import { Loaded } from '../../loaded.tsx';
import { Page } from '../../page.tsx';
import { documentPath } from '../../paths.ts';
import { currentText, useText } from '../../use-text.ts';

type Shown = Pick<Receipt, 'id' | 'number' | 'kind' | 'decidedAt' | 'endsOn'> & {
  waiting: boolean;
  plans: readonly { name: string; nextBy?: string | undefined }[];
};

const ofReceipt = (receipt: Receipt): Shown => ({ ...receipt, waiting: receipt.state === 'waiting' });
const ofDecision = ({ plans, ...decision }: PastDecision): Shown => ({
  ...decision,
  waiting: decision.state === 'waiting',
  plans: plans.map((name) => ({ name })),
});

export function ReceiptPage() {
  const t = useWords();
  const { decisionId } = useParams({ from: '/receipts/$decisionId' });
  const query = useQuery({
    queryKey: receiptKey(decisionId),
    staleTime: Number.POSITIVE_INFINITY,
    // Right after signing the receipt is here already; on a later visit the history has what it says.
    queryFn: async (): Promise<Receipt | PastDecision> => {
      const { decisions } = await get('/portal/api/decisions', {});
      const found = decisions.find(({ id }) => id === decisionId);
      if (!found) throw new ApiProblem(404, 'not-found');
      return found;
    },
  });
  const kind = query.data?.kind === 'withdraw' ? 'withdraw' : 'opt-in';
  return (
    <Page heading={query.data ? t(`receipt.${kind}.heading`) : t('receipt.title')}>
      <Loaded query={query}>
        {(data) => <Shown receipt={'signer' in data ? ofDecision(data) : ofReceipt(data)} />}
      </Loaded>
    </Page>
  );
}

function Shown({ receipt }: { receipt: Shown }) {
  const t = useWords();
  const withdrawn = receipt.kind === 'withdraw';
  return (
    <>
      {receipt.waiting ? (
        <Notice kind="info" heading={t('receipt.waiting.heading')}>
          <p>{t('receipt.waiting.words')}</p>
        </Notice>
      ) : withdrawn ? (
        <Withdrawn />
      ) : (
        <p className="lead">{t('receipt.opt-in.lead')}</p>
      )}
      <section className="panel" aria-labelledby="receipt">
        <h2 id="receipt">{t('receipt.title')}</h2>
        <Facts
          facts={[
            { term: t('receipt.number'), value: <strong>{receipt.number}</strong> },
            { term: t('receipt.at'), value: t.instant(receipt.decidedAt) },
            {
              term: t('receipt.plans'),
              value: (
                <ul>
                  {receipt.plans.map((plan) => (
                    <li key={plan.name}>
                      {plan.name}
                      {plan.nextBy && !withdrawn
                        ? `: ${t('receipt.next', { date: t.date(plan.nextBy) })}`
                        : ''}
                    </li>
                  ))}
                </ul>
              ),
            },
            ...(receipt.endsOn && !withdrawn
              ? [{ term: t('receipt.ends'), value: t.date(receipt.endsOn) }]
              : []),
          ]}
        />
        <div className="actions">
          <Button outline onClick={() => window.print()}>
            {t('receipt.print')}
          </Button>
          <a href={documentPath(receipt.id)} target="_blank" rel="noopener">
            {t('receipt.document')}
          </a>
        </div>
      </section>
      <p>
        <Link to="/">{t('receipt.see-plans')}</Link>
      </p>
    </>
  );
}

/** What stopping means stays readable after it was done. */
function Withdrawn() {
  const text = useText(currentText);
  return text.data ? <p className="lead">{text.data.keySentences.stop}</p> : null;
}
