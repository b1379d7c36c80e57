/**
 * Text without what systems lose or add on the way: case, marks, apostrophes, widths, and bytes that were read in the wrong
 * character set. Every other normal form begins here, for the index and for the query.
 */

/** Letters that NFKD does not take apart. */
const folds: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
};
const folded = new RegExp(`[${Object.keys(folds).join('')}]`, 'g');

/** Lower case, without marks. */
export function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return repaired(text)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(folded, (letter) => folds[letter]!);
}

/** Windows-1252 code points of the bytes 80 to 9F, in order; a space where the byte has none. */
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const mojibake = /[ÃÂãâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

/** `NÃºÃ±ez` (UTF-8 read as Latin-1) is `Núñez`; text that does not become sound by it stays. */
function repaired(text: string): string {
  if (!mojibake.test(text)) return text;
  const bytes: number[] = [];
  for (const letter of text.replace(/ã(?=[^\p{L}])/gu, 'Ã').replace(/â(?=[^\p{L}])/gu, 'Â')) {
    const known = letter === ' ' ? -1 : windows1252.indexOf(letter);
    const byte = known >= 0 ? 0x80 + known : letter.codePointAt(0)!;
    if (byte > 0xff) return text;
    bytes.push(byte);
  }
  const decoded = Buffer.from(bytes).toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

/**
 * Lower-case words of letters and digits. Apostrophes and full stops join (`O'Brien` → `obrien`), and so does a letter
 * that was lost in a wrong character set or to the next key (`Mu?oz`, `Mu�oz` → `muoz`, `Al;or` → `alor`); the rest parts.
 */
export function words(text: string): string[] {
  return fold(text)
    .replace(/['’‘ʼʻ`´.\u00ad\u200b-\u200f\ufffd]+|(?<=\p{L})[?;*_]+(?=\p{L})/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
