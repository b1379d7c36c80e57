// The consent text that a page quotes: whole, by version, in the language of the page.
import { useQuery } from '@tanstack/react-query';
import { text } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';

export const currentText = { textId: 'p2p-optin', textVersion: 'current' };

export function useText({ textId, textVersion }: { textId: string; textVersion: string }) {
  const { locale } = useLanguage();
  return useQuery(text(textId, textVersion, locale));
}
