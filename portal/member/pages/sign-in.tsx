import { useSearch } from '@tanstack/react-router';
import { useLanguage } from '../../i18n/language.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page } from '../page.tsx';
import { loginPath } from '../paths.ts';
import type { SignInProblem } from '../routes.tsx';

const problems: Record<SignInProblem, 'info' | 'warning'> = {
  expired: 'info',
  'signed-out': 'info',
  'no-coverage': 'warning',
  unavailable: 'warning',
  failed: 'warning',
};

/** Only a page of this portal is gone back to, whatever an address says. */
const returnTo = (asked: string | undefined): string =>
  asked && /^\/portal\/(?![/\\])[\w\-/?=&.%]*$/.test(asked) ? asked : '/portal/';

export function SignInPage() {
  const t = useWords();
  const { locale } = useLanguage();
  const { problem, return: asked } = useSearch({ from: '/sign-in' });
  const known = problem && problem in problems ? problem : undefined;
  return (
    <Page lead={t('sign-in.lead')}>
      {known && (
        <Notice kind={problems[known]} heading={t(`sign-in.${known}.heading`)}>
          <p>{t(`sign-in.${known}.words`)}</p>
        </Notice>
      )}
      <p>{t('sign-in.words')}</p>
      <p className="actions">
        <a className="usa-button" href={loginPath(returnTo(asked), locale)}>
          {t('sign-in.go')}
        </a>
      </p>
    </Page>
  );
}
