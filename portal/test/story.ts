// A member at the keyboard or with a pointer: counts what it costs, so that a story can say what it may cost.

import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export class Member {
  readonly page: Page;
  clicks = 0;
  readonly pages = new Set<string>();

  constructor(page: Page) {
    this.page = page;
    this.pages.add(new URL(page.url()).pathname);
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.pages.add(new URL(frame.url()).pathname);
    });
  }

  /** Starts counting anew, on the page that is shown. */
  count(): void {
    this.clicks = 0;
    this.pages.clear();
    this.pages.add(new URL(this.page.url()).pathname);
  }

  async click(target: Locator): Promise<void> {
    this.clicks += 1;
    await target.click();
  }

  /** Tabs until `target` has the focus; it must be reached, and be seen there. */
  async tabTo(target: Locator): Promise<void> {
    const element = await target.elementHandle();
    for (let tabs = 0; tabs < 60; tabs += 1) {
      if (await element!.evaluate((node) => node === document.activeElement)) {
        expect(await focusIsSeen(this.page)).toBe(true);
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Not reached by Tab: ${await element!.evaluate((node) => node.outerHTML)}`);
  }

  async pressOn(target: Locator, key: 'Enter' | 'Space'): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.press(key);
  }

  async typeInto(target: Locator, text: string): Promise<void> {
    await this.tabTo(target);
    await this.page.keyboard.type(text);
  }
}

/** WCAG 2.4.7 and 2.4.11: what has the focus shows it, and lies in view. */
const focusIsSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement as HTMLElement;
    const mark = focused.matches('input[type=radio], input[type=checkbox]')
      ? focused.nextElementSibling!
      : focused;
    const style = getComputedStyle(mark);
    const before = getComputedStyle(mark, '::before');
    const outlined = [style, before].some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0,
    );
    const { top, bottom } = mark.getBoundingClientRect();
    return outlined && bottom > 0 && top < innerHeight;
  });
