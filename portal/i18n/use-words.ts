// Words, dates and numbers in the language of the page.
import { useMemo } from 'react';
import { useIntl } from 'react-intl';
import type { MessageKey } from './catalogue.ts';

type Values = Record<string, string | number | undefined>;

export interface Words {
  (key: MessageKey, values?: Values): string;
  /** A calendar day (`2027-01-31`) or an instant, as a date in full. */
  date: (at: string) => string;
  /** An instant with its time of day. */
  instant: (at: string) => string;
  number: (value: number) => string;
  list: (items: readonly string[]) => string;
}

/** A name in a right-to-left script keeps to itself, so that it does not turn the sentence around it. */
const kept = (value: string): string =>
  /[\u0590-\u08FF\uFB1D-\uFEFC]/.test(value) ? `\u2068${value}\u2069` : value;

export function useWords(): Words {
  const intl = useIntl();
  return useMemo(() => {
    const say = (key: MessageKey, values?: Values): string => {
      if (typeof intl.messages[key] === 'string' && !intl.messages[key].includes('{'))
        return intl.messages[key];
      const safe = Object.fromEntries(
        Object.entries(values ?? {}).map(([name, value]) => [
          name,
          typeof value === 'string' ? kept(value) : value,
        ]),
      );
      return String(intl.formatMessage({ id: key }, safe));
    };
    const date = (at: string): string =>
      at.length === 10
        ? intl.formatDate(`${at}T00:00:00Z`, { dateStyle: 'long', timeZone: 'UTC' })
        : intl.formatDate(at, { dateStyle: 'long' });
    return Object.assign(say, {
      date,
      instant: (at: string) => intl.formatDate(at, { dateStyle: 'long', timeStyle: 'short' }),
      number: (value: number) => intl.formatNumber(value),
      list: (items: readonly string[]) => intl.formatList(items),
    });
  }, [intl]);
}
