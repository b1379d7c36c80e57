/** Diacritics lost, and the ways in which encodings mangle them. */
export function withoutDiacritics(text: string): string {
  if (isPlain.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/ø/g, 'o');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant.
const isPlain = /^[\u0000-\u007f]*$/;

export const hasDiacritics = (text: string): boolean => withoutDiacritics(text) !== text;

/** UTF-8 read as Latin-1: "García" becomes "GarcÃ\u00ada". */
export const readAsLatin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Each letter that an old system did not know became a question mark. */
export const questionMarks = (text: string): string => text.replace(/[^\p{ASCII}]/gu, '?');
