import { useState } from 'react';
import { send } from '../../api/call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';

const times = ['any', 'morning', 'afternoon', 'evening'] as const;
type Time = (typeof times)[number];

/** Asks that a person calls the member about one plan. */
export function AskForCall({ planId }: { planId: string }) {
  const t = useWords();
  const [phone, setPhone] = useState('');
  const [when, setWhen] = useState<Time>('any');
  const [sent, setSent] = useState(0);
  const [done, setDone] = useState(false);
  const digits = phone.replace(/\D/g, '').length;
  const fault = sent > 0 && digits < 7 ? t('call.missing') : undefined;
  const { submit, busy, problem } = useSubmit(
    (body: { phone: string; when: Time }, key) =>
      send('post', '/portal/api/plans/{id}/callback-requests', { path: { id: planId }, key, body }),
    () => setDone(true),
  );
  if (done)
    return (
      <Notice kind="success" live>
        <p>{t('call.done')}</p>
      </Notice>
    );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setSent((count) => count + 1);
        if (digits >= 7) submit({ phone: phone.trim(), when });
      }}
    >
      <ErrorSummary
        heading={t('form.faults')}
        sent={sent}
        faults={fault ? [{ field: 'phone', words: fault }] : []}
      />
      <TextField
        id="phone"
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        label={t('call.phone')}
        value={phone}
        onChange={setPhone}
        fault={fault}
        maxLength={30}
      />
      <SelectField
        id="when"
        label={t('call.when')}
        value={when}
        onChange={setWhen}
        options={times.map((value) => ({ value, label: t(`call.when.${value}`) }))}
      />
      {problem && <Trouble error={problem} />}
      <div className="actions">
        <Button submit outline busy={busy}>
          {t('call.send')}
        </Button>
      </div>
    </form>
  );
}
