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
