// John opts in, sees what arrived and stops: with a pointer and by keyboard alone, in both languages, on a phone. Told against the
// mock; test/flows tells the same story on the real server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, openStage, type Size, type Stage, visit } from '../browser.ts';
import { Member } from '../story.ts';
import { wordsOf } from '../words.ts';

const most = { clicksToOptIn: 8, pagesToOptIn: 5, clicksToStop: 3 };

describe.skipIf(!chromiumPath())('John', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  test.each([
    ['en', 'desk'],
    ['en', 'phone'],
    ['es', 'phone'],
  ] as const)('opts in, sees what arrived and stops, in %s on a %s', async (locale, size: Size) => {
    const { page, context, broken } = await visit(stage, '/portal/', { user: 'john', size, locale });
    const t = wordsOf(locale);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await button(t('home.start')).waitFor();
    const john = new Member(page);

    await john.click(button(t('home.start')));
    await page.getByLabel(t('finder.label')).fill('KindC');
    await john.click(page.getByRole('button', { name: /KindCover/ }));
    await page.getByLabel(t('card.id'), { exact: true }).fill('KC 1234 9012');
    await john.click(page.getByText(t('relationship.self')));
    await john.click(button(t('form.save-go-on')));
    await page.getByRole('heading', { name: t('scope.question') }).waitFor();
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await john.click(page.getByText(t('scope.all'), { exact: true }));
    await john.click(button(t('form.save-go-on')));
    await page.getByLabel(t('review.name'), { exact: true }).fill('John Smith');
    await john.click(page.getByText(t('review.agree')));
    const pages = john.pages.size;
    await john.click(button(t('review.sign')));
    await page.getByRole('heading', { name: t('receipt.opt-in.heading') }).waitFor();
    expect(john.clicks).toBeLessThanOrEqual(most.clicksToOptIn);
    expect(pages).toBeLessThanOrEqual(most.pagesToOptIn);

    // Going back does not sign twice: the question is closed.
    await page.goBack();
    await page.goto(`${stage.origin}/portal/decide/review`);
    await page.getByText(t('draft.none')).waitFor();

    await page.goto(`${stage.origin}/portal/`);
    await expect
      .poll(
        async () => {
          await page.reload();
          return page.locator('.status').first().textContent();
        },
        { timeout: 30_000 },
      )
      .toMatch(locale === 'es' ? /Llegó: 49 datos/ : /Arrived: 49 records/);

    john.count();
    await john.click(page.getByRole('link', { name: t('plan.stop'), exact: true }));
    await john.click(button(t('stop.now')));
    await page.getByRole('heading', { name: t('receipt.withdraw.heading') }).waitFor();
    expect(john.clicks).toBeLessThanOrEqual(most.clicksToStop);
    await page.goto(`${stage.origin}/portal/`);
    await page.getByText(locale === 'es' ? /Usted paró esto el/ : /You stopped this on/).waitFor();
    expect(broken).toEqual([]);
    await context.close();
  });

  test.each(['en', 'es'] as const)('does all of it by keyboard alone, in %s', async (locale) => {
    const { page, context, broken } = await visit(stage, '/portal/', { user: 'john', size: 'phone', locale });
    const t = wordsOf(locale);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await button(t('home.start')).waitFor();
    const john = new Member(page);
    const headed = async (text: string) => {
      await page.getByRole('heading', { level: 1, name: text }).waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    };

    await john.pressOn(button(t('home.start')), 'Enter');
    await headed(t('finder.question'));
    await john.typeInto(page.getByLabel(t('finder.label')), 'KindC');
    await page.getByRole('button', { name: /KindCover/ }).waitFor();
    await john.pressOn(page.getByRole('button', { name: /KindCover/ }), 'Enter');
    await headed(t('card.question'));
    await john.typeInto(page.getByLabel(t('card.id'), { exact: true }), 'KC 1234 9012');
    await john.pressOn(page.getByLabel(t('relationship.self')), 'Space');
    await page.keyboard.press('Enter');
    await headed(t('scope.question'));
    await john.pressOn(page.getByRole('radio').first(), 'Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await headed(t('review.heading'));
    await john.pressOn(page.getByRole('checkbox'), 'Space');
    await john.typeInto(page.getByLabel(t('review.name'), { exact: true }), 'John Smith');
    await john.pressOn(button(t('review.sign')), 'Enter');
    await headed(t('receipt.opt-in.heading'));
    await page.goto(`${stage.origin}/portal/`);
    await john.pressOn(page.getByRole('link', { name: t('plan.stop'), exact: true }), 'Enter');
    await page.getByRole('heading', { level: 1, name: /KindCover/ }).waitFor();
    await john.pressOn(button(t('stop.now')), 'Enter');
    await headed(t('receipt.withdraw.heading'));
    expect(broken).toEqual([]);
    await context.close();
  });

  test('says no, and later yes; saying no costs one click', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    const t = wordsOf('en');
    await page.getByRole('button', { name: t('answer.no'), exact: true }).click();
    await page.getByText(/You said no\. UnitedCare does not ask any plan/).waitFor();
    await page.getByRole('button', { name: t('home.start') }).click();
    await page.getByRole('heading', { name: t('finder.question') }).waitFor();
    await context.close();
  });

  test('names a plan that is not listed, goes on without a card, and it is looked for', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    const t = wordsOf('en');
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await button(t('home.start')).click();
    await button(t('finder.not-listed')).click();
    await page.getByLabel(t('name-plan.name')).fill('Mutual Aid of 1922');
    await page.getByLabel(t('name-plan.state')).selectOption('TX');
    await button(t('name-plan.add')).click();
    await page.getByText(t('card.no-card')).click();
    await page.getByLabel(t('card.other-name')).fill('José Ñandú');
    await page.getByLabel(t('card.ended-year')).fill('2024');
    await page.getByText(t('relationship.spouse')).click();
    await button(t('form.save-go-on')).click();
    await page.getByText(t('scope.regular')).click();
    await button(t('form.save-go-on')).click();
    await page.getByText(t('review.agree')).click();
    await page.getByLabel(t('review.name'), { exact: true }).fill('سارة 👩‍⚕️ O’Neil');
    await button(t('review.sign')).click();
    await page.getByRole('link', { name: t('receipt.see-plans') }).click();
    await page.getByText(t('status.looking')).waitFor();
    await context.close();
  });
});
