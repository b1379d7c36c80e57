// The words of the pages in the language of a story.
import en from '../i18n/messages/en.json' with { type: 'json' };
import es from '../i18n/messages/es.json' with { type: 'json' };

type Key = keyof typeof en;
export type Say = (key: Key, values?: Record<string, string>) => string;

/** A message, its simple places filled in. */
export const wordsOf =
  (locale: 'en' | 'es'): Say =>
  (key, values = {}) =>
    (locale === 'es' ? es : en)[key].replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
