// Protects the freedom of the choice: the dark patterns that are barred, each as something that a browser can measure.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseScope, describeCard, start } from '../acts.ts';
import { chromiumPath, openStage, type Stage, visit } from '../browser.ts';
import { wordsOf } from '../words.ts';

const t = wordsOf('en');

describe.skipIf(!chromiumPath())('the choice', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  type Opened = Awaited<ReturnType<typeof visit>>['page'];
  const looksOf = (page: Opened, names: readonly string[]) =>
    Promise.all(
      names.map((name) =>
        page.getByRole('button', { name, exact: true }).evaluate((node) => {
          const { color, backgroundColor, fontSize, fontWeight, boxShadow } = getComputedStyle(node);
          const { width, height } = node.getBoundingClientRect();
          return {
            color,
            backgroundColor,
            fontSize,
            fontWeight,
            boxShadow,
            width: Math.round(width),
            height: Math.round(height),
          };
        }),
      ),
    );

  test('yes, not now and no are of one size and one colour, on both pages that ask', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    const no = [t('answer.not-now'), t('answer.no')];
    await page.getByRole('button', { name: start }).waitFor();
    const home = await looksOf(page, [t('home.start'), ...no]);
    expect(home[1]).toEqual(home[0]);
    expect(home[2]).toEqual(home[0]);
    await chooseScope(page);
    await page.mouse.move(0, 0);
    await page.locator('#typedName').focus();
    const review = await looksOf(page, [t('review.sign'), ...no]);
    expect(review[1]).toEqual(review[0]);
    expect(review[2]).toEqual(review[0]);
    await context.close();
  });

  test('nothing is chosen beforehand, neither plan nor scope nor signature', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    await page.getByRole('button', { name: start }).click();
    await page.locator('#plan-name').waitFor();
    expect(await page.getByRole('list', { name: t('finder.results') }).count()).toBe(0);
    const chosen = () => page.locator('input:checked').count();
    await page.locator('#plan-name').fill('kindc');
    await page.getByRole('button', { name: /KindCover/ }).click();
    await page.locator('#memberIdThere').waitFor();
    expect(await chosen()).toBe(0);
    await page.locator('#memberIdThere').fill('1');
    await page.locator('label[for=relationship]').click();
    await page.getByRole('button', { name: t('form.save-go-on') }).click();
    await page.locator('#scope').waitFor();
    expect(await chosen()).toBe(0);
    await page.locator('label[for=scope]').click();
    await page.getByRole('button', { name: t('form.save-go-on') }).click();
    await page.locator('#typedName').waitFor();
    expect(await chosen()).toBe(0);
    expect(await page.locator('#typedName').inputValue()).toBe('');
    await context.close();
  });

  test('the narrow answer lies as near as the wide one: both in view, both open, with their consequences', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    await describeCard(page);
    for (const id of ['scope', 'scope-regular']) {
      const box = await page.locator(`label[for=${id}]`).boundingBox();
      expect(box!.y + box!.height).toBeLessThan(900);
      const note = await page.locator(`#${id}`).getAttribute('aria-describedby');
      expect((await page.locator(`#${note}`).textContent())!.length).toBeGreaterThan(40);
    }
    await page.getByText('KindCover can sort its records.').waitFor();
    await context.close();
  });

  test('the rest of the portal stays open while the question is not answered, and after a no', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    for (const name of [t('records.title'), t('asked.title'), t('history.title'), t('settings.title')]) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
    expect(await page.getByRole('dialog').count()).toBe(0);
    await context.close();
  });

  test('the language can change in the middle: the page, the draft and what is chosen stay', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'john' });
    await chooseScope(page);
    await page.locator('#typedName').fill('John Smith');
    await page.getByRole('button', { name: 'Español' }).click();
    await page.getByRole('heading', { level: 1, name: wordsOf('es')('review.heading') }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    await page.getByText('Pido a UnitedCare que obtenga mis datos').waitFor();
    await page.getByText(wordsOf('es')('scope.regular'), { exact: true }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: wordsOf('es')('review.heading') }).waitFor();
    await context.close();
  });

  test('pages hold with spacing of WCAG 1.4.12 and in forced colours', async () => {
    const { page, context } = await visit(stage, '/portal/', { user: 'pat', size: 'phone', locale: 'es' });
    await page.emulateMedia({ forcedColors: 'active' });
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('body *')) {
        element.style.lineHeight = '1.5';
        element.style.letterSpacing = '0.12em';
        element.style.wordSpacing = '0.16em';
      }
    });
    await page.locator('.status').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await context.close();
  });
});
