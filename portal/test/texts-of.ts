// Everything that a page says, seen or heard, but for what is marked as another language.
import type { Page } from 'playwright-core';

export const textsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const texts: string[] = [document.title];
    const pageLanguage = document.documentElement.lang;
    const inLanguage = (element: Element): boolean =>
      element.closest('[lang]')?.getAttribute('lang') === pageLanguage;
    for (const element of document.querySelectorAll('body *')) {
      if (!inLanguage(element) || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName)) continue;
      if (element.closest('noscript, svg, bdi, [data-name]')) continue;
      for (const name of ['aria-label', 'alt', 'title', 'placeholder', 'data-label']) {
        const value = element.getAttribute(name)?.trim();
        if (value) texts.push(value);
      }
      for (const node of element.childNodes) {
        const text = node.nodeType === Node.TEXT_NODE ? node.textContent?.trim() : '';
        if (text) texts.push(text);
      }
    }
    return texts;
  });

/** Makes every text 40 % longer, as a language to come may be. */
export const stretch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent ?? '';
      if (text.trim())
        walker.currentNode.textContent = `${text} ${'ñandú '.repeat(Math.ceil((text.length * 0.4) / 6))}`;
    }
  });
