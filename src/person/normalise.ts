/**
 * One normal form for members as stored and members as asked for (member-match imports this), so that case,
 * diacritics, hyphens, apostrophes, spaces and formats never decide whether two people are the same.
 */

/** One name, normal: `given` are single words in their order; `suffix` a generation (`jr`, `sr`, `2`, `3`, …) or ''. */
export interface NormalName {
  family: string;
  given: string[];
  suffix: string;
}

export interface NormalAddress {
  line: string;
  city: string;
  /** Two-letter code in lower case for the states and territories, else the normal text. */
  state: string;
  /** Five digits of a ZIP code, else the normal text. */
  postal: string;
}

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

function fold(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(folded, (letter) => folds[letter]!);
}

/** Lower-case words of letters and digits; apostrophes and full stops join (`O'Brien` → `obrien`), the rest parts. */
function words(text: string): string[] {
  return fold(text)
    .replace(/['’‘ʼʻ`´.]+/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A part of a name as one word of letters and digits: `O'Brien-Smith` and `obrien smith` are both `obriensmith`. */
export const normaliseNamePart = (text: string): string => words(text).join('');

const generations: Record<string, string> = {
  jr: 'jr',
  junior: 'jr',
  sr: 'sr',
  senior: 'sr',
  ii: '2',
  '2nd': '2',
  iii: '3',
  '3rd': '3',
  iv: '4',
  '4th': '4',
};

/**
 * A HumanName in normal form. A generation is found in `suffix` and at the end of the family name (`Smith Jr`);
 * degrees and titles are dropped. Nicknames stay what they are. Undefined when neither family nor given name is left.
 */
export function normaliseName(name: {
  family?: string | undefined;
  given?: readonly string[] | undefined;
  suffix?: readonly string[] | undefined;
}): NormalName | undefined {
  const family = words(name.family ?? '');
  const given = (name.given ?? []).flatMap(words);
  let suffix =
    (name.suffix ?? [])
      .flatMap(words)
      .map((w) => generations[w])
      .find((w) => w !== undefined) ?? '';
  while (family.length > 1 && generations[family.at(-1)!] !== undefined) {
    const found = generations[family.pop()!]!;
    if (suffix === '') suffix = found;
  }
  if (family.length === 0 && given.length === 0) return undefined;
  return { family: family.join(''), given, suffix };
}

/** An identifier's value: upper-case letters and digits only. '' where nothing is left. */
export const normaliseIdentifier = (value: string): string =>
  fold(value)
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toUpperCase();

/** `02128-1234`, `021281234` and `02128` are `02128`; other countries' codes keep letters and digits. */
export function normalisePostal(text: string): string {
  const code = words(text).join('');
  return /^\d{9}$/.test(code) ? code.slice(0, 5) : code;
}

/**
 * A telephone number as its digits (a leading 1 of North America dropped), a mail address in lower case.
 * Undefined for what is neither, and for the placeholders that stand for "none".
 */
export function normaliseTelecom(value: string): string | undefined {
  const text = value
    .trim()
    .toLowerCase()
    .replace(/^(?:tel|mailto):/, '');
  if (text.includes('@')) return /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined;
  const digits = text.replace(/(?:x|ext\.?)\s*\d+$/, '').replace(/\D+/g, '');
  const number = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
  if (number.length < 7 || /^(\d)\1+$/.test(number)) return undefined;
  return number;
}

const streetWords: Record<string, string> = {
  street: 'st',
  avenue: 'ave',
  av: 'ave',
  road: 'rd',
  drive: 'dr',
  lane: 'ln',
  court: 'ct',
  boulevard: 'blvd',
  place: 'pl',
  terrace: 'ter',
  circle: 'cir',
  highway: 'hwy',
  parkway: 'pkwy',
  square: 'sq',
  apartment: 'apt',
  suite: 'ste',
  unit: 'unit',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
  floor: 'fl',
  building: 'bldg',
  trail: 'trl',
  crossing: 'xing',
  extension: 'ext',
};

/** An Address in normal form: USPS street abbreviations, state code, five-digit ZIP. */
export function normaliseAddress(address: {
  line?: readonly string[] | undefined;
  city?: string | undefined;
  state?: string | undefined;
  postalCode?: string | undefined;
}): NormalAddress {
  const line = (address.line ?? []).flatMap(words).map((word) => streetWords[word] ?? word);
  return {
    line: line.join(' '),
    city: words(address.city ?? '').join(' '),
    state: normaliseState(address.state ?? ''),
    postal: normalisePostal(address.postalCode ?? ''),
  };
}

/** `Massachusetts`, `MA` and `ma` are `ma`. */
export function normaliseState(text: string): string {
  const name = words(text).join(' ');
  return states[name] ?? name;
}

const states: Record<string, string> = Object.fromEntries(
  (
    'al alabama,ak alaska,az arizona,ar arkansas,ca california,co colorado,ct connecticut,de delaware,dc district of columbia,' +
    'fl florida,ga georgia,hi hawaii,id idaho,il illinois,in indiana,ia iowa,ks kansas,ky kentucky,la louisiana,me maine,' +
    'md maryland,ma massachusetts,mi michigan,mn minnesota,ms mississippi,mo missouri,mt montana,ne nebraska,nv nevada,' +
    'nh new hampshire,nj new jersey,nm new mexico,ny new york,nc north carolina,nd north dakota,oh ohio,ok oklahoma,or oregon,' +
    'pa pennsylvania,pr puerto rico,ri rhode island,sc south carolina,sd south dakota,tn tennessee,tx texas,ut utah,vt vermont,' +
    'va virginia,vi virgin islands,wa washington,wv west virginia,wi wisconsin,wy wyoming,gu guam,as american samoa,' +
    'mp northern mariana islands'
  )
    .split(',')
    .map((entry) => [entry.slice(3), entry.slice(0, 2)]),
);
