import { useWords } from '../i18n/use-words.ts';
import { countsByKind, kindKey } from './record-words.ts';

/** How much of each kind there is. */
export function Counts({ counts }: { counts: Record<string, number> }) {
  const t = useWords();
  return (
    <ul className="counts">
      {countsByKind(counts).map(({ kind, count }) => (
        <li key={kind}>
          <strong>{t.number(count)}</strong> <span>{t(kindKey(kind))}</span>
        </li>
      ))}
    </ul>
  );
}
