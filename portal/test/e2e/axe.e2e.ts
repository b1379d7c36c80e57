// Protects WCAG 2.2 AA (45 CFR 84.84): axe finds nothing on any page, in any state, in either language, at 320 px. What axe does not
// see is looked at beside it: that nothing runs off the side, even with words 40 % longer, that the page says its language and its
// title, that no English is left.
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import en from '../../i18n/messages/en.json' with { type: 'json' };
import es from '../../i18n/messages/es.json' with { type: 'json' };
import { chromiumPath, noBrowser, openStage, type Stage, visit } from '../browser.ts';
import { arrive, scenes } from '../scenes.ts';
import { stretch, textsOf } from '../texts-of.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const present = chromiumPath() !== undefined;
if (!present) process.stdout.write(`${noBrowser}\n`);

/** English messages that Spanish says differently: none of them may stand on a Spanish page. */
const english = new Set(
  (Object.keys(en) as (keyof typeof en)[])
    .filter((key) => !en[key].includes('{') && en[key] !== es[key])
    .map((key) => en[key]),
);
const spanish = new Set(Object.values(es));
const englishWords = /\b(?:the|your|you|and|with|this|have|not|of|is)\b/i;

describe.skipIf(!present)('pages', () => {
  let stage: Stage;
  let checked = 0;
  let passes = 0;
  let violations = 0;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => {
    process.stdout.write(`axe: ${checked} pages, ${passes} rules passed, ${violations} violations\n`);
    await stage.close();
  });

  describe.each(['en', 'es'] as const)('in %s at 320 px', (locale) => {
    test.each(scenes)('$name', async (scene) => {
      const { page, context, broken } = await visit(stage, scene.path, { ...scene, size: 'phone', locale });
      await arrive(page, scene);
      const result = await new AxeBuilder({ page }).withTags(rules).analyze();
      checked += 1;
      passes += result.passes.length;
      violations += result.violations.length;
      expect(
        result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
      ).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.title()).toMatch(/^.+ \| .+$/);
      if (locale === 'es') {
        const texts = await textsOf(page);
        expect(texts.length).toBeGreaterThan(5);
        expect(texts.filter((text) => english.has(text) && !spanish.has(text))).toEqual([]);
        expect(texts.filter((text) => englishWords.test(text))).toEqual([]);
      }
      if (locale === 'en') {
        await stretch(page);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0);
      }
      expect(broken).toEqual([]);
      await context.close();
    });
  });
});
