import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleText } from './rule-set.ts';

/**
 * The lists of a folder: every `*.csv` in it. The lists that come with the product are in `config/sensitivity`; those that a payer
 * installs (`throughline labels install`) are files of the same format in a folder of its own.
 */
export function readLists(folder: string): RuleText[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}
