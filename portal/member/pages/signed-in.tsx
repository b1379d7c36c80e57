import { useWords } from '../../i18n/use-words.ts';
import { Page } from '../page.tsx';

/** Where a second tab ends after signing in again: the first one goes on. */
export function SignedInPage() {
  const t = useWords();
  return (
    <Page lead={t('signed-in.words')}>
      <p>
        <a href="/portal/">{t('to-home')}</a>
      </p>
    </Page>
  );
}
