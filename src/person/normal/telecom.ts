import { isEmailPlaceholder, isPhonePlaceholder } from './placeholder.ts';

export interface NormalTelecom {
  kind: 'phone' | 'email';
  value: string;
  use: 'current' | 'former';
}

const phoneDigits_min = 7;

/**
 * A telephone number as its digits (a leading 1 of North America dropped), a mail address in lower case.
 * Undefined for what is neither, and for the placeholders that stand for "none".
 */
export function normaliseTelecom(value: string, use?: string): NormalTelecom | undefined {
  const current = use === 'old' ? 'former' : 'current';
  const text = value
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^(?:tel|mailto):/, '');
  if (text.includes('@')) {
    if (!/^[^\s@]+@[^\s@]+$/.test(text) || isEmailPlaceholder(text)) return undefined;
    return { kind: 'email', value: text, use: current };
  }
  const digits = text.replace(/(?:x|ext\.?)\s*\d+$/, '').replace(/\D+/g, '');
  const number = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  if (number.length < phoneDigits_min || isPhonePlaceholder(number)) return undefined;
  return { kind: 'phone', value: number, use: current };
}
