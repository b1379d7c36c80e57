// Every page in every state that the mock can show: what is looked at, and what axe reads.
import type { Page } from 'playwright-core';
import { planId } from '../mock-api/people.ts';
import { chooseScope, describeCard, findKindCover, goOn, openFold, press, sign, start } from './acts.ts';

export interface Scene {
  name: string;
  path: string;
  /** Who looks; nobody where none is named. */
  user?: string;
  /** What is done before the page is as it should be; the words are matched in both languages. */
  act?: (page: Page) => Promise<void>;
  /** The page stays busy: its word that it is on its way is enough to wait for. */
  busy?: true;
  /** Time is the test's. */
  clock?: true;
}

export const scenes: readonly Scene[] = [
  { name: 'sign-in', path: '/portal/sign-in' },
  ...['expired', 'signed-out', 'no-coverage', 'unavailable', 'refused'].map((problem) => ({
    name: `sign-in-${problem}`,
    path: `/portal/sign-in?problem=${problem}`,
  })),
  { name: 'signed-in', path: '/portal/signed-in' },
  { name: 'not-found', path: '/portal/nowhere', user: 'john' },
  { name: 'home-empty', path: '/portal/', user: 'john' },
  { name: 'home-declined', path: '/portal/?done=declined', user: 'john' },
  { name: 'home-every-state', path: '/portal/', user: 'rosa' },
  { name: 'home-some', path: '/portal/', user: 'pat' },
  { name: 'home-state', path: '/portal/', user: 'sam' },
  { name: 'home-acting', path: '/portal/', user: 'lee' },
  { name: 'home-loading', path: '/portal/', user: 'slow', busy: true },
  { name: 'home-fault', path: '/portal/', user: 'faulty' },
  { name: 'session-near', path: '/portal/', user: 'nia' },
  {
    name: 'session-ended',
    path: '/portal/settings',
    user: 'nia',
    clock: true,
    act: async (page) => {
      await page.context().clearCookies();
      await page.clock.runFor(180_000);
      await page.locator('dialog a').waitFor();
    },
  },
  { name: 'who', path: '/portal/decide', user: 'john' },
  { name: 'who-granted', path: '/portal/decide', user: 'lee' },
  {
    name: 'who-other',
    path: '/portal/decide',
    user: 'john',
    act: (page) => page.locator('label[for=signer-other]').click(),
  },
  {
    name: 'who-fault',
    path: '/portal/decide',
    user: 'john',
    act: (page) => press(page, /^(Go on|Seguir)$/),
  },
  { name: 'finder', path: '/portal/', user: 'john', act: (page) => press(page, start) },
  {
    name: 'finder-results',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await press(page, start);
      await page.locator('#plan-name').fill('kind');
      await page.getByRole('button', { name: /KindCover/ }).waitFor();
    },
  },
  {
    name: 'finder-none',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await press(page, start);
      await page.locator('#plan-name').fill('zzz');
      await press(page, /(not in the list|no está en la lista)/);
      await press(page, /^(Add this plan|Agregar este plan)$/);
    },
  },
  {
    name: 'finder-fault',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await press(page, start);
      await page.locator('#plan-name').fill('rate');
      await page.locator('.usa-alert--error').waitFor();
    },
  },
  { name: 'finder-no-draft', path: '/portal/decide/plans', user: 'john' },
  {
    name: 'card',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await findKindCover(page);
      await openFold(page);
    },
  },
  {
    name: 'card-no-number',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await findKindCover(page);
      await page.locator('label[for=noCard]').click();
      await press(page, goOn);
    },
  },
  { name: 'scope', path: '/portal/', user: 'john', act: describeCard },
  {
    name: 'scope-fault',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await describeCard(page);
      await press(page, goOn);
    },
  },
  {
    name: 'scope-kinds',
    path: '/portal/',
    user: 'kim',
    act: async (page) => {
      await describeCard(page);
      await page.locator('label[for=scope-kinds]').click();
    },
  },
  {
    name: 'review',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await chooseScope(page);
      await openFold(page);
    },
  },
  {
    name: 'review-fault',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await chooseScope(page);
      await press(page, /^(Yes, I sign|Sí, firmo)$/);
    },
  },
  {
    name: 'review-stale',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await chooseScope(page);
      await sign(page, 'Stale Draft');
      await page.locator('.usa-alert--error').waitFor();
    },
  },
  {
    name: 'review-changed-text',
    path: '/portal/',
    user: 'yuki',
    act: async (page) => {
      await describeCard(page);
      await page.locator('label[for=scope]').click();
      await press(page, goOn);
      await page.locator('.usa-alert--warning').waitFor();
    },
  },
  {
    name: 'review-step-up',
    path: '/portal/decide/plans',
    user: 'vera',
    act: async (page) => {
      await page.goto(new URL('/portal/', page.url()).href);
      await press(page, /^(Ask another plan|Preguntar a otro plan)$/);
      await page.locator('#plan-name').fill('kindc');
      await page.getByRole('button', { name: /KindCover/ }).click();
      await page.locator('label[for=noCard]').click();
      await page.locator('label[for=relationship]').click();
      await press(page, goOn);
      await page.locator('label[for=scope]').click();
      await press(page, goOn);
      await page.locator('#typedName').waitFor();
    },
  },
  {
    name: 'receipt',
    path: '/portal/',
    user: 'john',
    act: async (page) => {
      await chooseScope(page);
      await sign(page);
      await page.waitForURL(/receipts/);
    },
  },
  ...[
    ['arrived', 11],
    ['partial', 12],
    ['arriving', 10],
    ['not-found', 6],
    ['constrained', 7],
    ['late', 9],
    ['stopped', 14],
    ['looking', 1],
  ].map(([state, n]) => ({
    name: `plan-${state}`,
    path: `/portal/plans/${planId(n as number)}`,
    user: 'rosa',
  })),
  { name: 'plan-missing', path: `/portal/plans/${planId(99)}`, user: 'rosa' },
  { name: 'plan-loading', path: `/portal/plans/${planId(1)}`, user: 'slow', busy: true },
  { name: 'details', path: `/portal/plans/${planId(6)}/details`, user: 'rosa' },
  {
    name: 'details-fault',
    path: `/portal/plans/${planId(6)}/details`,
    user: 'rosa',
    act: async (page) => {
      await press(page, /^(Ask again with this|Preguntar otra vez con esto)$/);
      await press(page, /^(Ask for a call|Pedir una llamada)$/);
    },
  },
  { name: 'details-no-more', path: `/portal/plans/${planId(16)}/details`, user: 'rosa' },
  { name: 'refresh', path: `/portal/plans/${planId(11)}/refresh`, user: 'rosa' },
  {
    name: 'refresh-asked',
    path: `/portal/plans/${planId(11)}/refresh`,
    user: 'rosa',
    act: (page) => press(page, /^(Ask now|Preguntar ahora)$/),
  },
  { name: 'stop-one', path: `/portal/stop/${planId(1)}`, user: 'pat' },
  { name: 'stop-all', path: '/portal/stop', user: 'pat' },
  { name: 'stop-nothing', path: '/portal/stop', user: 'john' },
  {
    name: 'stopped',
    path: `/portal/stop/${planId(1)}`,
    user: 'pat',
    act: async (page) => {
      await press(page, /^(Stop now|Parar ahora)$/);
      await page.waitForURL(/receipts/);
    },
  },
  { name: 'records', path: '/portal/records', user: 'pat' },
  { name: 'records-filtered', path: '/portal/records?kind=labs&year=2025', user: 'pat' },
  { name: 'records-none', path: '/portal/records', user: 'john' },
  { name: 'records-counts-only', path: '/portal/records', user: 'lee' },
  { name: 'records-step-up', path: '/portal/records', user: 'vera' },
  { name: 'records-fault', path: '/portal/records', user: 'faulty' },
  { name: 'asked', path: '/portal/asked', user: 'pat' },
  { name: 'asked-none', path: '/portal/asked', user: 'john' },
  { name: 'history', path: '/portal/history', user: 'pat' },
  { name: 'history-none', path: '/portal/history', user: 'john' },
  { name: 'settings', path: '/portal/settings', user: 'pat', act: openFold },
  {
    name: 'settings-fault',
    path: '/portal/settings',
    user: 'john',
    act: async (page) => {
      await openFold(page);
      await press(page, /^(Send for review|Enviar a revisión)$/);
    },
  },
];

/** The page is as it will be: its heading stands, and nothing is on its way. */
export async function arrive(page: Page, { act, busy }: Scene): Promise<void> {
  await page.locator('h1').first().waitFor();
  if (act) await act(page);
  if (busy) return page.locator('.waiting span').waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
}
