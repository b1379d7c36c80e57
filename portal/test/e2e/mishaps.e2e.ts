// What goes wrong while a member decides: each says what happened in words, nothing is lost and nothing counts twice.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeCard, goOn, sign, start } from '../acts.ts';
import { chromiumPath, openStage, type Stage, visit } from '../browser.ts';
import { wordsOf } from '../words.ts';

const t = wordsOf('en');

describe.skipIf(!chromiumPath())('while John decides', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  const atReview = async (user = 'john') => {
    const opened = await visit(stage, '/portal/', { user });
    await describeCard(opened.page);
    await opened.page.locator('label[for=scope]').click();
    await opened.page.getByRole('button', { name: goOn }).click();
    await opened.page.locator('#typedName').waitFor();
    return opened;
  };
  const decisions = async (page: Awaited<ReturnType<typeof atReview>>['page']) => {
    const answer = await page.request.get(`${stage.origin}/portal/api/decisions`);
    return ((await answer.json()) as { decisions: unknown[] }).decisions.length;
  };

  test('pressing Sign twice signs once', async () => {
    const { page, context } = await atReview();
    await page.locator('label[for=agreed]').click();
    await page.locator('#typedName').fill('John Smith');
    await page.getByRole('button', { name: t('review.sign') }).dblclick();
    await page.waitForURL(/receipts/);
    expect(await decisions(page)).toBe(1);
    await context.close();
  });

  test('an answer lost on the way is asked for again with the same key, and counts once', async () => {
    const { page, context } = await atReview();
    await sign(page, 'Again Please');
    await page.getByText(t('problem.offline')).waitFor();
    expect(await page.locator('#typedName').inputValue()).toBe('Again Please');
    await page.getByRole('button', { name: t('problem.try-again') }).click();
    await page.waitForURL(/receipts/);
    expect(await decisions(page)).toBe(1);
    await context.close();
  });

  test('a text that changed meanwhile is read again before anything is signed', async () => {
    const { page, context } = await atReview();
    await sign(page, 'Changed Text');
    await page.getByText(t('problem.text-changed')).waitFor();
    expect(await decisions(page)).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: t('review.changed.heading') }).waitFor();
    expect(await page.getByRole('button', { name: t('review.sign') }).count()).toBe(0);
    await page.getByRole('button', { name: t('review.changed.read') }).click();
    await page.locator('#typedName').waitFor();
    expect(await page.locator('#agreed').isChecked()).toBe(false);
    await context.close();
  });

  test('a second tab changed the draft: the first one shows how it is now and asks once more', async () => {
    const { page, context } = await atReview();
    const second = await context.newPage();
    await second.goto(`${stage.origin}/portal/decide/scope`);
    await second.locator('label[for=scope-regular]').click();
    await second.getByRole('button', { name: goOn }).click();
    await second.locator('#typedName').waitFor();
    await page.locator('label[for=agreed]').click();
    await page.locator('#typedName').fill('John Smith');
    await page.getByRole('button', { name: t('review.sign') }).click();
    await page.getByText(t('problem.draft-stale')).waitFor();
    expect(await decisions(page)).toBe(0);
    await page.reload();
    await page.getByText(t('scope.regular'), { exact: true }).waitFor();
    await context.close();
  });

  test('a name that is refused is said at its field, with the focus on the summary', async () => {
    const { page, context } = await atReview();
    await sign(page, 'Other Name');
    await page
      .getByRole('alert')
      .getByRole('link', { name: t('review.fault.name-other') })
      .click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('typedName');
    await context.close();
  });

  test('a form sent empty takes the member to what is missing', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    await page.getByRole('button', { name: start }).click();
    await page.locator('#plan-name').fill('kindc');
    await page.getByRole('button', { name: /KindCover/ }).click();
    await page.getByRole('button', { name: goOn }).click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('summary-of-errors');
    await page.getByRole('link', { name: t('card.fault.id') }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('memberIdThere');
    await page.locator('#memberIdThere').fill('REFUSED');
    await page.locator('label[for=relationship]').click();
    await page.getByRole('button', { name: goOn }).click();
    await page.getByRole('link', { name: t('card.fault.refused') }).waitFor();
    await context.close();
  });

  test('a session that ended in the middle of a form keeps what was typed', async () => {
    const { page, context } = await atReview();
    await page.locator('#typedName').fill('John Sm');
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.locator('label[for=agreed]').click();
    await page.getByRole('button', { name: t('review.sign') }).click();
    await page.getByText(t('problem.session-missing')).waitFor();
    expect(await page.locator('#typedName').inputValue()).toBe('John Sm');
    await context.addCookies(cookies);
    await page.locator('#typedName').fill('John Smith');
    await page.getByRole('button', { name: t('review.sign') }).click();
    await page.waitForURL(/receipts/);
    await context.close();
  });

  test('the finder says when it is asked too often, when it is busy and when the net is gone', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    await page.getByRole('button', { name: start }).click();
    await page.locator('#plan-name').fill('rate');
    await page.getByText(t('problem.rate')).waitFor();
    await page.getByText('Please try again in 1 minute.').waitFor();
    await page.locator('#plan-name').fill('offline');
    await page.getByText(t('problem.offline')).waitFor({ timeout: 15_000 });
    await page.getByText(/mock-7f3a/).waitFor({ state: 'detached' });
    await page.locator('#plan-name').fill('k');
    expect(await page.getByRole('list', { name: t('finder.results') }).count()).toBe(0);
    await context.close();
  });

  test('a paper of 50 MB and one that only says it is a PDF are refused before they are sent', async () => {
    const { page, context } = await visit(stage, '/portal/settings', { user: 'john' });
    await page.getByText(t('representative.add')).click();
    const file = page.locator('#document');
    await page.getByLabel(t('representative.name')).fill('Dana Smith');
    await page.getByLabel(t('representative.ends')).fill('2027-12-31');
    await file.evaluate((input: HTMLInputElement) => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(50 * 1024 * 1024)], 'large.pdf', { type: 'application/pdf' }));
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await page.getByRole('button', { name: t('representative.send') }).click();
    await page.getByRole('link', { name: t('document.too-large') }).waitFor();
    await file.setInputFiles({
      name: 'paper.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('<script>'),
    });
    await page.getByRole('button', { name: t('representative.send') }).click();
    await page.getByRole('link', { name: t('document.kind') }).waitFor();
    await file.setInputFiles({
      name: 'paper.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7\n'),
    });
    await page.getByRole('button', { name: t('representative.send') }).click();
    await page.getByText(t('representative.done')).waitFor();
    await context.close();
  });

  test.each([
    '//evil.example/',
    'https://evil.example/',
    '/portal/../../evil',
    '/portal//evil.example',
    'javascript:alert(1)',
  ])('signing in never leads out: %s', async (target) => {
    const { page, context } = await visit(stage, `/portal/sign-in?return=${encodeURIComponent(target)}`, {});
    const link = page.getByRole('link', { name: t('sign-in.go') });
    const href = new URL((await link.getAttribute('href'))!, stage.origin);
    expect(href.origin).toBe(stage.origin);
    expect(href.searchParams.get('return')).toBe('/portal/');
    await context.close();
  });
});
