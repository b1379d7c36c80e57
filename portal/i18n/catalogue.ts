// The languages and their messages. Only the language that is shown is fetched.
import type en from './messages/en.json';

export const locales = ['en', 'es'] as const;
export type Locale = (typeof locales)[number];
export type MessageKey = keyof typeof en;

/** As messages travel after the build: words, or their parsed form. */
export type Messages = Record<MessageKey, string>;

export async function messagesOf(locale: Locale): Promise<Messages> {
  const catalogue = locale === 'es' ? await import('./messages/es.json') : await import('./messages/en.json');
  return catalogue.default;
}

export const isLocale = (text: unknown): text is Locale => text === 'en' || text === 'es';

/** The language before anybody has signed in: the address says it, or the browser does. */
export function firstLocale(search: string, languages: readonly string[]): Locale {
  const asked = new URLSearchParams(search).get('lang');
  if (isLocale(asked)) return asked;
  return languages.map((language) => language.slice(0, 2)).find(isLocale) ?? 'en';
}
