// The register of consent texts: which bytes were published as which version, and from when they count.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fleschKincaid, inflesz } from './reading.ts';

export const locales = ['en', 'es'] as const;
export type Locale = (typeof locales)[number];

export interface PublishedText {
  readonly sha256: string;
  readonly reading: { readonly fleschKincaid?: number; readonly inflesz?: number };
  /** A Spanish text is a draft until a qualified translator has signed it: 45 CFR 92.201. */
  readonly status: 'final' | 'draft';
  readonly translator?: string | null;
}

export interface TextVersion {
  readonly id: string;
  readonly version: string;
  readonly effectiveStart: string;
  readonly effectiveEnd: string | null;
  readonly locales: Record<Locale, PublishedText>;
}

export interface Manifest {
  readonly texts: readonly TextVersion[];
}

const folder = fileURLToPath(new URL('../../content/consent/', import.meta.url));
export const manifestPath = `${folder}manifest.json`;

export const readManifest = (): Manifest => JSON.parse(readFileSync(manifestPath, 'utf8'));

export const textPath = (id: string, version: string, locale: Locale): string =>
  `${folder}${id}/${version}/${locale}.md`;

/** Every `id/version` that lies in the folder. */
export function versionsOnDisk(): { id: string; version: string }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: id }) => readdirSync(folder + id).map((version) => ({ id, version })));
}

/** The sentences of a text, the plan's name in its place. Short headings would flatter a score: they are left out. */
export const readableText = (source: string): string =>
  source.replace(/^#+ .*$|^---$/gm, '').replaceAll('{payer}', 'UnitedCare');

/** Keys of the sentences that screens show by themselves. */
export const sentenceKeys = (source: string): string[] =>
  [...source.matchAll(/^### (\S+)$/gm)].map((match) => match[1]!);

/** What the manifest says of a text as it lies on disk. */
export function published(source: Buffer, locale: Locale): PublishedText {
  const sha256 = createHash('sha256').update(source).digest('hex');
  const text = readableText(source.toString('utf8'));
  return locale === 'en'
    ? { sha256, reading: { fleschKincaid: fleschKincaid(text) }, status: 'final' }
    : { sha256, reading: { inflesz: inflesz(text) }, status: 'draft', translator: null };
}

/**
 * The changes that break the promise of a version: a published text with another hash, a text without its entry, an entry
 * without its text. A member signed the bytes of a version, so changed words need a new version.
 */
export function brokenPromises(manifest: Manifest, onDisk: Map<string, string>): string[] {
  const promised = new Map<string, string>(
    manifest.texts.flatMap(({ id, version, locales: published }) =>
      Object.entries(published).map(
        ([locale, { sha256 }]) => [`${id}/${version}/${locale}`, sha256] as const,
      ),
    ),
  );
  const changed = [...promised]
    .filter(([name, sha256]) => onDisk.get(name) !== sha256)
    .map(([name]) => (onDisk.has(name) ? `${name}: changed without a new version` : `${name}: gone`));
  const unknown = [...onDisk.keys()].filter((name) => !promised.has(name));
  return [...changed, ...unknown.map((name) => `${name}: not in the manifest`)];
}
