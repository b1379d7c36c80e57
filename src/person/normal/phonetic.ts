const codes: Record<string, string> = {
  b: '1',
  f: '1',
  p: '1',
  v: '1',
  c: '2',
  g: '2',
  j: '2',
  k: '2',
  q: '2',
  s: '2',
  x: '2',
  z: '2',
  d: '3',
  t: '3',
  l: '4',
  m: '5',
  n: '5',
  r: '6',
};

/**
 * How a name sounds: Soundex of the joined letters, after spellings that sound alike at its beginning are made one
 * (`Kn`/`N`, `Ph`/`F`, `Wr`/`R`, `C`/`K`, `Z`/`S`, `Y`/`J`). '' for a name without Latin letters.
 */
export function phoneticOf(name: string): string {
  const letters = name
    .replace(/[^a-z]/g, '')
    .replace(/^(?:kn|gn)/, 'n')
    .replace(/^wr/, 'r')
    .replace(/^ph/, 'f')
    .replace(/^(?:x|z)/, 's')
    .replace(/^(?:ch|c|q)(?![eiy])/, 'k')
    .replace(/^c/, 's')
    .replace(/^(?:gi|ge|y)/, 'j');
  if (letters === '') return '';
  let code = letters[0]!;
  let last = codes[code] ?? '';
  for (const letter of letters.slice(1)) {
    const digit = codes[letter] ?? '';
    if (digit !== '' && digit !== last) code += digit;
    // h and w do not part two letters of one sound, a vowel does.
    if (letter !== 'h' && letter !== 'w') last = digit;
    if (code.length === 4) return code;
  }
  return code.padEnd(4, '0');
}
