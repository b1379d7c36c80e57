// consent-and-sensitive-data 3.3: the rules that this process labels with, known to the database by a number
import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock/clock.ts';
import type { Db } from '../db/db.ts';
import { readLists } from '../sensitivity/list-folder.ts';
import { type Prescan, prescanOf } from '../sensitivity/prescan.ts';
import { openSources, type ProgramSources } from '../sensitivity/program-sources.ts';
import { openRuleSet, type RuleSet } from '../sensitivity/rule-set.ts';
import { insertRuleSet, selectNewestRuleSet, selectSources } from './store.ts';

export interface Labelling {
  rules: RuleSet;
  /** Programmes whose records are Part 2 records (42 CFR 2.11). */
  sources: ProgramSources;
  /** The quick look at a line: false where `classify` would find nothing. */
  look: Prescan;
  /** The number of `rules` in this database: written beside every label. */
  generation: number;
}

/** The lists that come with the product. */
export const shippedLists = fileURLToPath(new URL('../../config/sensitivity/', import.meta.url));

/**
 * Reads the lists and registers them as one rule set.
 * @param folders of lists; later ones are the payer's own
 * @throws Problem `invalid` for a set that is empty, shrunken or fails its self-test: then nothing may be labelled and nothing may leave
 */
export async function openLabelling(
  db: Db,
  clock: Clock,
  folders: readonly string[] = [shippedLists],
): Promise<Labelling> {
  const lists = folders.flatMap(readLists);
  const newest = await selectNewestRuleSet(db);
  const known = newest && openRuleSet(lists);
  // The same lists again are no change; other ones are measured by those before.
  const rules = known && known.id === newest.id ? known : openRuleSet(lists, newest?.sizes);
  const generation = await insertRuleSet(db, rules, clock.now());
  const sources = openSources(await selectSources(db));
  return { rules, sources, look: prescanOf(rules, sources), generation };
}
