// The open question on the home page: start, not now, no. Three answers of one size and one colour.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { send } from '../../api/call.ts';
import { draft as draftQuery } from '../../api/queries.ts';
import type { Summary } from '../../api/wire.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { useMe } from '../me.ts';
import { learnPath } from '../paths.ts';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';
import { currentText, useText } from '../use-text.ts';
import { useDecide } from './use-decide.ts';

export function AnswerQuestion({ summary, another }: { summary: Summary; another?: boolean }) {
  const t = useWords();
  const me = useMe();
  const { locale } = useLanguage();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const education = useText(currentText).data;
  const start = useSubmit(
    () => send('post', '/portal/api/draft', { body: { locale } }),
    (draft) => {
      queryClient.setQueryData(draftQuery.queryKey, draft);
      void navigate({ to: '/decide/plans' });
    },
  );
  const no = useDecide(
    ({ kind }) => void navigate({ to: '/', search: { done: kind === 'defer' ? 'deferred' : 'declined' } }),
  );
  const answer = (kind: 'decline' | 'defer') => no.submit({ kind, plans: [], locale });
  const problem = start.problem ?? no.problem;

  if (another)
    return (
      <>
        <Button outline onClick={() => start.submit(undefined)} busy={start.busy}>
          {t(summary.openDraft ? 'home.go-on' : 'home.another')}
        </Button>
        {problem && <Trouble error={problem} />}
      </>
    );
  return (
    <section className="panel" aria-labelledby="question">
      <h2 id="question">{t('home.question')}</h2>
      <p>{education?.keySentences.short ?? t('home.short', { payer: me.payer.name })}</p>
      <p>
        <a href={learnPath(locale)}>{t('home.learn')}</a>
      </p>
      {problem && <Trouble error={problem} />}
      <div className="evenly">
        <Button outline onClick={() => start.submit(undefined)} busy={start.busy}>
          {t(summary.openDraft ? 'home.go-on' : 'home.start')}
        </Button>
        <Button outline onClick={() => answer('defer')} busy={no.busy}>
          {t('answer.not-now')}
        </Button>
        <Button outline onClick={() => answer('decline')} busy={no.busy}>
          {t('answer.no')}
        </Button>
      </div>
      <p className="quiet">
        <Link to="/decide">{t('home.for-someone')}</Link>
      </p>
    </section>
  );
}
