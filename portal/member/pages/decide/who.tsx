import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { draft as draftQuery } from '../../../api/queries.ts';
import type { Draft } from '../../../api/wire.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { useWords } from '../../../i18n/use-words.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorSummary } from '../../../ui/error-summary.tsx';
import { Choices } from '../../../ui/field.tsx';
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

function Who({ draft }: { draft: Draft | null }) {
  const t = useWords();
  const me = useMe();
  const { locale } = useLanguage();
  const navigate = useNavigate();
  const drafts = useDraft();
  const [signer, setSigner] = useState<Draft['signer']>();
  const [sent, setSent] = useState(0);
  const acting = me.representing;
  /** One signs in as oneself: who acts for another has a sign-in of that kind, or none yet. */
  const possible = (acting ? 'representative' : 'self') === signer;
  const { submit, busy, problem } = useSubmit(
    async () => drafts.change(draft ?? (await drafts.open(locale)), { signer: signer! }),
    (next) => void navigate({ to: next.scope && next.plans.length > 0 ? '/decide/review' : '/decide/plans' }),
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setSent((count) => count + 1);
        if (possible) submit(undefined);
      }}
    >
      <ErrorSummary
        heading={t('form.faults')}
        sent={sent}
        faults={sent > 0 && !signer ? [{ field: 'signer', words: t('who.missing') }] : []}
      />
      <Choices
        id="signer"
        label={t('who.question')}
        value={signer}
        onChange={setSigner}
        fault={sent > 0 && !signer ? t('who.missing') : undefined}
        choices={[
          {
            value: 'self',
            label: t('who.self'),
            description: acting ? undefined : t('who.self.note', { name: me.member.displayName }),
          },
          { value: 'representative', label: t('who.other'), description: t('who.other.note') },
        ]}
      />
      {signer && !possible && (
        <Notice kind="info" heading={t(acting ? 'who.not-self.heading' : 'who.not-other.heading')} live>
          <p>
            {acting
              ? t('who.not-self.words', { name: acting.displayName })
              : t('who.not-other.words', { phone: me.payer.phone })}
          </p>
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
