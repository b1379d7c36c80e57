import { useWords } from '../../../i18n/use-words.ts';
import { SignDecision } from '../../forms/sign-decision.tsx';
import { Page } from '../../page.tsx';
import { DraftProgress, WithDraft } from '../../with-draft.tsx';

export function ReviewPage() {
  const t = useWords();
  return (
    <Page before={<DraftProgress at={4} />} heading={t('review.heading')} lead={t('review.lead')}>
      <WithDraft>{(draft) => <SignDecision draft={draft} />}</WithDraft>
    </Page>
  );
}
