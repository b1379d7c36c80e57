// WCAG 2.2.1: two minutes before the end the member is asked; one key goes on, as often as needed. After the end the page is covered
// and nothing typed is lost; if somebody else signs in, nothing of the first member stays.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeCard } from '../acts.ts';
import { chromiumPath, openStage, type Stage, visit } from '../browser.ts';
import { wordsOf } from '../words.ts';

const t = wordsOf('en');
const minute_ms = 60_000;

describe.skipIf(!chromiumPath())('a visit', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('is made longer with one key, ten times and more, and the focus comes back', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'nia', clock: true });
    const near = page.getByRole('dialog', { name: t('session.near.heading') });
    await near.waitFor();
    for (let times = 0; times < 11; times += 1) {
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(t('session.near.stay'));
      await page.keyboard.press('Enter');
      await near.waitFor({ state: 'detached' });
      await page.clock.fastForward(18.5 * minute_ms);
      await near.waitFor();
    }
    await page.keyboard.press('Escape');
    await near.waitFor({ state: 'detached' });
    await context.close();
  });

  test('that has ended covers the page, and goes on where it was after signing in again', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john', clock: true });
    await describeCard(page);
    await page.goBack();
    await page.locator('#memberIdThere').fill('HALF TYPED');
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.clock.fastForward(21 * minute_ms);
    const ended = page.getByRole('dialog', { name: t('session.ended.heading') });
    await ended.waitFor();
    expect(await page.locator('main').isVisible()).toBe(false);
    const again = ended.getByRole('link', { name: t('session.ended.again') });
    expect(await again.getAttribute('href')).toMatch(/^\/portal\/login\?return=%2Fportal%2Fsigned-in/);
    await ended.getByRole('button', { name: t('session.ended.go-on') }).click();
    expect(await ended.isVisible()).toBe(true);
    await context.addCookies(cookies);
    await page.request.get(`${stage.origin}/portal/login?return=/portal/signed-in`);
    await page.evaluate(async () => {
      const me = (await (await fetch('/portal/api/me')).json()) as { csrf: string };
      await fetch('/portal/api/session/extend', { method: 'POST', headers: { 'x-csrf': me.csrf } });
    });
    await page.clock.setSystemTime(new Date());
    await ended.getByRole('button', { name: t('session.ended.go-on') }).click();
    await ended.waitFor({ state: 'detached' });
    expect(await page.locator('#memberIdThere').inputValue()).toBe('HALF TYPED');
    await context.close();
  });

  test('of somebody else leaves nothing of the first member on the page', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'pat', clock: true });
    await page.getByRole('heading', { name: 'Hello, Pat' }).waitFor();
    const other = await context.newPage();
    await other.goto(`${stage.origin}/portal/login?user=john&return=/portal/signed-in`);
    await page.clock.fastForward(2 * minute_ms);
    await page.getByRole('link', { name: t('settings.title') }).click();
    await page.getByRole('heading', { name: 'Hello, John' }).waitFor();
    expect(await page.getByText('Pat').count()).toBe(0);
    await context.close();
  });

  test('that nobody opened leads to the sign-in page, and back to where it was asked for', async () => {
    const { page, context } = await visit(stage, '/portal/records?kind=labs', {});
    const href = await page.getByRole('link', { name: t('sign-in.go') }).getAttribute('href');
    expect(new URLSearchParams(href!.split('?')[1]).get('return')).toBe('/portal/records?kind=labs');
    await context.close();
  });

  test('ends when the member signs out', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    await page.getByRole('button', { name: t('frame.sign-out') }).click();
    await page.getByText(t('sign-in.signed-out.heading')).waitFor();
    await page.goto(`${stage.origin}/portal/`);
    await page.getByRole('link', { name: t('sign-in.go') }).waitFor();
    await context.close();
  });
});
