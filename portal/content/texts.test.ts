// Consent texts: the bytes a member signed stay as they were, both languages say as much, and both can be read by all.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  brokenPromises,
  locales,
  published,
  readableText,
  readManifest,
  sentenceKeys,
  textPath,
  versionsOnDisk,
} from './manifest.ts';
import {
  englishSyllables,
  fleschKincaid,
  inflesz,
  limits,
  sentencesOf,
  spanishSyllables,
} from './reading.ts';

const manifest = readManifest();
const onDisk = new Map(
  versionsOnDisk().flatMap(({ id, version }) =>
    locales.map((locale) => [
      `${id}/${version}/${locale}`,
      createHash('sha256')
        .update(readFileSync(textPath(id, version, locale)))
        .digest('hex'),
    ]),
  ),
);

describe('published texts', () => {
  test('no published text changed without a new version: npm run content:publish', () => {
    expect(manifest.texts.length).toBeGreaterThan(0);
    expect(brokenPromises(manifest, onDisk)).toEqual([]);
  });

  test('a changed word, a missing entry and a missing file are each refused', () => {
    const name = 'p2p-optin/2027.1/en';
    const changed = new Map(onDisk).set(name, '0'.repeat(64));
    expect(brokenPromises(manifest, changed)).toEqual([`${name}: changed without a new version`]);
    const added = new Map(onDisk).set('p2p-optin/2030.1/en', '0'.repeat(64));
    expect(brokenPromises(manifest, added)).toEqual(['p2p-optin/2030.1/en: not in the manifest']);
    const without = new Map(onDisk);
    without.delete(name);
    expect(brokenPromises(manifest, without)).toEqual([`${name}: gone`]);
  });

  test('one version of a text is in effect on any day', () => {
    for (const id of new Set(manifest.texts.map((text) => text.id))) {
      const versions = manifest.texts.filter((text) => text.id === id);
      expect(versions.filter((text) => text.effectiveEnd === null)).toHaveLength(1);
      for (const [i, text] of versions.slice(1).entries())
        expect(versions[i]!.effectiveEnd).toBe(text.effectiveStart);
    }
  });
});

describe.each(manifest.texts)('$id $version', ({ id, version, locales: entries }) => {
  const source = (locale: 'en' | 'es') => readFileSync(textPath(id, version, locale), 'utf8');

  test('both languages have the same parts and the same key sentences', () => {
    const shape = (text: string) => ({
      keys: sentenceKeys(text),
      blocks: text.match(/^## /gm)!.length,
      paragraphs: text.split(/\n\n/).length,
      variables: text.match(/\{\w+\}/g),
    });
    expect(shape(source('es'))).toEqual(shape(source('en')));
    expect(sentenceKeys(source('en'))).toEqual(
      expect.arrayContaining(['short', 'what', 'all', 'regular', 'sign', 'stop', 'no-match']),
    );
  });

  test('English asks for no more than school year 7, Spanish is fairly easy, and the manifest says so', () => {
    for (const locale of locales)
      expect(published(Buffer.from(source(locale)), locale).reading).toEqual(entries[locale].reading);
    expect(entries.en.reading.fleschKincaid).toBeLessThanOrEqual(limits.fleschKincaid_max);
    expect(entries.es.reading.inflesz).toBeGreaterThanOrEqual(limits.inflesz_min);
  });

  test('each paragraph by itself is as easy as the whole must be', () => {
    const hard = (locale: 'en' | 'es', tooHard: (text: string) => boolean) =>
      readableText(source(locale))
        .split(/\n\s*\n/)
        .filter((text) => text.trim() && tooHard(text));
    expect(hard('en', (text) => fleschKincaid(text) > limits.fleschKincaid_max)).toEqual([]);
    expect(hard('es', (text) => inflesz(text) < limits.inflesz_min)).toEqual([]);
  });

  test('it says that care stays the same, that a no can become a yes, and names what is sensitive', () => {
    expect(source('en')).toMatch(/your care, your benefits, and what you pay stay the same/);
    expect(source('en')).toMatch(/you can still say yes later/);
    expect(source('en')).toMatch(/mental health, drug or alcohol care, HIV, and sexual health/);
    expect(source('es')).toMatch(/su atención, sus beneficios y lo que paga no cambian/);
    expect(source('es')).toMatch(/más tarde puede decir que sí/);
    expect(source('es')).toMatch(/salud mental, alcohol o drogas, VIH y salud sexual/);
  });

  test('a Spanish text without a translator is a draft', () => {
    expect(entries.es.status === 'draft' || Boolean(entries.es.translator)).toBe(true);
  });
});

describe('reading scores', () => {
  test('syllables as they are spoken', () => {
    const english = { plan: 1, asked: 1, records: 2, care: 1, history: 3, people: 2, wanted: 2, does: 1 };
    for (const [word, count] of Object.entries(english))
      expect([word, englishSyllables(word)]).toEqual([word, count]);
    const spanish = {
      sí: 1,
      plan: 1,
      atención: 3,
      quien: 1,
      guarda: 2,
      historia: 3,
      decía: 3,
      lee: 2,
      muy: 1,
      aún: 2,
    };
    for (const [word, count] of Object.entries(spanish))
      expect([word, spanishSyllables(word)]).toEqual([word, count]);
  });

  test('a hard text fails where an easy one passes', () => {
    expect(fleschKincaid('We ask your plan. It sends a copy.')).toBeLessThan(3);
    expect(
      fleschKincaid(
        'Notwithstanding any authorization previously executed, the beneficiary irrevocably acknowledges the organizational disclosure of individually identifiable information.',
      ),
    ).toBeGreaterThan(limits.fleschKincaid_max);
    expect(inflesz('Pedimos una copia a su plan. Es gratis.')).toBeGreaterThan(limits.inflesz_min);
    expect(
      inflesz(
        'La organización responsable comunicará confidencialmente la información individualmente identificable correspondiente a las prestaciones farmacéuticas anteriormente autorizadas.',
      ),
    ).toBeLessThan(limits.inflesz_min);
  });

  test('headings do not flatter the score', () => {
    expect(sentencesOf(readableText('# A title\n\nOne. Two!\n\n### key\n\nThree?'))).toEqual([
      'One.',
      'Two!',
      'Three?',
    ]);
  });
});
