import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cachedDefinitions } from './cache.ts';
import { definitionsOf } from './definitions.ts';
import { libraryOf } from './package/library.ts';
import { installedPackages, packageFiles } from './package/manifest.ts';
import { openPackage } from './package/package-file.ts';
import { structuralValidator } from './structural.ts';
import { type Validator, validatorOf } from './validator.ts';

export interface InstalledOptions {
  /** The folder of packages; without any, resources are checked for their shape only. */
  dir: string | undefined;
  /** Ids of packages (`hl7.fhir.us.core#6.1.0`) whose canonicals are meant where no version is given. */
  prefer?: readonly string[];
  /**
   * Where definitions are kept ready between processes: `.cache` in the folder, where it is our own (it has a manifest). False:
   * nowhere.
   */
  cacheDir?: string | false | undefined;
}

export interface InstalledValidator extends Validator {
  /** Package files in use. */
  packages: string[];
  /** Keeps what was learned for the next process. */
  save(): void;
}

/** A validator over what is installed in a folder. Open one per process and share it: it compiles each definition once. */
export function installedValidator({
  dir,
  prefer = [],
  cacheDir = dir !== undefined && installedPackages(dir).length > 0 ? join(dir, '.cache') : false,
}: InstalledOptions): InstalledValidator {
  const files = dir === undefined ? [] : packageFiles(dir);
  if (files.length === 0) return { ...structuralValidator, packages: [], save: () => {} };
  const open = () => definitionsOf(libraryOf(files.map((file) => openPackage(readFileSync(file)))));
  const packages = files.map((file) => basename(file));
  const scope = prefer.join(' ');
  if (cacheDir === false) return { ...validatorOf(open(), scope), packages, save: () => {} };
  const definitions = cachedDefinitions(join(cacheDir, `${fingerprintOf(files)}.definitions`), open);
  return { ...validatorOf(definitions, scope), packages, save: () => void definitions.save() };
}

/** Changes with any package: by name, size and time of change. */
function fingerprintOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${basename(file)} ${size} ${Math.floor(mtimeMs)}\n`);
  }
  return hash.digest('hex').slice(0, 32);
}
