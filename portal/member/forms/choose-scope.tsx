// What may be sent. Nothing is chosen beforehand; the narrow answer is as near as the wide one.
import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { foundPlans } from '../../api/queries.ts';
import type { Draft, DraftPlan, FoundPlan, RecordKind } from '../../api/wire.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorSummary } from '../../ui/error-summary.tsx';
import { Choices, Tick } from '../../ui/field.tsx';
import { Loaded } from '../loaded.tsx';
import { useMe } from '../me.ts';
import { kindKey, recordKinds } from '../record-words.ts';
import { Trouble } from '../trouble.tsx';
import { useSubmit } from '../use-submit.ts';
import { useText } from '../use-text.ts';
import { useDraft } from './use-draft.ts';

type Answer = 'all' | 'regular' | 'kinds';

export function ChooseScope({ draft }: { draft: Draft }) {
  const t = useWords();
  const { kindsOffered } = useMe();
  const navigate = useNavigate();
  const { change } = useDraft();
  const text = useText(draft);
  const [answer, setAnswer] = useState<Answer | undefined>(draft.kinds?.length ? 'kinds' : draft.scope);
  const [kinds, setKinds] = useState<readonly RecordKind[]>(draft.kinds ?? []);
  const [sent, setSent] = useState(0);
  const fault = () => {
    if (!answer) return t('scope.missing');
    return answer === 'kinds' && kinds.length === 0 ? t('scope.kinds-missing') : undefined;
  };
  const { submit, busy, problem } = useSubmit(
    () =>
      change(draft, {
        scope: answer === 'regular' ? 'regular' : 'all',
        ...(kindsOffered ? { kinds: answer === 'kinds' ? [...kinds] : [] } : {}),
        step: 'review',
      }),
    () => void navigate({ to: draft.plans.length > 0 ? '/decide/review' : '/decide/plans' }),
  );
  const shownFault = sent > 0 ? fault() : undefined;
  return (
    <Loaded query={text}>
      {({ keySentences }) => (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            setSent((count) => count + 1);
            if (!fault()) submit(undefined);
          }}
        >
          <ErrorSummary
            heading={t('form.faults')}
            sent={sent}
            faults={shownFault ? [{ field: 'scope', words: shownFault }] : []}
          />
          <Choices<Answer>
            id="scope"
            label={t('scope.legend')}
            value={answer}
            onChange={setAnswer}
            fault={shownFault}
            choices={[
              { value: 'all', label: t('scope.all'), description: <p>{keySentences.all}</p> },
              {
                value: 'regular',
                label: t('scope.regular'),
                description: (
                  <>
                    <p>{keySentences.regular}</p>
                    <Sorting plans={draft.plans} />
                  </>
                ),
              },
              ...(kindsOffered
                ? [
                    {
                      value: 'kinds' as const,
                      label: t('scope.kinds'),
                      description: <p>{keySentences.kinds}</p>,
                    },
                  ]
                : []),
            ]}
          />
          {answer === 'kinds' && <Kinds kinds={kinds} onChange={setKinds} />}
          {problem && <Trouble error={problem} />}
          <div className="actions">
            <Button submit busy={busy}>
              {t('form.save-go-on')}
            </Button>
          </div>
        </form>
      )}
    </Loaded>
  );
}

function Kinds({
  kinds,
  onChange,
}: {
  kinds: readonly RecordKind[];
  onChange: (kinds: readonly RecordKind[]) => void;
}) {
  const t = useWords();
  return (
    <fieldset className="usa-fieldset">
      <legend className="usa-legend">{t('scope.which-kinds')}</legend>
      {recordKinds.map((kind) => (
        <Tick
          key={kind}
          id={`kind-${kind}`}
          label={t(kindKey(kind))}
          checked={kinds.includes(kind)}
          onChange={(ticked) => onChange(ticked ? [...kinds, kind] : kinds.filter((other) => other !== kind))}
        />
      ))}
    </fieldset>
  );
}

const words = {
  excluded: 'scope.sorts.excluded',
  labelled: 'scope.sorts.labelled',
  unlabelled: 'scope.sorts.unlabelled',
  unknown: 'scope.sorts.unknown',
} as const satisfies Record<FoundPlan['segmentation'], string>;

/** Whether each named plan can leave out what is sensitive, as far as we know. */
function Sorting({ plans }: { plans: readonly DraftPlan[] }) {
  const t = useWords();
  const looked = useQueries({
    queries: plans.map(({ name }) => ({ ...foundPlans(name), staleTime: 600_000 })),
  });
  return plans.map((plan, i) => {
    const known =
      looked[i]?.data?.plans.find(({ payerId }) => payerId === plan.payerId)?.segmentation ?? 'unknown';
    return <p key={plan.id}>{t(words[known], { plan: plan.name })}</p>;
  });
}
