// The public page reads without script and without a session, in both languages, on a phone and on paper; the development sign-in says
// what it is. axe finds nothing on either.
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TwoPayers, twoPayers } from '../../../test/env/two-payers.ts';
import { chromiumPath, sizes } from '../browser.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

describe.skipIf(!chromiumPath())('before anybody signs in', () => {
  let browser: Browser;
  let payers: TwoPayers;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath()!, args: ['--no-sandbox'] });
    payers = await twoPayers({ portal: true, idle: true });
  });
  afterAll(async () => {
    await browser?.close();
    await payers?.close();
  });

  test.each([
    ['en', '/portal/learn', /Why we ask you/],
    ['es', '/portal/learn?lang=es', /Por qué le preguntamos/],
  ])('the page to learn from, in %s', async (locale, path, heading) => {
    const context = await browser.newContext({ viewport: sizes.phone, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${payers.requesting.baseUrl}${path}`);
    await page.getByRole('heading', { name: heading }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(locale);
    await context.close();

    const seeing = await browser.newContext({ viewport: sizes.phone });
    const shown = await seeing.newPage();
    await shown.goto(`${payers.requesting.baseUrl}${path}`);
    const { violations } = await new AxeBuilder({ page: shown }).withTags(rules).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
      [],
    );
    expect(await shown.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await shown.emulateMedia({ media: 'print' });
    await shown.getByRole('heading', { name: heading }).waitFor();
    await seeing.close();
  });

  test('the development sign-in, whose people are made up', async () => {
    const context = await browser.newContext({ viewport: sizes.phone });
    const page = await context.newPage();
    await page.goto(`${payers.requesting.baseUrl}/portal/login?return=/portal/`);
    await page.getByText('Development sign-in. Not for real members.').waitFor();
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual(
      [],
    );
    await context.close();
  });
});
