import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { get } from '../../api/call.ts';
import { type RecordFilter, summary as summaryQuery } from '../../api/queries.ts';
import type { Records } from '../../api/wire.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DownloadRecords } from '../forms/download-records.tsx';
import { Loaded } from '../loaded.tsx';
import { useMe } from '../me.ts';
import { Page } from '../page.tsx';
import { hasRecords, sumOf } from '../plan-status.ts';
import { RecordTable } from '../record-table.tsx';
import { kindKey, recordKinds } from '../record-words.ts';

export function RecordsPage() {
  const t = useWords();
  const filter = useSearch({ from: '/records' });
  const query = useInfiniteQuery({
    queryKey: ['records', filter],
    queryFn: ({ pageParam, signal }) =>
      get('/portal/api/records', { query: asQuery(filter, pageParam), signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.cursor,
    placeholderData: (previous) => previous,
  });
  return (
    <Page wide lead={t('records.lead')}>
      <Loaded query={query}>
        {({ pages }) => (
          <Arrived
            pages={pages}
            filter={filter}
            more={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
            busy={query.isFetching}
          />
        )}
      </Loaded>
    </Page>
  );
}

type Query = NonNullable<Parameters<typeof get<'/portal/api/records'>>[1]['query']>;
function asQuery({ kind, year, plan }: RecordFilter, cursor: string | undefined): Query {
  return {
    ...(kind ? { kind } : {}),
    ...(year ? { year } : {}),
    ...(plan ? { plan } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

function Arrived({
  pages,
  filter,
  more,
  busy,
}: {
  pages: readonly Records[];
  filter: RecordFilter;
  more: (() => void) | undefined;
  busy: boolean;
}) {
  const t = useWords();
  const first = pages[0]!;
  const filtered = Boolean(filter.kind || filter.year || filter.plan);
  const all = first.kinds.reduce((sum, { count }) => sum + count, 0);
  if (all === 0 && !filtered) return <Nothing missing={first.notReceived.length > 0} />;
  return (
    <>
      <NotReceived records={first} />
      <h2>{t('records.counts')}</h2>
      <ul className="counts">
        {recordKinds.flatMap((kind) => {
          const count = first.kinds.find((row) => row.kind === kind)?.count;
          return count ? (
            <li key={kind}>
              <strong>{t.number(count)}</strong> <span>{t(kindKey(kind))}</span>
            </li>
          ) : (
            []
          );
        })}
      </ul>
      <Background filter={filter} shown={all} />
      {first.countsOnly ? (
        <p>{t('records.counts-only')}</p>
      ) : (
        <>
          <h2>{t('records.list')}</h2>
          <Filters filter={filter} records={first} />
          <RecordTable items={pages.flatMap(({ items }) => items)} />
          {more && (
            <p className="actions">
              <Button outline onClick={more} busy={busy}>
                {t('records.more')}
              </Button>
            </p>
          )}
          <DownloadRecords />
        </>
      )}
      <Mistake />
    </>
  );
}

/** What came beside the records that one reads, so that the numbers of all pages add up. */
function Background({ filter, shown }: { filter: RecordFilter; shown: number }) {
  const t = useWords();
  const { data } = useQuery(summaryQuery);
  const plans = (data?.plans ?? []).filter(({ id }) => !filter.plan || id === filter.plan);
  const count = plans.reduce((sum, plan) => sum + sumOf(plan.counts), 0) - shown;
  if (filter.year || count <= 0) return null;
  return <p className="quiet">{t('records.background', { count })}</p>;
}

function Nothing({ missing }: { missing: boolean }) {
  const t = useWords();
  return (
    <section className="panel" aria-labelledby="nothing">
      <h2 id="nothing">{t('records.none')}</h2>
      <p>{t(missing ? 'records.none.missing' : 'records.none.words')}</p>
      <p>
        <Link to="/">{t('receipt.see-plans')}</Link>
      </p>
    </section>
  );
}

function NotReceived({ records }: { records: Records }) {
  const t = useWords();
  if (records.notReceived.length === 0) return null;
  return (
    <Notice kind="warning" heading={t('records.partial')}>
      <p>{t('records.partial.words')}</p>
      <ul>
        {records.notReceived.map(({ plan, kind, count }) => (
          <li key={plan + kind}>{t('records.partial.row', { plan, kind: t(kindKey(kind)), count })}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Filters({ filter, records }: { filter: RecordFilter; records: Records }) {
  const t = useWords();
  const navigate = useNavigate();
  const plans = useQuery(summaryQuery).data?.plans.filter(hasRecords) ?? [];
  const any = { value: '', label: t('records.any') };
  const set = (name: keyof RecordFilter) => (value: string) =>
    void navigate({
      to: '/records',
      search: { ...filter, [name]: value || undefined },
      replace: true,
      resetScroll: false,
    });
  return (
    <div className="filters">
      <SelectField
        id="kind"
        label={t('records.kind')}
        value={filter.kind ?? ''}
        onChange={set('kind')}
        options={[any, ...records.kinds.map(({ kind }) => ({ value: kind, label: t(kindKey(kind)) }))]}
      />
      <SelectField
        id="year"
        label={t('records.year')}
        value={filter.year ?? ''}
        onChange={set('year')}
        options={[any, ...records.years.map((year) => ({ value: String(year), label: String(year) }))]}
      />
      <SelectField
        id="plan"
        label={t('records.plan')}
        value={filter.plan ?? ''}
        onChange={set('plan')}
        options={[any, ...plans.map((plan) => ({ value: plan.id, label: plan.name }))]}
      />
    </div>
  );
}

function Mistake() {
  const t = useWords();
  const { payer } = useMe();
  return (
    <section className="panel panel--calm" aria-labelledby="mistake">
      <h2 id="mistake">{t('records.mistake')}</h2>
      <p>{t('records.mistake.words', { phone: payer.phone })}</p>
    </section>
  );
}
