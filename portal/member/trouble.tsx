// What a page says when something went wrong: what happened, that nothing saved is lost, what to do, whom to call.
import { asProblem, isPassing, wordsFor } from '../api/errors.ts';
import { useLanguage } from '../i18n/language.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { useMaybeMe } from './me.ts';
import { loginPath } from './paths.ts';

const aMinute_s = 60;

export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useWords();
  const { locale } = useLanguage();
  const phone = useMaybeMe()?.payer.phone;
  const problem = asProblem(error);
  return (
    <Notice kind="error" heading={t('problem.heading')} live>
      <p>{t(wordsFor(problem))}</p>
      {problem.retryAfter_s !== undefined && (
        <p>{t('problem.retry-after', { minutes: Math.ceil(problem.retryAfter_s / aMinute_s) })}</p>
      )}
      <p>
        {t('problem.saved')} {phone ? t('problem.call', { phone }) : t('help.call-card')}
        {problem.requestId && ` ${t('problem.reference', { id: problem.requestId })}`}
      </p>
      {problem.code === 'step-up-required' && (
        <p>
          <a href={loginPath(location.pathname + location.search, locale, true)}>
            {t('problem.sign-in-again')}
          </a>
        </p>
      )}
      {retry && isPassing(problem) && <Button onClick={retry}>{t('problem.try-again')}</Button>}
    </Notice>
  );
}
