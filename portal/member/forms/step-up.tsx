// Signing and downloading ask for a sign-in of the last fifteen minutes: the server decides, this says it beforehand.
import { serverNow } from '../../api/server-time.ts';
import type { Me } from '../../api/wire.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { Notice } from '../../ui/notice.tsx';
import { loginPath } from '../paths.ts';

const fresh_ms = 15 * 60_000;

export const stepUpDue = (me: Me): boolean => serverNow() - Date.parse(me.authTime) > fresh_ms;

export function StepUp({ returnTo }: { returnTo: string }) {
  const t = useWords();
  const { locale } = useLanguage();
  return (
    <Notice kind="info" heading={t('step-up.heading')}>
      <p>{t('step-up.words')}</p>
      <p>
        <a className="usa-button usa-button--outline" href={loginPath(returnTo, locale, true)}>
          {t('step-up.go')}
        </a>
      </p>
    </Notice>
  );
}
