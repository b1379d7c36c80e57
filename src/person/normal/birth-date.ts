import { daysOf } from '../../fhir/date.ts';
import { isBirthDatePlaceholder } from './placeholder.ts';

/** A birth date in normal form: a whole day, or what is known of it (`1980`, `1980-02`), or nothing. */
export interface NormalBirthDate {
  birthDate?: string;
  partialBirthDate?: string;
}

const dayCharacters = 10;

/** Whole years of age on a day; both `YYYY-MM-DD`. */
export function yearsOn(today: string, birthDate: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return years - (today.slice(5) < birthDate.slice(5) ? 1 : 0);
}

/** Placeholders and what is no date are nothing. A partial date stays partial: no day is guessed. */
export function normaliseBirthDate(text: string | undefined): NormalBirthDate {
  if (text === undefined || text.length > dayCharacters || daysOf(text) === undefined) return {};
  if (text.length < dayCharacters)
    return isBirthDatePlaceholder(`${text}-12-31`.slice(0, dayCharacters)) ? {} : { partialBirthDate: text };
  return isBirthDatePlaceholder(text) ? {} : { birthDate: text };
}
