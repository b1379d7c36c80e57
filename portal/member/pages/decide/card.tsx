import { Link, useParams } from '@tanstack/react-router';
import { useWords } from '../../../i18n/use-words.ts';
import { DescribeCard } from '../../forms/describe-card.tsx';
import { Page } from '../../page.tsx';
import { DraftProgress, WithDraft } from '../../with-draft.tsx';

export function CardPage() {
  const t = useWords();
  const { draftPlanId } = useParams({ from: '/decide/plans/$draftPlanId' });
  return (
    <Page before={<DraftProgress at={2} />} heading={t('card.question')} lead={t('card.lead')}>
      <WithDraft>
        {(draft) => {
          const plan = draft.plans.find(({ id }) => id === draftPlanId);
          return plan ? (
            <DescribeCard key={plan.id} draft={draft} plan={plan} />
          ) : (
            <p>
              {t('card.gone')} <Link to="/decide/plans">{t('card.back')}</Link>
            </p>
          );
        }}
      </WithDraft>
    </Page>
  );
}
