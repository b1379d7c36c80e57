import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../../api/call.ts';
import { draft as draftQuery } from '../../../api/queries.ts';
import type { Draft } from '../../../api/wire.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { useWords } from '../../../i18n/use-words.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorSummary } from '../../../ui/error-summary.tsx';
import { type Choice, Choices } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useDraft } from '../../forms/use-draft.ts';
import { Loaded } from '../../loaded.tsx';
import { useMe } from '../../me.ts';
import { Page } from '../../page.tsx';
import { Trouble } from '../../trouble.tsx';
import { useSubmit } from '../../use-submit.ts';

export function WhoPage() {
  const query = useQuery(draftQuery);
  return (
    <Page>
      <Loaded query={query}>{(draft) => <Who draft={draft} />}</Loaded>
    </Page>
  );
}

const self = 'self';
const noGrant = 'other';

function Who({ draft }: { draft: Draft | null }) {
  const t = useWords();
  const me = useMe();
  const [chosen, setChosen] = useState<string>();
  const [sent, setSent] = useState(0);
  const { submit, busy, problem } = useAnswer(draft);
  const fault = sent > 0 && !chosen ? t('who.missing') : undefined;
  const choices: Choice<string>[] = [
    { value: self, label: t('who.self'), description: t('who.self.note', { name: me.member.displayName }) },
    ...(me.grants.length > 0
      ? me.grants.map(({ id, displayName }) => ({ value: id, label: t('who.for', { name: displayName }) }))
      : [{ value: noGrant, label: t('who.other'), description: t('who.other.note') }]),
  ];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setSent((count) => count + 1);
        if (chosen && chosen !== noGrant) submit(chosen);
      }}
    >
      <ErrorSummary
        heading={t('form.faults')}
        sent={sent}
        faults={fault ? [{ field: 'signer', words: fault }] : []}
      />
      <Choices
        id="signer"
        label={t('who.question')}
        value={chosen}
        onChange={setChosen}
        fault={fault}
        choices={choices}
      />
      {chosen === noGrant && (
        <Notice kind="info" heading={t('who.not-other.heading')} live>
          <p>{t('who.not-other.words', { phone: me.payer.phone })}</p>
        </Notice>
      )}
      {problem && <Trouble error={problem} />}
      <div className="actions">
        <Button submit busy={busy}>
          {t('form.go-on')}
        </Button>
      </div>
    </form>
  );
}

/** Goes on for oneself or by a right to act for somebody: who is spoken of is the session's, so everything is read anew. */
function useAnswer(draft: Draft | null) {
  const me = useMe();
  const { locale } = useLanguage();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const drafts = useDraft();
  return useSubmit(
    async (chosen: string) => {
      const grant = chosen === self ? null : chosen;
      const changes = grant !== null || Boolean(me.representing);
      if (!changes) return draft ?? (await drafts.open(locale));
      await send('post', '/portal/api/session/acting', { body: { grant } });
      await queryClient.invalidateQueries();
      return drafts.open(locale);
    },
    (next) => void navigate({ to: next.scope && next.plans.length > 0 ? '/decide/review' : '/decide/plans' }),
  );
}
