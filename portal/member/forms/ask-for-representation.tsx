// A member says who may act for them. Nothing changes until a person at the plan has seen the paper.
import { useState } from 'react';
import { send } from '../../api/call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary, type Fault } from '../../ui/error-summary.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';
import { readDocument } from './authority-document.ts';

const bases = ['power-of-attorney', 'guardian', 'parent', 'court-order', 'executor'] as const;
type Basis = (typeof bases)[number];
interface Asked {
  name: string;
  basis: Basis;
  documentSha256: string;
  endsOn: string;
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

export function AskForRepresentation({ done }: { done: () => void }) {
  const t = useWords();
  const [name, setName] = useState('');
  const [basis, setBasis] = useState<Basis>('power-of-attorney');
  const [endsOn, setEndsOn] = useState('');
  const [file, setFile] = useState<File>();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [sent, setSent] = useState(0);
  const [waiting, setWaiting] = useState(false);
  const { submit, busy, problem } = useSubmit(
    (body: Asked, key) => send('post', '/portal/api/representatives', { body, key }),
    () => {
      setWaiting(true);
      done();
    },
  );
  const check = async () => {
    const read = await readDocument(file);
    const found: Fault[] = [];
    if (!name.trim()) found.push({ field: 'person-name', words: t('representative.fault.name') });
    if (!isDay(endsOn)) found.push({ field: 'ends-on', words: t('representative.fault.ends') });
    if ('fault' in read) found.push({ field: 'document', words: t(read.fault) });
    setFaults(found);
    setSent((count) => count + 1);
    if (found.length === 0 && 'sha256' in read)
      submit({ name: name.trim(), basis, documentSha256: read.sha256, endsOn });
  };
  const faultOf = (field: string) => faults.find((fault) => fault.field === field)?.words;
  if (waiting)
    return (
      <Notice kind="success" live>
        <p>{t('representative.done')}</p>
      </Notice>
    );
  return (
    <details className="fold">
      <summary>{t('representative.add')}</summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <p>{t('representative.words')}</p>
        <ErrorSummary heading={t('form.faults')} sent={sent} faults={faults} />
        <TextField
          id="person-name"
          label={t('representative.name')}
          value={name}
          onChange={setName}
          fault={faultOf('person-name')}
          maxLength={120}
        />
        <SelectField
          id="basis"
          label={t('representative.basis')}
          value={basis}
          onChange={setBasis}
          options={bases.map((value) => ({ value, label: t(`basis.${value}`) }))}
        />
        <TextField
          id="ends-on"
          label={t('representative.ends')}
          hint={t('representative.ends.hint')}
          value={endsOn}
          onChange={setEndsOn}
          fault={faultOf('ends-on')}
          maxLength={10}
        />
        <DocumentField fault={faultOf('document')} onChange={setFile} />
        {problem && <Trouble error={problem} />}
        <div className="actions">
          <Button submit outline busy={busy}>
            {t('representative.send')}
          </Button>
        </div>
      </form>
    </details>
  );
}

function DocumentField({
  fault,
  onChange,
}: {
  fault: string | undefined;
  onChange: (file: File | undefined) => void;
}) {
  const t = useWords();
  return (
    <div className={`usa-form-group${fault ? ' usa-form-group--error' : ''}`}>
      <label className="usa-label" htmlFor="document">
        {t('representative.document')}
      </label>
      <p className="usa-hint" id="document-hint">
        {t('representative.document.hint')}
      </p>
      {fault && (
        <p className="usa-error-message" id="document-fault">
          {fault}
        </p>
      )}
      <input
        className="file"
        id="document"
        type="file"
        accept="application/pdf,image/jpeg,image/png"
        aria-describedby={fault ? 'document-hint document-fault' : 'document-hint'}
        aria-invalid={fault ? true : undefined}
        onChange={(event) => onChange(event.target.files?.[0])}
      />
    </div>
  );
}
