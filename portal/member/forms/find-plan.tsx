// A text field and a list of buttons: it can be used by voice, by swipe and by key, on every phone.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { foundPlans } from '../../api/queries.ts';
import type { DraftPlan, FoundPlan } from '../../api/wire.ts';
import { useWords } from '../../i18n/use-words.ts';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';
import { NamePlan } from './name-plan.tsx';
import { useDraft } from './use-draft.ts';

const pause_ms = 350;
const letters_min = 2;

/** What was typed, once the typing pauses: the server is not asked for every letter. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pause_ms);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

export function FindPlan({ named }: { named: readonly DraftPlan[] }) {
  const t = useWords();
  const navigate = useNavigate();
  const { addPlan } = useDraft();
  const [typed, setTyped] = useState('');
  const [notListed, setNotListed] = useState(false);
  const asked = usePaused(typed).trim();
  const enough = asked.length >= letters_min;
  const { data, error, isFetching, refetch } = useQuery({
    ...foundPlans(asked),
    placeholderData: keepPreviousData,
  });
  const pick = useSubmit(
    async ({ payerId }: { payerId: string }) =>
      named.find((plan) => plan.payerId === payerId)?.id ?? (await addPlan({ payerId })),
    (draftPlanId) => void navigate({ to: '/decide/plans/$draftPlanId', params: { draftPlanId } }),
  );
  const found = enough && !error ? data?.plans : undefined;

  const announced = () => {
    if (!enough || error) return '';
    if (isFetching || !found) return t('finder.searching');
    return t('finder.count', { count: found.length });
  };
  return (
    <>
      <search>
        <form onSubmit={(event) => event.preventDefault()}>
          <TextField
            id="plan-name"
            type="search"
            label={t('finder.label')}
            hint={t('finder.hint')}
            value={typed}
            onChange={setTyped}
            maxLength={80}
            spellCheck={false}
          />
        </form>
      </search>
      <p className="quiet" role="status">
        {announced()}
      </p>
      {enough && error && <Trouble error={error} retry={() => void refetch()} />}
      {pick.problem && <Trouble error={pick.problem} />}
      {found && found.length > 0 && (
        <ul className="results" aria-label={t('finder.results')}>
          {found.map((plan) => (
            <li key={plan.payerId}>
              <button type="button" className="result" onClick={() => pick.submit({ payerId: plan.payerId })}>
                <span>
                  <strong>{plan.name}</strong>
                  <PlanNotes plan={plan} />
                </span>
                <Icon name="onward" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <p>
        <button
          type="button"
          className="plain-button"
          aria-expanded={notListed}
          aria-controls="not-listed"
          onClick={() => setNotListed(!notListed)}
        >
          {t('finder.not-listed')}
        </button>
      </p>
      <div id="not-listed">{notListed && <NamePlan />}</div>
    </>
  );
}

function PlanNotes({ plan }: { plan: FoundPlan }) {
  const t = useWords();
  return (
    <>
      {plan.aliases.length > 0 && <span>{t('finder.aliases', { names: t.list(plan.aliases) })}</span>}
      {plan.states.length > 0 && <span>{t('finder.states', { states: t.list(plan.states) })}</span>}
    </>
  );
}
