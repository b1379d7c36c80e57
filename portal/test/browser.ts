// The browser and the server of a test: Chromium where there is one, the mock API, the built portal.
import { accessSync, constants, existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { mockServer } from '../mock-api/server.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The Chromium of this machine: the one that is named, or the first on PATH. */
export function chromiumPath(): string | undefined {
  const named = process.env.THROUGHLINE_CHROMIUM;
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(runs);
}

export const noBrowser =
  'No Chromium: set THROUGHLINE_CHROMIUM, or put chromium on PATH. Pages were not looked at.';

/** Widths at which every page must hold: the narrowest that WCAG 1.4.10 names, and a desk. */
export const sizes = { phone: { width: 320, height: 640 }, desk: { width: 1280, height: 900 } } as const;
export type Size = keyof typeof sizes;

export interface Stage {
  browser: Browser;
  /** Where the mock listens. */
  origin: string;
  close: () => Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const server = mockServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath: chromiumPath()!, args: ['--no-sandbox'] });
  return {
    browser,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the page broke: its policy, or with an error. Empty on a good page. */
  broken: string[];
}

/** A browser of somebody, signed in at `path` as a named member or as nobody. */
export async function visit(
  { browser, origin }: Stage,
  path: string,
  {
    user,
    size = 'desk',
    locale = 'en',
    clock,
  }: { user?: string; size?: Size; locale?: 'en' | 'es'; clock?: true },
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: sizes[size],
    locale: locale === 'es' ? 'es-US' : 'en-US',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  if (clock) await page.clock.install();
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) broken.push(message.text());
  });
  await page.goto(
    user
      ? `${origin}/portal/login?${new URLSearchParams({ user, lang: locale, return: path })}`
      : `${origin}${path}`,
  );
  return { page, context, broken };
}
