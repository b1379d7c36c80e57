import { useWords } from '../../i18n/use-words.ts';

/** Shown where a page itself failed: a fault of ours, never the member's. */
export function OutOfOrderPage() {
  const t = useWords();
  return (
    <main id="main">
      <div className="wrap">
        <div className="column">
          <h1 tabIndex={-1}>{t('out-of-order.title')}</h1>
          <p className="lead">{t('out-of-order.words')}</p>
          <p>
            <a href="/portal/">{t('to-home')}</a>
          </p>
        </div>
      </div>
    </main>
  );
}
