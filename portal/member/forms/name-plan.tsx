// A plan that the list does not have: its name, its state and the number on its card. We look for it.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';
import { useDraft } from './use-draft.ts';

const states =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY'.split(
    ' ',
  );

export function NamePlan() {
  const t = useWords();
  const navigate = useNavigate();
  const { addPlan } = useDraft();
  const [name, setName] = useState('');
  const [state, setState] = useState('');
  const [phone, setPhone] = useState('');
  const [sent, setSent] = useState(0);
  const fault = sent > 0 && name.trim() === '' ? t('name-plan.missing') : undefined;
  const { submit, busy, problem } = useSubmit(
    addPlan,
    (draftPlanId) => void navigate({ to: '/decide/plans/$draftPlanId', params: { draftPlanId } }),
  );
  return (
    <form
      className="panel"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setSent((count) => count + 1);
        if (name.trim() === '') return;
        submit({
          name: name.trim(),
          ...(state ? { state } : {}),
          ...(phone.trim() ? { phone: phone.trim() } : {}),
        });
      }}
    >
      <h2>{t('name-plan.heading')}</h2>
      <p>{t('name-plan.words')}</p>
      <ErrorSummary
        heading={t('form.faults')}
        sent={sent}
        faults={fault ? [{ field: 'new-plan-name', words: fault }] : []}
      />
      <TextField
        id="new-plan-name"
        label={t('name-plan.name')}
        value={name}
        onChange={setName}
        maxLength={120}
        fault={fault}
      />
      <SelectField
        id="new-plan-state"
        label={t('name-plan.state')}
        value={state}
        onChange={setState}
        options={[
          { value: '', label: t('name-plan.any-state') },
          ...states.map((code) => ({ value: code, label: code })),
        ]}
      />
      <TextField
        id="new-plan-phone"
        type="tel"
        inputMode="tel"
        label={t('name-plan.phone')}
        value={phone}
        onChange={setPhone}
        maxLength={30}
      />
      {problem && <Trouble error={problem} />}
      <div className="actions">
        <Button submit busy={busy}>
          {t('name-plan.add')}
        </Button>
      </div>
    </form>
  );
}
