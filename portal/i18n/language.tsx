// The language of the page: chosen by the member, kept while pages change, said to assistive technology by `lang`.
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { createIntl, type IntlShape, RawIntlProvider } from 'react-intl';
import { firstLocale, type Locale, type Messages, messagesOf } from './catalogue.ts';

interface Language {
  locale: Locale;
  choose: (locale: Locale) => void;
}
const LanguageContext = createContext<Language | undefined>(undefined);

const fetched = new Map<Locale, Promise<Messages>>();
function catalogue(locale: Locale): Promise<Messages> {
  let messages = fetched.get(locale);
  if (!messages) {
    messages = messagesOf(locale);
    fetched.set(locale, messages);
    messages.catch(() => fetched.delete(locale));
  }
  return messages;
}

export const initialLocale = (): Locale => firstLocale(location.search, navigator.languages);

/** Shows its children in the chosen language; a new language comes in when its words are there, so nothing flickers. */
export function LanguageProvider({
  children,
  first,
}: {
  children: ReactNode;
  first: { locale: Locale; messages: Messages };
}) {
  const [shown, setShown] = useState(first);
  useEffect(() => {
    document.documentElement.lang = shown.locale;
  }, [shown.locale]);
  const intl = useMemo<IntlShape>(
    () => createIntl({ locale: shown.locale, messages: shown.messages, onError: () => {} }),
    [shown],
  );
  const language = useMemo<Language>(
    () => ({
      locale: shown.locale,
      choose: (locale) => void catalogue(locale).then((messages) => setShown({ locale, messages })),
    }),
    [shown.locale],
  );
  return (
    <LanguageContext value={language}>
      <RawIntlProvider value={intl}>{children}</RawIntlProvider>
    </LanguageContext>
  );
}

export async function loadLanguage(locale: Locale) {
  return { locale, messages: await catalogue(locale) };
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (!language) throw new Error('LanguageProvider is missing');
  return language;
}
