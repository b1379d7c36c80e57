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
  refused: 'warning',
};

const home = '/portal/';
/** Only a page of this portal is gone back to, whatever an address says. The server holds to the same. */
function returnTo(asked: string | undefined): string {
  if (!asked?.startsWith(home)) return home;
  const { origin, pathname, search } = new URL(asked, location.origin);
  const inside = origin === location.origin && pathname.startsWith(home) && !pathname.includes('//');
  return inside ? pathname + search : home;
}

export function SignInPage() {
  const t = useWords();
  const { locale } = useLanguage();
  const { problem, done, return: asked } = useSearch({ from: '/sign-in' });
  const said = done ? 'signed-out' : problem;
  const known = said && said in problems ? said : undefined;
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
