// `npm run content:publish -- <id> <version> <effectiveStart>` enters a new version of a text; what is published is never changed.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  type Manifest,
  manifestPath,
  published,
  readManifest,
  type TextVersion,
  textPath,
} from './manifest.ts';

const [id, version, effectiveStart] = process.argv.slice(2);
if (!id || !version || !/^\d{4}-\d{2}-\d{2}$/.test(effectiveStart ?? ''))
  throw new Error('Say which text: publish <id> <version> <effectiveStart>');
const manifest = readManifest();
if (manifest.texts.some((text) => text.id === id && text.version === version))
  throw new Error(`${id} ${version} is published: make a new version`);

const entry: TextVersion = {
  id,
  version,
  effectiveStart: effectiveStart!,
  effectiveEnd: null,
  locales: {
    en: published(readFileSync(textPath(id, version, 'en')), 'en'),
    es: published(readFileSync(textPath(id, version, 'es')), 'es'),
  },
};
const earlier = manifest.texts.map((text) =>
  text.id === id && text.effectiveEnd === null ? { ...text, effectiveEnd: effectiveStart! } : text,
);
const next: Manifest = { texts: [...earlier, entry] };
writeFileSync(manifestPath, `${JSON.stringify(next, null, 2)}\n`);
