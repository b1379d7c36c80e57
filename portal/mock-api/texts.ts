// The consent texts, read from content/ as the real server reads them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConsentText } from '../api/wire.ts';
import { type Locale, readManifest, textPath } from '../content/manifest.ts';

const filled = (text: string): string => text.trim().replaceAll('{payer}', 'UnitedCare');

export function textOf(id: string, asked: string, locale: Locale): ConsentText | undefined {
  const found = readManifest().texts.find(
    (text) => text.id === id && (asked === 'current' || text.version === asked),
  );
  if (!found) return undefined;
  const source = readFileSync(textPath(id, found.version, locale), 'utf8');
  const [main, keys] = source.split(/^---$/m) as [string, string];
  const [title, ...blocks] = main.split(/^## /m);
  return {
    id,
    version: found.version,
    locale,
    sha256: createHash('sha256').update(source).digest('hex'),
    title: filled(title!.replace(/^# /, '')),
    blocks: blocks.map((block) => {
      const [heading, ...paragraphs] = block.trim().split(/\n\n/);
      return { heading: filled(heading!), paragraphs: paragraphs.map(filled) };
    }),
    keySentences: Object.fromEntries(
      keys
        .split(/^### /m)
        .slice(1)
        .map((sentence) => {
          const [key, ...words] = sentence.split('\n');
          return [key!.trim(), filled(words.join('\n'))];
        }),
    ),
  };
}
