// The decision itself. All of it stands above the buttons; saying no is as easy as saying yes.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConsentText, Draft, NewDecision, Receipt } from '../../api/wire.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { TextField, Tick } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Loaded } from '../loaded.tsx';
import { useMe } from '../me.ts';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';
import { useText } from '../use-text.ts';
import { DecisionFacts, FullText } from './decision-facts.tsx';
import { StepUp, stepUpDue } from './step-up.tsx';
import { useDecide } from './use-decide.ts';
import { useDraft } from './use-draft.ts';

export function SignDecision({ draft }: { draft: Draft }) {
  const text = useText(draft);
  return (
    <Loaded query={text}>
      {(shown) =>
        // Another text is another question: what was ticked and typed for the old one does not count for it.
        draft.textChanged ? (
          <ReadAgain draft={draft} />
        ) : (
          <Sign key={shown.sha256} draft={draft} text={shown} />
        )
      }
    </Loaded>
  );
}

function ReadAgain({ draft }: { draft: Draft }) {
  const t = useWords();
  const { change } = useDraft();
  const { submit, busy, problem } = useSubmit(
    () => change(draft, { readAgain: true }),
    () => {},
  );
  return (
    <>
      <Notice kind="warning" heading={t('review.changed.heading')} live>
        <p>{t('review.changed.words')}</p>
      </Notice>
      {problem && <Trouble error={problem} />}
      <div className="actions">
        <Button onClick={() => submit(undefined)} busy={busy}>
          {t('review.changed.read')}
        </Button>
      </div>
    </>
  );
}

function Sign({ draft, text }: { draft: Draft; text: ConsentText }) {
  const t = useWords();
  const me = useMe();
  const navigate = useNavigate();
  const { read } = useDraft();
  const [agreed, setAgreed] = useState(false);
  const [typedName, setTypedName] = useState('');
  const [sent, setSent] = useState(0);
  const done = (receipt: Receipt): void => {
    if (receipt.kind === 'decline' || receipt.kind === 'defer')
      void navigate({
        to: '/',
        search: { done: receipt.kind === 'defer' ? 'deferred' : 'declined' },
        replace: true,
      });
    else void navigate({ to: '/receipts/$decisionId', params: { decisionId: receipt.id }, replace: true });
  };
  const { submit, busy, problem } = useDecide(done);
  const shown: Pick<
    NewDecision,
    'draftId' | 'draftEtag' | 'textId' | 'textVersion' | 'locale' | 'textSha256'
  > = {
    draftId: draft.id,
    draftEtag: draft.etag,
    textId: text.id,
    textVersion: text.version,
    locale: text.locale,
    textSha256: text.sha256,
  };
  const complete = draft.plans.length > 0 && draft.scope !== undefined;
  const found = [
    ...(agreed ? [] : [{ field: 'agreed', words: t('review.fault.agreed') }]),
    ...(typedName.trim() ? [] : [{ field: 'typedName', words: t('review.fault.name') }]),
    ...(problem?.fields.some(({ path }) => path === 'typedName')
      ? [{ field: 'typedName', words: t('review.fault.name-other') }]
      : []),
  ];
  const faults = sent > 0 ? found : [];
  const faultOf = (field: string) => faults.find((fault) => fault.field === field)?.words;
  const sign = () => {
    setSent((count) => count + 1);
    if (!agreed || !typedName.trim()) return;
    submit({
      ...shown,
      kind: 'opt-in',
      scope: draft.scope!,
      ...(draft.kinds?.length ? { kinds: draft.kinds } : {}),
      plans: draft.plans.map(({ id }) => id),
      signer: draft.signer,
      typedName: typedName.trim(),
    });
  };
  const answer = (kind: 'decline' | 'defer') => submit({ ...shown, kind, plans: [] });
  return (
    <>
      <DecisionFacts draft={draft} text={text} />
      <FullText text={text} />
      {stepUpDue(me) && <StepUp returnTo="/portal/decide/review" />}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (complete && !busy) sign();
        }}
      >
        <h2>{t('review.your-answer')}</h2>
        <ErrorSummary heading={t('form.faults')} sent={sent} faults={faults} />
        <div className="signature">
          <p>{text.keySentences.sign}</p>
        </div>
        <Tick
          id="agreed"
          label={t('review.agree')}
          checked={agreed}
          onChange={setAgreed}
          fault={faultOf('agreed')}
        />
        <TextField
          id="typedName"
          label={t('review.name')}
          hint={t('review.name.hint')}
          autoComplete="name"
          value={typedName}
          onChange={setTypedName}
          fault={faultOf('typedName')}
          maxLength={200}
          spellCheck={false}
        />
        {problem && problem.fields.length === 0 && (
          <Trouble error={problem} retry={problem.code === 'draft-stale' ? () => void read() : sign} />
        )}
        {!complete && (
          <Notice kind="info">
            <p>{t('review.incomplete')}</p>
          </Notice>
        )}
        <div className="evenly">
          <Button submit outline busy={busy || !complete}>
            {t('review.sign')}
          </Button>
          <Button outline busy={busy} onClick={() => answer('defer')}>
            {t('answer.not-now')}
          </Button>
          <Button outline busy={busy} onClick={() => answer('decline')}>
            {t('answer.no')}
          </Button>
        </div>
      </form>
    </>
  );
}
