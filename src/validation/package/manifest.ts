import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../problem/problem.ts';

/** One installed package. The checksum is of the file as it came. */
export interface InstalledPackage {
  name: string;
  version: string;
  file: string;
  bytes: number;
  sha256: string;
}

const manifestFile = 'packages.json';

/**
 * The packages of a folder. Without a manifest every `.tgz` counts: a folder that somebody else keeps can be used as it is,
 * its files are then known by name and size only.
 */
export function installedPackages(dir: string): InstalledPackage[] {
  let text: string;
  try {
    text = readFileSync(join(dir, manifestFile), 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
  const packages = (JSON.parse(text) as { packages?: InstalledPackage[] }).packages;
  if (!Array.isArray(packages))
    throw new Problem('invalid', 'The manifest packages.json is damaged: install again.');
  return packages;
}

/** Sorted, so that the same packages give the same file. */
export function writeManifest(dir: string, packages: readonly InstalledPackage[]): void {
  const sorted = [...packages].sort((a, b) => (`${a.name}#${a.version}` < `${b.name}#${b.version}` ? -1 : 1));
  const aside = join(dir, `.${manifestFile}.${process.pid}`);
  writeFileSync(aside, `${JSON.stringify({ packages: sorted }, null, 2)}\n`);
  renameSync(aside, join(dir, manifestFile));
}

/** The package files of a folder, whether it has a manifest or not. */
export function packageFiles(dir: string): string[] {
  const installed = installedPackages(dir);
  if (installed.length > 0) return installed.map(({ file }) => join(dir, file));
  return readdirSync(dir)
    .filter((file) => file.endsWith('.tgz'))
    .sort()
    .map((file) => join(dir, file));
}
