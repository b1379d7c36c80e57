import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import { parseList } from '../sensitivity/list-file.ts';
import { readLists } from '../sensitivity/list-folder.ts';
import { openRuleSet } from '../sensitivity/rule-set.ts';
import { shippedLists } from './labelling.ts';
import { insertRuleSet, selectNewestRuleSet } from './store.ts';

/** The folder of the lists that a payer brings. */
export const ownLists = (dataDir: string): string => join(dataDir, 'sensitivity');

/** The folders of lists of a payer. */
export function listFolders(dataDir: string): string[] {
  const own = ownLists(dataDir);
  return existsSync(own) ? [shippedLists, own] : [shippedLists];
}

/**
 * Puts lists beside those of the product, when the whole they make is sound: a file that cannot be read, shrinks a list or fails a
 * self-test changes nothing.
 * @param options `shrink`: a list may lose more than a tenth of its rules, for once
 * @throws Problem `invalid`
 */
export async function installLists(
  { config, db, clock }: { config: { dataDir: string }; db: Db; clock: Clock },
  files: readonly string[],
  { shrink = false }: { shrink?: boolean } = {},
): Promise<{ generation: number; version: string; installed: string[] }> {
  const brought = await Promise.all(
    files.map(async (path) => ({ path, name: basename(path), text: await readFile(path, 'utf8') })),
  );
  for (const { name, text } of brought) {
    if (!name.endsWith('.csv')) throw new Problem('invalid', `${name} is no .csv file.`);
    parseList(name, text);
  }
  const names = new Set(brought.map(({ name }) => name));
  const held = listFolders(config.dataDir)
    .flatMap(readLists)
    .filter(({ name }) => !names.has(name));
  const newest = shrink ? undefined : await selectNewestRuleSet(db);
  const rules = openRuleSet([...held, ...brought.map(({ name, text }) => ({ name, text }))], newest?.sizes);
  await mkdir(ownLists(config.dataDir), { recursive: true });
  for (const { path, name } of brought) await copyFile(path, join(ownLists(config.dataDir), name));
  const generation = await insertRuleSet(db, rules, clock.now());
  return { generation, version: rules.version, installed: [...names].sort() };
}
