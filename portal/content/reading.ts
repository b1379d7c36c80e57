// How hard a text is to read: 45 CFR 92 asks for plain language, our own limits are in `limits` below.

/** The hardest English and Spanish text that we publish. */
export const limits = { fleschKincaid_max: 7, inflesz_min: 65 };

/** Sentences of a text; a paragraph ends one. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/\n\s*\n|(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? [];

/** Syllables of an English word, by its vowel groups: silent e and -ed do not count, -le and -ia do. */
export function englishSyllables(word: string): number {
  const plain = word.toLowerCase().replace(/[^a-z]/g, '');
  if (plain.length <= 3) return 1;
  const spoken = plain
    .replace(/(?<![aeiouylr])es$|(?<![td])ed$|(?<!l)e$|(?<=[aeiouy])le$/, '')
    .replace(/^y/, '');
  const groups = spoken.match(/[aeiouy]+/g)?.length ?? 0;
  const split = spoken.match(/i[ao](?!u)|eo(?!pl)|ua(?=[lt])|ui(?=[n])|ying/g)?.length ?? 0;
  const joined = spoken.match(/[cgst]i[ao]/g)?.length ?? 0;
  return Math.max(1, groups + split - joined);
}

/** Syllables of a Spanish word: a weak vowel without accent joins its neighbour, two strong ones part. */
export function spanishSyllables(word: string): number {
  const plain = word
    .toLowerCase()
    .replace(/qu(?=[eiéí])/g, 'q')
    .replace(/gu(?=[eiéí])/g, 'g')
    .replace(/y(?![aeiouáéíóúü])/g, 'i');
  let count = 0;
  for (const [group] of plain.matchAll(/[aeiouáéíóúü]+/g)) {
    const strong = group.match(/[aeoáéóíú]/g)?.length ?? 0;
    count += Math.max(1, strong);
  }
  return Math.max(1, count);
}

interface Measure {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
}

function measure(text: string, syllables: (word: string) => number): Measure {
  const words = wordsOf(text);
  return {
    words: words.length,
    sentences: sentencesOf(text).length,
    syllables: words.reduce((sum, word) => sum + syllables(word), 0),
  };
}

const toTenth = (value: number): number => Math.round(value * 10) / 10;

/** Flesch-Kincaid grade (Kincaid and others, 1975): the school year that an English text asks for. */
export function fleschKincaid(text: string): number {
  const { words, sentences, syllables } = measure(text, englishSyllables);
  return toTenth(0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59);
}

/** Szigriszt-Pazos, read on the INFLESZ scale (Barrio-Cantalejo and others, 2008): 65 and more is "fairly easy". */
export function inflesz(text: string): number {
  const { words, sentences, syllables } = measure(text, spanishSyllables);
  return toTenth(206.835 - 62.3 * (syllables / words) - words / sentences);
}
