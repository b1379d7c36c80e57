// The tree of pages. Every route says its title and what lies above it; a test walks this table.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from '@tanstack/react-router';
import type { RecordFilter } from '../api/queries.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { Frame } from './frame.tsx';
import { HomePage } from './pages/home.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { OutOfOrderPage } from './pages/out-of-order.tsx';

/** What the frame needs to know of a page before it is shown. */
interface PageFacts {
  title: MessageKey;
  /** The pages above it, from the top. */
  above: readonly { to: string; title: MessageKey }[];
  /** Needs no session. */
  open?: true;
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    page?: PageFacts;
  }
  interface Register {
    router: ReturnType<typeof portalRouter>;
  }
}

const home = { to: '/', title: 'home.title' } as const;
const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Frame,
  notFoundComponent: NotFoundPage,
  errorComponent: OutOfOrderPage,
});

const page = <P extends string>(path: P, title: MessageKey, component: RouteComponent, open?: true) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component,
    staticData: { page: { title, above: path === '/' ? [] : [home], ...(open ? { open } : {}) } },
  });

interface HomeSearch {
  done?: 'declined' | 'deferred' | 'none' | undefined;
}
export type SignInProblem = 'expired' | 'no-coverage' | 'unavailable' | 'refused' | 'signed-out';
interface SignInSearch {
  problem?: SignInProblem | undefined;
  /** Signed out at the plan too. */
  done?: string | undefined;
  return?: string | undefined;
  lang?: string | undefined;
}
const text = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

const homeRoute = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: HomePage,
  validateSearch: (search): HomeSearch => ({ done: text(search.done) as HomeSearch['done'] }),
  staticData: { page: { title: 'home.title', above: [] } },
});
const recordsRoute = createRoute({
  getParentRoute: () => root,
  path: '/records',
  component: lazyRouteComponent(() => import('./pages/records.tsx'), 'RecordsPage'),
  validateSearch: (search): RecordFilter => ({
    kind: text(search.kind) as RecordFilter['kind'],
    year: text(search.year),
    plan: text(search.plan),
  }),
  staticData: { page: { title: 'records.title', above: [home] } },
});
const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
  validateSearch: (search): SignInSearch => ({
    problem: text(search.problem) as SignInProblem | undefined,
    done: text(search.done),
    return: text(search.return),
    lang: text(search.lang),
  }),
  staticData: { page: { title: 'sign-in.title', above: [], open: true } },
});

const decide = () => import('./pages/decide/pages.ts');
const plans = () => import('./pages/plans/pages.ts');
const own = () => import('./pages/own/pages.ts');

export const routeTree = root.addChildren([
  homeRoute,
  page('/decide', 'who.title', lazyRouteComponent(decide, 'WhoPage')),
  page('/decide/plans', 'finder.title', lazyRouteComponent(decide, 'FinderPage')),
  page('/decide/plans/$draftPlanId', 'card.title', lazyRouteComponent(decide, 'CardPage')),
  page('/decide/scope', 'scope.title', lazyRouteComponent(decide, 'ScopePage')),
  page('/decide/review', 'review.title', lazyRouteComponent(decide, 'ReviewPage')),
  page('/receipts/$decisionId', 'receipt.title', lazyRouteComponent(decide, 'ReceiptPage')),
  page('/plans/$planId', 'plan.title', lazyRouteComponent(plans, 'PlanPage')),
  page('/plans/$planId/details', 'details.title', lazyRouteComponent(plans, 'DetailsPage')),
  page('/plans/$planId/refresh', 'refresh.title', lazyRouteComponent(plans, 'RefreshPage')),
  page('/stop', 'stop.title', lazyRouteComponent(plans, 'StopPage')),
  page('/stop/$planId', 'stop.title', lazyRouteComponent(plans, 'StopPage')),
  recordsRoute,
  page('/asked', 'asked.title', lazyRouteComponent(own, 'AskedPage')),
  page('/history', 'history.title', lazyRouteComponent(own, 'HistoryPage')),
  page('/settings', 'settings.title', lazyRouteComponent(own, 'SettingsPage')),
  signInRoute,
  page(
    '/signed-in',
    'signed-in.title',
    lazyRouteComponent(() => import('./pages/signed-in.tsx'), 'SignedInPage'),
    true,
  ),
]);

export const portalRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    basepath: '/portal',
    context: { queryClient },
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
