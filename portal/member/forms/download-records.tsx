// The member's own copy. It asks for a sign-in of the last minutes: the file holds everything.
import { send } from '../../api/call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { useMe } from '../me.ts';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';
import { StepUp, stepUpDue } from './step-up.tsx';

export function DownloadRecords() {
  const t = useWords();
  const me = useMe();
  const { submit, busy, problem } = useSubmit(
    (format: 'html' | 'ndjson', key) =>
      send('post', '/portal/api/record-downloads', { body: { format }, key }),
    ({ location: file }) => location.assign(file),
  );
  return (
    <section className="panel" aria-labelledby="download">
      <h2 id="download">{t('download.heading')}</h2>
      <p>{t('download.words')}</p>
      {stepUpDue(me) ? (
        <StepUp returnTo="/portal/records" />
      ) : (
        <div className="actions">
          <Button outline busy={busy} onClick={() => submit('html')}>
            {t('download.html')}
          </Button>
          <Button outline busy={busy} onClick={() => submit('ndjson')}>
            {t('download.ndjson')}
          </Button>
        </div>
      )}
      {problem && <Trouble error={problem} />}
    </section>
  );
}
