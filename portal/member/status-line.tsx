import type { PlanCard } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../ui/icon.tsx';
import { statusOf } from './plan-status.ts';

/** Where a plan stands: a mark, and the words that say the same. */
export function StatusLine({ plan }: { plan: PlanCard }) {
  const { tone, words } = statusOf(plan, useWords());
  return (
    <p className={`status status--${tone}`}>
      <Icon name={tone} />
      <span>{words}</span>
    </p>
  );
}
