// After the decision: what the member sees of each plan, what may be done about it, and who may see it in the member's place.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openStage, type Stage, visit } from '../browser.ts';
import { wordsOf } from '../words.ts';

const t = wordsOf('en');

describe.skipIf(!chromiumPath())('a plan that was named', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test('could not find the member: one more fact, and it is asked again; nothing says that it knows a person', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'pat' });
    await page.getByRole('link', { name: t('plan.fix') }).click();
    await page.getByRole('heading', { level: 1, name: t('details.not-found') }).waitFor();
    await page.getByText('that plan, but it could not find you with the details we sent').waitFor();
    await page.getByRole('button', { name: t('details.send') }).click();
    await page.getByRole('link', { name: t('details.fault.nothing') }).waitFor();
    await page.getByLabel(t('card.other-name')).fill('Pat Doyle');
    await page.getByRole('button', { name: t('details.send') }).click();
    await page.getByText(t('details.saved')).waitFor();
    await page.getByRole('link', { name: t('details.back') }).click();
    await page.getByText(/We asked\. The answer is due by/).waitFor();
    await context.close();
  });

  test('a call can be asked for, with a number that can be called', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'pat' });
    await page.getByRole('link', { name: t('plan.fix') }).click();
    await page.getByLabel(t('call.phone')).fill('12');
    await page.getByRole('button', { name: t('call.send') }).click();
    await page.getByRole('link', { name: t('call.missing') }).waitFor();
    await page.getByLabel(t('call.phone')).fill('555 010 2345');
    await page.getByRole('button', { name: t('call.send') }).click();
    await page.getByText(t('call.done')).waitFor();
    await context.close();
  });

  test('sent a part: what is missing is named, on the plan and among the records', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'pat' });
    await page.getByText('Part arrived: 49 records. Some are missing').waitFor();
    await page
      .getByRole('link', { name: t('plan.see'), exact: true })
      .first()
      .click();
    await page.getByRole('heading', { name: t('plan.not-received') }).waitFor();
    await page.getByRole('link', { name: t('records.title'), exact: true }).click();
    await page.getByText('Documents from KindCover: 2').waitFor();
    await context.close();
  });

  test('can be asked again at any time, and says what came of it', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'pat' });
    await page
      .getByRole('link', { name: t('plan.refresh') })
      .first()
      .click();
    await page.getByRole('button', { name: t('refresh.ask') }).click();
    await page.getByRole('status').getByText(t('refresh.done')).waitFor();
    await context.close();
  });

  test('is stopped alone: the others go on', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'pat' });
    await page
      .getByRole('link', { name: t('plan.stop'), exact: true })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Stop asking KindCover?' }).waitFor();
    await page.getByRole('button', { name: t('stop.now') }).click();
    await page.getByRole('link', { name: t('receipt.see-plans') }).click();
    await page.getByText(/You stopped this on/).waitFor();
    expect(await page.getByRole('link', { name: t('plan.stop'), exact: true }).count()).toBe(2);
    await context.close();
  });

  test('its records are found by kind, year and plan; the address keeps the choice; more come on demand', async () => {
    const { page, context } = await visit(stage, '/portal/records', { user: 'pat' });
    const rows = page.getByRole('rowheader');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(25);
    await page.getByRole('button', { name: t('records.more') }).click();
    await expect.poll(() => rows.count()).toBe(50);
    await page.getByLabel(t('records.kind')).selectOption('labs');
    await expect.poll(() => rows.count()).toBe(6);
    await page.getByLabel(t('records.year')).selectOption('2025');
    await expect.poll(() => rows.count()).toBeLessThan(6);
    const kept = await rows.count();
    expect(new URL(page.url()).search).toMatch(/kind=labs.*year=.*2025/);
    await page.reload();
    await expect.poll(() => rows.count()).toBe(kept);
    await context.close();
  });

  test('the copy of everything asks for a fresh sign-in, and goes on after it', async () => {
    const { page, context } = await visit(stage, '/portal/records', { user: 'vera' });
    await page.getByRole('link', { name: t('step-up.go') }).click();
    await page.getByRole('button', { name: t('download.html') }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/portal/records');
    await context.close();
  });

  test('that asked us gets nothing more when the member says so, until the member takes it back', async () => {
    const { page, context } = await visit(stage, '/portal/asked', { user: 'pat' });
    await page.getByRole('button', { name: 'Do not send to KindCover' }).click();
    await page.getByRole('button', { name: 'Allow KindCover again' }).click();
    await page.getByRole('button', { name: 'Do not send to KindCover' }).waitFor();
    await page.getByRole('button', { name: t('asked.stop-all') }).click();
    await page.getByRole('button', { name: t('asked.lift-all') }).waitFor();
    expect(await page.getByRole('button', { name: t('asked.stop-all') }).count()).toBe(0);
    await context.close();
  });

  test('stands in the history with what was seen', async () => {
    const { page, context } = await visit(stage, '/portal/history', { user: 'pat' });
    const document = page.getByRole('link', { name: /^See what you saw on/ }).first();
    expect(await document.getAttribute('href')).toMatch(/^\/portal\/api\/decisions\/[\w-]+\/document$/);
    expect(await page.getByRole('article').count()).toBe(3);
    await context.close();
  });

  test('somebody who acts for the member sees counts and not records, and can go back to themselves', async () => {
    const { page, context } = await visit(stage, '/portal/records', { user: 'lee' });
    await page.getByText('You act for Mia Chang.').waitFor();
    await page.getByText(t('records.counts-only')).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await page.goto(`${stage.origin}/portal/decide`);
    await page.getByText(t('who.self'), { exact: true }).click();
    await page.getByRole('button', { name: t('form.go-on') }).click();
    await page.getByRole('heading', { name: t('finder.question') }).waitFor();
    expect(await page.getByText('You act for Mia Chang.').count()).toBe(0);
    await context.close();
  });

  test('a right to act ends at once when the member ends it', async () => {
    const { page, context } = await visit(stage, '/portal/settings', { user: 'pat' });
    await page.getByRole('button', { name: 'End this for Dana Rivera' }).click();
    await page.getByText(t('settings.state.ended'), { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'End this for Dana Rivera' }).count()).toBe(0);
    await context.close();
  });

  test('where the state asks, nothing can be started or stopped here, and it says why', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'sam' });
    await page.getByRole('heading', { name: t('home.state.heading') }).waitFor();
    expect(await page.getByRole('button', { name: t('home.another') }).count()).toBe(0);
    await context.close();
  });
});
