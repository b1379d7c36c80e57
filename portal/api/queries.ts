// What pages read, by name. Reading is cached for a minute at most; a draft is always asked for.
import { queryOptions } from '@tanstack/react-query';
import type { Locale } from '../i18n/catalogue.ts';
import { get } from './call.ts';
import { ApiProblem } from './errors.ts';
import type { PlanState, RecordKind } from './wire.ts';

const poll = { first_ms: 15_000, most_ms: 60_000 };

export const me = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get('/portal/api/me', { signal }),
  staleTime: 60_000,
});

export const summary = queryOptions({
  queryKey: ['summary'],
  queryFn: ({ signal }) => get('/portal/api/summary', { signal }),
});

/** The open draft, or null where none is open. */
export const draft = queryOptions({
  queryKey: ['draft'],
  staleTime: 0,
  queryFn: ({ signal }) =>
    get('/portal/api/draft', { signal }).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 404) return null;
      throw error;
    }),
});

export const foundPlans = (q: string) =>
  queryOptions({
    queryKey: ['plans-found', q],
    queryFn: ({ signal }) => get('/portal/api/plans', { query: { q }, signal }),
    enabled: q.trim().length >= 2,
  });

/** A text never changes within its version. */
export const text = (id: string, version: string, locale: Locale) =>
  queryOptions({
    queryKey: ['text', id, version, locale],
    queryFn: ({ signal }) =>
      get('/portal/api/texts/{id}/{version}/{locale}', { path: { id, version, locale }, signal }),
    staleTime: version === 'current' ? 0 : Number.POSITIVE_INFINITY,
  });

const settled: readonly PlanState[] = [
  'arrived',
  'partial',
  'stopped',
  'ended',
  'failed',
  'not-found',
  'constrained',
];

/** One plan; while something moves it is asked again, ever more slowly, and only by a tab that is seen. */
export const plan = (id: string) =>
  queryOptions({
    queryKey: ['plan', id],
    queryFn: ({ signal }) => get('/portal/api/plans/{id}', { path: { id }, signal }),
    refetchIntervalInBackground: false,
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data && settled.includes(data.state)
        ? false
        : Math.min(poll.most_ms, poll.first_ms * Math.max(1, dataUpdateCount)),
  });

export interface RecordFilter {
  kind?: RecordKind | undefined;
  year?: string | undefined;
  plan?: string | undefined;
}

export const disclosures = queryOptions({
  queryKey: ['disclosures'],
  queryFn: ({ signal }) => get('/portal/api/disclosures', { signal }),
});

export const decisions = queryOptions({
  queryKey: ['decisions'],
  queryFn: ({ signal }) => get('/portal/api/decisions', { signal }),
});
