/**
 * The consent texts as they are shown: read from `content/consent`, held to the hashes of their manifest, with the plan's name in its
 * place. What a member saw is named by id, version, language and the SHA-256 of the very words.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { assert } from '../problem/problem.ts';

export type Locale = 'en' | 'es';

export interface ConsentText {
  id: string;
  version: string;
  locale: Locale;
  /** Of `source`. */
  sha256: string;
  title: string;
  blocks: { heading?: string; paragraphs: string[] }[];
  /** Sentences that screens show by themselves. */
  keySentences: Record<string, string>;
  /** Everything, with the plan's name in it. */
  source: string;
}

export interface Texts {
  /** The text of that version; `current`: the one in effect on that day. Undefined when there is none. */
  find(id: string, version: string, locale: Locale, day: string): ConsentText | undefined;
  currentVersion(id: string, day: string): string;
}

/** The text that an opt-in is asked with. */
export const optInText = 'p2p-optin';

interface Manifest {
  texts: {
    id: string;
    version: string;
    effectiveStart: string;
    effectiveEnd: string | null;
    locales: Record<Locale, { sha256: string }>;
  }[];
}

/** `src/election` and `dist/election` lie equally deep. */
const shipped = new URL('../../content/consent/', import.meta.url);

/** Reads every text. Throws a fault for one that is not what its manifest says: nobody is asked with words that nobody released. */
export async function openTexts(payerName: string, folder: URL = shipped): Promise<Texts> {
  const manifest = JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')) as Manifest;
  const texts = new Map<string, ConsentText>();
  for (const { id, version, locales } of manifest.texts)
    for (const locale of ['en', 'es'] as const) {
      const bytes = await readFile(new URL(`${id}/${version}/${locale}.md`, folder));
      assert(
        createHash('sha256').update(bytes).digest('hex') === locales[locale].sha256,
        `consent text ${id} ${version} ${locale} is the one that was released`,
      );
      const source = bytes.toString('utf8').replaceAll('{payer}', payerName);
      texts.set(`${id} ${version} ${locale}`, { id, version, locale, ...parseText(source) });
    }
  const currentVersion = (id: string, day: string): string => {
    const inEffect = manifest.texts.filter(
      (text) =>
        text.id === id &&
        text.effectiveStart <= day &&
        (text.effectiveEnd === null || day < text.effectiveEnd),
    );
    // Before the first one is in effect it is shown all the same: there is no other.
    const found = inEffect.at(-1) ?? manifest.texts.find((text) => text.id === id);
    assert(found, `there is a consent text ${id}`);
    return found.version;
  };
  return {
    currentVersion,
    find: (id, version, locale, day) => {
      if (!manifest.texts.some((text) => text.id === id)) return undefined;
      const meant = version === 'current' ? currentVersion(id, day) : version;
      return texts.get(`${id} ${meant} ${locale}`);
    },
  };
}

/** `# title`, `## heading`, paragraphs; after `---` the key sentences, each under `### key`. */
export function parseText(source: string): Omit<ConsentText, 'id' | 'version' | 'locale'> {
  const [body = '', keys = ''] = source.split(/^---$/m);
  const parts = body.split(/^## /m);
  const title = /^# (.+)$/m.exec(parts[0]!)?.[1] ?? '';
  const blocks = parts.slice(1).map((part) => {
    const [heading = '', ...rest] = part.split('\n');
    return { heading: heading.trim(), paragraphs: paragraphsOf(rest.join('\n')) };
  });
  const keySentences = Object.fromEntries(
    keys
      .split(/^### /m)
      .slice(1)
      .map((part) => {
        const [key = '', ...rest] = part.split('\n');
        return [key.trim(), paragraphsOf(rest.join('\n')).join('\n\n')];
      }),
  );
  return {
    sha256: createHash('sha256').update(source).digest('hex'),
    title,
    blocks,
    keySentences,
    source,
  };
}

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*/g, ' '))
    .filter((paragraph) => paragraph !== '');
