import { useWords } from '../../../i18n/use-words.ts';
import { ChooseScope } from '../../forms/choose-scope.tsx';
import { Page } from '../../page.tsx';
import { DraftProgress, WithDraft } from '../../with-draft.tsx';

export function ScopePage() {
  const t = useWords();
  return (
    <Page before={<DraftProgress at={3} />} heading={t('scope.question')} lead={t('scope.lead')}>
      <WithDraft>{(draft) => <ChooseScope draft={draft} />}</WithDraft>
    </Page>
  );
}
