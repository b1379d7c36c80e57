// Protects the errors that requests are given: each changes what it says and nothing that makes the request unusable.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOf, isDate } from '../dates.ts';
import { drawsOf } from '../random.ts';
import { anyWrongDate, dateErrors, wrongDate } from './birth-date.ts';
import { questionMarks, readAsLatin1, withoutDiacritics } from './diacritics.ts';
import { scanned, soundAlike, typo } from './typo.ts';

const seeds = fc.string({ maxLength: 8 });

describe('birth dates', () => {
  test('every error makes another day of the calendar, or says that it does not apply', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: -20_000, max: 20_000 }),
        fc.constantFrom(...dateErrors),
        (seed, day, error) => {
          const date = dateOf(day);
          const wrong = wrongDate(drawsOf(seed), date, error);
          expect(wrong === undefined || (isDate(wrong) && wrong !== date)).toBe(true);
        },
      ),
    );
  });

  test('day and month change places only where both are months', () => {
    expect(wrongDate(drawsOf('s'), '1980-04-09', 'swap')).toBe('1980-09-04');
    expect(wrongDate(drawsOf('s'), '1980-04-13', 'swap')).toBeUndefined();
    expect(wrongDate(drawsOf('s'), '1980-04-04', 'swap')).toBeUndefined();
  });

  test('the 29th of February never moves to a year that has none', () => {
    for (let n = 0; n < 50; n++) {
      const wrong = anyWrongDate(drawsOf(`leap${n}`), '1996-02-29');
      expect(wrong && isDate(wrong.date)).toBe(true);
    }
  });
});

describe('words', () => {
  test('a slip leaves the first letter and the length but for one', () => {
    fc.assert(
      fc.property(seeds, fc.stringMatching(/^[A-Z][a-z]{2,12}$/), (seed, word) => {
        const wrong = typo(drawsOf(seed), word);
        expect(wrong[0]).toBe(word[0]);
        expect(Math.abs(wrong.length - word.length)).toBeLessThanOrEqual(1);
      }),
    );
    expect(typo(drawsOf('s'), 'Ng')).toBe('Ng');
  });

  test('what sounds or looks alike is another word, where there is one', () => {
    const sounds = new Set(Array.from({ length: 20 }, (_, n) => soundAlike(drawsOf(`s${n}`), 'Stephen')));
    expect(sounds.has('Stefen')).toBe(true);
    expect(scanned(drawsOf('s'), 'Bernard')).not.toBe('Bernard');
    expect(scanned(drawsOf('s'), 'Zay')).toBe('Zay');
  });
});

test('diacritics are lost, or mangled as old systems mangle them', () => {
  expect(withoutDiacritics('Núñez Nguyễn Đặng')).toBe('Nunez Nguyen Dang');
  expect(readAsLatin1('Núñez')).toBe('NÃºÃ±ez');
  expect(questionMarks('Núñez')).toBe('N??ez');
  expect(withoutDiacritics('Smith')).toBe('Smith');
});
