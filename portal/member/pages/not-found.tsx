import { Link } from '@tanstack/react-router';
import { useWords } from '../../i18n/use-words.ts';

export function NotFoundPage() {
  const t = useWords();
  return (
    <div className="column">
      <h1 tabIndex={-1}>{t('not-found.title')}</h1>
      <p className="lead">{t('not-found.words')}</p>
      <p>
        <Link to="/">{t('to-home')}</Link>
      </p>
    </div>
  );
}
