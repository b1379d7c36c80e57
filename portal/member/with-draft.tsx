// Pages of an open question: with the draft that the server keeps, or with a way back when none is open.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { draft as draftQuery } from '../api/queries.ts';
import type { Draft } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Progress } from '../ui/steps.tsx';
import { Loaded } from './loaded.tsx';

export function WithDraft({ children }: { children: (draft: Draft) => ReactNode }) {
  const t = useWords();
  const query = useQuery(draftQuery);
  return (
    <Loaded query={query}>
      {(draft) =>
        draft ? (
          children(draft)
        ) : (
          <>
            <p>{t('draft.none')}</p>
            <p>
              <Link to="/">{t('to-home')}</Link>
            </p>
          </>
        )
      }
    </Loaded>
  );
}

const steps_count = 4;

/** Step of the four pages that make up an answer. */
export function DraftProgress({ at }: { at: 1 | 2 | 3 | 4 }) {
  const t = useWords();
  return <Progress words={t('draft.step', { at, of: steps_count })} at={at} of={steps_count} />;
}
