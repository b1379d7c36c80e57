import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../problem/problem.ts';
import { type InstalledPackage, installedPackages, writeManifest } from './manifest.ts';
import { openPackage } from './package-file.ts';

/** Fetches a URL, within bounds. The caller decides how, and whether at all. */
export type Fetch = (url: string) => Promise<Buffer>;

export interface InstallOptions {
  /** Where packages go. */
  dir: string;
  /** A `.tgz`, a folder of them, a URL, or `name#version` of the registry. */
  sources: readonly string[];
  /** Base URL of an npm-like registry of FHIR packages; there is no default. */
  registry?: string | undefined;
  fetch: Fetch;
}

/** Installs packages and writes the manifest. A package of the same name and version is replaced. */
export async function installPackages(options: InstallOptions): Promise<InstalledPackage[]> {
  const { dir } = options;
  mkdirSync(dir, { recursive: true });
  const all = new Map(installedPackages(dir).map((one) => [`${one.name}#${one.version}`, one]));
  const added: InstalledPackage[] = [];
  for (const source of options.sources)
    for await (const archive of archivesOf(source, options)) {
      const { name, version, id } = openPackage(archive);
      const file = `${name}-${version}.tgz`;
      const aside = join(dir, `.${file}.${process.pid}`);
      writeFileSync(aside, archive);
      renameSync(aside, join(dir, file));
      const sha256 = createHash('sha256').update(archive).digest('hex');
      const one = { name, version, file, bytes: archive.length, sha256 };
      all.set(id, one);
      added.push(one);
    }
  writeManifest(dir, [...all.values()]);
  return added;
}

async function* archivesOf(source: string, { registry, fetch }: InstallOptions): AsyncGenerator<Buffer> {
  if (/^https?:\/\//.test(source)) {
    yield await fetch(source);
    return;
  }
  const named = /^([\w.-]+)[#@]([\w.+-]+)$/.exec(source);
  if (named && !source.endsWith('.tgz')) {
    if (registry === undefined)
      throw new Problem('invalid', `${source} is of a registry, and none is named.`);
    yield await fetch(`${registry.replace(/\/$/, '')}/${named[1]}/${named[2]}`);
    return;
  }
  if (!statSync(source).isDirectory()) yield readFileSync(source);
  else
    for (const file of readdirSync(source).sort())
      if (file.endsWith('.tgz')) yield readFileSync(join(source, file));
}
