import { Link, useNavigate } from '@tanstack/react-router';
import type { Draft } from '../../../api/wire.ts';
import { useWords } from '../../../i18n/use-words.ts';
import { FindPlan } from '../../forms/find-plan.tsx';
import { useDraft } from '../../forms/use-draft.ts';
import { Page } from '../../page.tsx';
import { Trouble } from '../../trouble.tsx';
import { useSubmit } from '../../use-submit.ts';
import { DraftProgress, WithDraft } from '../../with-draft.tsx';

export function FinderPage() {
  const t = useWords();
  return (
    <Page before={<DraftProgress at={1} />} heading={t('finder.question')} lead={t('finder.lead')}>
      <WithDraft>
        {(draft) => (
          <>
            {draft.plans.length > 0 && <Named draft={draft} />}
            <FindPlan named={draft.plans} />
            <NoOther draft={draft} />
          </>
        )}
      </WithDraft>
    </Page>
  );
}

/** The plans named so far. */
function Named({ draft }: { draft: Draft }) {
  const t = useWords();
  const { dropPlan } = useDraft();
  const drop = useSubmit(
    (id: string) => dropPlan(id),
    () => {},
  );
  return (
    <section className="panel" aria-labelledby="named">
      <h2 id="named">{t('finder.named')}</h2>
      <ul className="named">
        {draft.plans.map((plan) => (
          <li key={plan.id}>
            <strong>{plan.name}</strong>
            <span className="actions">
              <Link
                to="/decide/plans/$draftPlanId"
                params={{ draftPlanId: plan.id }}
                aria-label={t('finder.edit-plan', { plan: plan.name })}
              >
                {t('form.change')}
              </Link>
              <button
                type="button"
                className="plain-button"
                aria-label={t('finder.remove-plan', { plan: plan.name })}
                onClick={() => drop.submit(plan.id)}
              >
                {t('form.remove')}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {drop.problem && <Trouble error={drop.problem} />}
      <p className="actions">
        <Link
          className="usa-button usa-button--outline"
          to={draft.scope ? '/decide/review' : '/decide/scope'}
        >
          {t('finder.enough')}
        </Link>
      </p>
    </section>
  );
}

function NoOther({ draft }: { draft: Draft }) {
  const t = useWords();
  const navigate = useNavigate();
  const drafts = useDraft();
  const none = useSubmit(
    () => drafts.drop(),
    () => void navigate({ to: '/', search: { done: 'none' } }),
  );
  if (draft.plans.length > 0) return null;
  return (
    <>
      {none.problem && <Trouble error={none.problem} />}
      <p>
        <button type="button" className="plain-button" onClick={() => none.submit(undefined)}>
          {t('finder.none')}
        </button>
      </p>
    </>
  );
}
