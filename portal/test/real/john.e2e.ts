// The whole story on the real thing: two payers, the development identity provider, Chromium. John opts in, his records arrive, the
// numbers on the page are the ledger's, he stops, and the exchange has stopped.

import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../src/db/sql.ts';
import { kindCover } from '../../../src/demo/people/payers.ts';
import { sampleCohort } from '../../../src/demo/people/sample.ts';
import type {} from '../../../test/env/global-setup.ts';
import { type TwoPayers, twoPayers } from '../../../test/env/two-payers.ts';
import { chromiumPath, type Size, sizes } from '../browser.ts';
import { setup as buildPortal } from '../built.ts';
import { Member } from '../story.ts';
import { wordsOf } from '../words.ts';

/** Pictures of the story, for whoever wants to see it: not committed. */
const looks = fileURLToPath(new URL('../../../dist/portal/looks/', import.meta.url));

const most = { clicksToOptIn: 8, pagesToOptIn: 5, clicksToStop: 3 };
const tellings = [
  { locale: 'en', size: 'desk', keys: false },
  { locale: 'es', size: 'phone', keys: false },
  { locale: 'en', size: 'phone', keys: true },
] as const satisfies { locale: 'en' | 'es'; size: Size; keys: boolean }[];

describe.skipIf(!chromiumPath())('John at his own plan', () => {
  let browser: Browser;
  let payers: TwoPayers;
  let card: string;
  beforeAll(async () => {
    buildPortal();
    browser = await chromium.launch({ executablePath: chromiumPath()!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  const settleAll = async () => {
    const rows = await payers.requesting.db.query<{ id: string }>(sql`select id from transfer`);
    await payers.settle({ transferIds: rows.map(({ id }) => id) });
  };
  const stored = async (): Promise<number> => {
    const rows = await payers.requesting.db.query<{ stored: number }>(
      sql`select sum(stored)::int as stored from ingest_ledger where person_id > 0`,
    );
    return rows[0]!.stored;
  };

  test.each(tellings)('$locale, $size, keys only: $keys', async ({ locale, size, keys }) => {
    payers = await twoPayers({ portal: true });
    card = cardOf(payers.clock.now());
    try {
      await story({ locale, size, keys });
    } finally {
      await payers.close();
    }
  });

  const cardOf = (now: Date): string => {
    const john = sampleCohort(now).find(({ id }) => id === 'uc3001')!;
    return (john.parts.CoverageToMatch.identifier as { value: string }[])[0]!.value;
  };

  async function story({ locale, size, keys }: { locale: 'en' | 'es'; size: Size; keys: boolean }) {
    const context = await browser.newContext({
      viewport: sizes[size],
      locale: locale === 'es' ? 'es-US' : 'en-US',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/.test(message.text())) broken.push(message.text());
    });
    const t = wordsOf(locale);
    const { baseUrl } = payers.requesting;
    await page.goto(`${baseUrl}/portal/?lang=${locale}`);
    await page.getByRole('link', { name: t('sign-in.go') }).click();
    await page.getByText('Development sign-in. Not for real members.').waitFor();
    await page.getByRole('button', { name: /John Smith/ }).click();
    await page.getByRole('heading', { name: t('home.hello', { name: 'John' }) }).waitFor();
    if ((await page.locator('html').getAttribute('lang')) !== locale)
      await page.getByRole('button', { name: locale === 'es' ? 'Español' : 'English' }).click();

    const look = (name: string) =>
      page.screenshot({ path: `${looks}real-${name}-${locale}-${size}.png`, fullPage: true });
    await look('home');
    const john = new Member(page);
    const act = keys ? byKeys(john) : byPointer(john);
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
    const headed = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

    await act.press(button(t('home.start')));
    await headed(t('finder.question'));
    await look('finder');
    await act.type(page.getByLabel(t('finder.label')), 'Kind');
    await page.getByRole('button', { name: /KindCover/ }).waitFor();
    await act.press(page.getByRole('button', { name: /KindCover/ }));
    await headed(t('card.question'));
    await look('card');
    await act.type(page.getByLabel(t('card.id'), { exact: true }), card);
    await act.choose(page.getByLabel(t('relationship.self')), page.getByText(t('relationship.self')));
    await act.press(button(t('form.save-go-on')));
    await headed(t('scope.question'));
    await look('scope');
    await act.choose(page.getByRole('radio').first(), page.getByText(t('scope.all'), { exact: true }));
    await act.press(button(t('form.save-go-on')));
    await headed(t('review.heading'));
    await look('review');
    await act.choose(page.getByRole('checkbox'), page.getByText(t('review.agree')));
    await act.type(page.getByLabel(t('review.name'), { exact: true }), 'John Smith');
    const pages = john.pages.size;
    await act.press(button(t('review.sign')));
    await headed(t('receipt.opt-in.heading'));
    await look('receipt');
    if (!keys) expect(john.clicks).toBeLessThanOrEqual(most.clicksToOptIn);
    expect(pages).toBeLessThanOrEqual(most.pagesToOptIn);

    await settleAll();
    await seeArrived(page, locale, await stored());
    await look('records');

    await page.goto(`${baseUrl}/portal/`);
    john.count();
    await act.press(page.getByRole('link', { name: t('plan.stop'), exact: true }));
    await page.getByRole('heading', { level: 1, name: /KindCover/ }).waitFor();
    await act.press(button(t('stop.now')));
    await headed(t('receipt.withdraw.heading'));
    await look('stopped');
    if (!keys) expect(john.clicks).toBeLessThanOrEqual(most.clicksToStop);
    await page.goto(`${baseUrl}/portal/`);
    await page.getByText(locale === 'es' ? /Usted paró esto/ : /You stopped this/).waitFor();
    const [last] = await payers.requesting.db.query(
      sql`select state, detail from exchange_event order by id desc limit 1`,
    );
    expect(last).toEqual({ state: 'closed', detail: 'member-withdrew' });
    expect(broken).toEqual([]);
    await context.close();
  }

  async function seeArrived(page: Page, locale: 'en' | 'es', records: number) {
    const t = wordsOf(locale);
    await page.goto(`${payers.requesting.baseUrl}/portal/`);
    const number = new Intl.NumberFormat(locale).format(records);
    await page.getByText(locale === 'es' ? `Llegó: ${number} datos` : `Arrived: ${number} records`).waitFor();
    await page.getByRole('link', { name: t('plan.see'), exact: true }).click();
    await page.locator('.counts li').first().waitFor();
    expect(await sumShown(page)).toBe(records);
    await page.getByRole('link', { name: t('plan.see-records') }).click();
    await page.getByRole('heading', { level: 1, name: t('records.title') }).waitFor();
    await page.locator('.counts li').first().waitFor();
    const more = await page
      .getByText(locale === 'es' ? /datos más nombran/ : /more records name/)
      .textContent();
    expect((await sumShown(page)) + Number.parseInt(more!, 10)).toBe(records);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('download.html') }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.html$/);
    await page.getByRole('table').first().waitFor();
    expect(await page.getByText(kindCover.name).count()).toBeGreaterThan(1);
  }
});

const sumShown = async (page: Page): Promise<number> =>
  (await page.locator('.counts strong').allTextContents()).reduce(
    (sum, text) => sum + Number(text.replace(/\D/g, '')),
    0,
  );

type Target = ReturnType<Page['getByText']>;
interface Act {
  press: (target: Target) => Promise<void>;
  type: (target: Target, text: string) => Promise<void>;
  choose: (control: Target, label: Target) => Promise<void>;
}
const byPointer = (member: Member): Act => ({
  press: (target) => member.click(target),
  type: (target, text) => target.fill(text),
  choose: (_control, label) => member.click(label),
});
const byKeys = (member: Member): Act => ({
  press: (target) => member.pressOn(target, 'Enter'),
  type: (target, text) => member.typeInto(target, text),
  choose: (control) => member.pressOn(control, 'Space'),
});
