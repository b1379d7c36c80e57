// What stands on the old card. Without it one goes on too: other facts help the plan to find the member.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Draft, DraftPlan } from '../../api/wire.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { type CardLayout, CardPicture, cardLayouts } from '../../ui/card-picture.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { Choices, TextField, Tick } from '../../ui/field.tsx';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';
import { type CardFacts, cardFaults, factsOf, planChange } from './card-facts.ts';
import { useDraft } from './use-draft.ts';

export function DescribeCard({ draft, plan }: { draft: Draft; plan: DraftPlan }) {
  const t = useWords();
  const navigate = useNavigate();
  const { changePlan } = useDraft();
  const [facts, setFacts] = useState(() => factsOf(plan));
  const [sent, setSent] = useState(0);
  const set =
    <K extends keyof CardFacts>(name: K) =>
    (value: CardFacts[K]) =>
      setFacts((old) => ({ ...old, [name]: value }));
  const { submit, busy, problem } = useSubmit(
    async ({ another }: { another: boolean }) => {
      await changePlan(draft, plan.id, planChange(facts));
      return another;
    },
    (another) =>
      void navigate({ to: another ? '/decide/plans' : draft.scope ? '/decide/review' : '/decide/scope' }),
  );
  const found = sent > 0 ? cardFaults(facts, problem?.fields ?? []) : {};
  const fault = (field: keyof CardFacts) => (found[field] ? t(found[field]) : undefined);
  const send = (another: boolean) => {
    setSent((count) => count + 1);
    if (Object.keys(cardFaults(facts, [])).length === 0) submit({ another });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send(false);
      }}
    >
      <ErrorSummary
        heading={t('form.faults')}
        sent={sent}
        faults={Object.entries(found).map(([field, key]) => ({ field, words: t(key) }))}
      />
      <p className="named-plan">
        <strong>{plan.name}</strong>
      </p>
      <TextField
        id="memberIdThere"
        label={t('card.id')}
        hint={t('card.id.hint')}
        value={facts.memberIdThere}
        onChange={set('memberIdThere')}
        fault={fault('memberIdThere')}
        maxLength={40}
        spellCheck={false}
      />
      <CardHelp />
      <Tick
        id="noCard"
        label={t('card.no-card')}
        hint={t('card.no-card.hint')}
        checked={facts.noCard}
        onChange={set('noCard')}
      />
      {facts.noCard && <OtherFacts facts={facts} set={set} fault={fault} />}
      <Choices
        id="relationship"
        label={t('card.whose')}
        value={facts.relationship}
        onChange={set('relationship')}
        fault={fault('relationship')}
        choices={(['self', 'spouse', 'child', 'other'] as const).map((value) => ({
          value,
          label: t(`relationship.${value}`),
        }))}
      />
      <Tick
        id="still"
        label={t('card.still')}
        hint={t('card.still.hint')}
        checked={facts.still}
        onChange={set('still')}
      />
      {problem && <Trouble error={problem} />}
      <div className="actions">
        <Button submit busy={busy}>
          {t('form.save-go-on')}
        </Button>
        <Button outline busy={busy} onClick={() => send(true)}>
          {t('card.another')}
        </Button>
      </div>
    </form>
  );
}

type Setter = <K extends keyof CardFacts>(name: K) => (value: CardFacts[K]) => void;

function OtherFacts({
  facts,
  set,
  fault,
}: {
  facts: CardFacts;
  set: Setter;
  fault: (field: keyof CardFacts) => string | undefined;
}) {
  const t = useWords();
  return (
    <section className="panel" aria-labelledby="other-facts">
      <h2 id="other-facts">{t('card.helps')}</h2>
      <p>{t('card.helps.words')}</p>
      <TextField
        id="otherName"
        label={t('card.other-name')}
        hint={t('card.other-name.hint')}
        value={facts.otherName}
        onChange={set('otherName')}
        fault={fault('otherName')}
        maxLength={120}
      />
      <TextField
        id="otherAddress"
        label={t('card.other-address')}
        value={facts.otherAddress}
        onChange={set('otherAddress')}
        fault={fault('otherAddress')}
        maxLength={200}
      />
      <TextField
        id="endedYear"
        label={t('card.ended-year')}
        hint={t('card.ended-year.hint')}
        inputMode="numeric"
        value={facts.endedYear}
        onChange={set('endedYear')}
        fault={fault('endedYear')}
        maxLength={4}
      />
    </section>
  );
}

/** Three drawn cards, one at a time: where the number stands on each kind. */
function CardHelp() {
  const t = useWords();
  const [layout, setLayout] = useState<CardLayout>('marketplace');
  return (
    <details className="fold">
      <summary>{t('card.where')}</summary>
      <div className="segments">
        {cardLayouts.map((name) => (
          <button key={name} type="button" aria-pressed={layout === name} onClick={() => setLayout(name)}>
            {t(`card.layout.${name}`)}
          </button>
        ))}
      </div>
      <CardPicture
        layout={layout}
        caption={
          <>
            {t(`card.caption.${layout}`)}
            <ol>
              <li>{t('card.mark.id')}</li>
              <li>{t('card.mark.group')}</li>
              <li>{t('card.mark.name')}</li>
            </ol>
          </>
        }
      />
    </details>
  );
}
