// What arrived, year by year, as a table that stacks on a phone.
import type { Records } from '../api/wire.ts';
import { useWords } from '../i18n/use-words.ts';
import { kindKey } from './record-words.ts';

type Item = Records['items'][number];

function byYear(items: readonly Item[]): [string, Item[]][] {
  const years = new Map<string, Item[]>();
  for (const item of items) {
    const year = item.date?.slice(0, 4) ?? '';
    years.set(year, [...(years.get(year) ?? []), item]);
  }
  return [...years];
}

export function RecordTable({ items }: { items: readonly Item[] }) {
  const t = useWords();
  if (items.length === 0) return <p role="status">{t('records.no-match')}</p>;
  return byYear(items).map(([year, rows]) => (
    <section key={year} aria-labelledby={`year-${year}`}>
      <h3 id={`year-${year}`}>{year || t('records.no-date')}</h3>
      <div className="stacked">
        <table className="usa-table usa-table--borderless" aria-labelledby={`year-${year}`}>
          <thead>
            <tr>
              <th scope="col">{t('records.what')}</th>
              <th scope="col">{t('records.kind')}</th>
              <th scope="col">{t('records.when')}</th>
              <th scope="col">{t('records.from')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((item) => (
              <tr key={item.id}>
                <th scope="row">
                  <span lang="en">{item.title}</span>
                  {item.detail && (
                    <>
                      <br />
                      <span className="quiet" lang="en">
                        {item.detail}
                      </span>
                    </>
                  )}
                  {item.consentEnded && (
                    <>
                      {' '}
                      <span className="usa-tag">{t('records.consent-ended')}</span>
                    </>
                  )}
                </th>
                <td data-label={t('records.kind')}>{t(kindKey(item.kind))}</td>
                <td data-label={t('records.when')}>{item.date ? t.date(item.date) : t('records.no-date')}</td>
                <td data-label={t('records.from')}>{item.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  ));
}
