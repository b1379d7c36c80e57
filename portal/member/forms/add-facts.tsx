// One more fact may be what the other plan needs to find the member. It never says whether it knows a person.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/call.ts';
import type { Timeline } from '../../api/wire.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';

const empty = { memberIdThere: '', otherName: '', otherAddress: '', endedYear: '' };
type Field = keyof typeof empty;

export function AddFacts({ plan }: { plan: Timeline }) {
  const t = useWords();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(empty);
  const [sent, setSent] = useState(0);
  const [saved, setSaved] = useState(false);
  const set = (field: Field) => (value: string) => setTyped((old) => ({ ...old, [field]: value }));
  const said = Object.entries(typed).filter(([, value]) => value.trim() !== '');
  const faults: { field: Field; words: string }[] = [];
  if (sent > 0 && !saved && said.length === 0)
    faults.push({ field: 'memberIdThere', words: t('details.fault.nothing') });
  if (sent > 0 && typed.endedYear.trim() && !/^(19[5-9]|20)\d{1,2}$/.test(typed.endedYear.trim()))
    faults.push({ field: 'endedYear', words: t('card.fault.year') });
  const faultOf = (field: Field) => faults.find((fault) => fault.field === field)?.words;
  const { submit, busy, problem } = useSubmit(
    (_: Record<string, string | number>, key) =>
      send('post', '/portal/api/plans/{id}/facts', { path: { id: plan.id }, key, body: _ }),
    () => {
      setSaved(true);
      setTyped(empty);
      void queryClient.invalidateQueries({ queryKey: ['plan', plan.id] });
      void queryClient.invalidateQueries({ queryKey: ['summary'] });
    },
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setSent((count) => count + 1);
        setSaved(false);
        if (said.length === 0 || faults.some(({ field }) => field === 'endedYear')) return;
        submit(
          Object.fromEntries(
            said.map(([field, value]) => [field, field === 'endedYear' ? Number(value) : value.trim()]),
          ),
        );
      }}
    >
      <p className="quiet">{t('details.left', { count: plan.details.factsLeft })}</p>
      {saved && (
        <Notice kind="success" live>
          <p>{t('details.saved')}</p>
        </Notice>
      )}
      <ErrorSummary heading={t('form.faults')} sent={sent} faults={faults} />
      <TextField
        id="memberIdThere"
        label={t('card.id')}
        hint={t('details.id.hint', { id: plan.details.memberIdThereMasked ?? t('plan.no-id') })}
        value={typed.memberIdThere}
        onChange={set('memberIdThere')}
        fault={faultOf('memberIdThere')}
        maxLength={40}
        spellCheck={false}
      />
      <TextField
        id="otherName"
        label={t('card.other-name')}
        hint={t('card.other-name.hint')}
        value={typed.otherName}
        onChange={set('otherName')}
        maxLength={120}
      />
      <TextField
        id="otherAddress"
        label={t('card.other-address')}
        value={typed.otherAddress}
        onChange={set('otherAddress')}
        maxLength={200}
      />
      <TextField
        id="endedYear"
        label={t('card.ended-year')}
        hint={t('card.ended-year.hint')}
        inputMode="numeric"
        value={typed.endedYear}
        onChange={set('endedYear')}
        fault={faultOf('endedYear')}
        maxLength={4}
      />
      {problem && <Trouble error={problem} />}
      <div className="actions">
        <Button submit busy={busy}>
          {t('details.send')}
        </Button>
      </div>
    </form>
  );
}
