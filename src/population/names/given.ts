import type { Draws } from '../random.ts';
import { type Weighted, weighted } from '../weighted.ts';
import type { Origin } from './common-surnames.ts';
import { givenByDecade, rareGiven } from './given-by-decade.ts';
import { givenByOrigin } from './given-by-origin.ts';

export type Sex = 'female' | 'male';

/** Given names from the languages of the family, where it has one. */
const ownLanguage_share: Partial<Record<Origin, number>> = {
  hispanic: 0.55,
  vietnamese: 0.35,
  chinese: 0.35,
  korean: 0.35,
  indian: 0.6,
  filipino: 0.35,
  arabic: 0.7,
};
/** Hispanic first names that are two words: María Guadalupe, José Luis. */
const compound_share = 0.14;
/** Rarer names than the lists have: one birth in eight before the war, one in four today. */
const rare_share = (year: number): number => Math.min(0.26, Math.max(0.12, 0.12 + (year - 1960) * 0.0025));
/** The names of all decades, for those who bear one out of fashion. */
const outOfFashion_share = 0.2;
/** Weight of the name at a rank. Fashion used to be narrower. */
const rankWeight = (rank: number, decade: number): number => 1 / (rank + (decade < 1980 ? 22 : 40));
const rareSkew_power = 2;

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const tables: Record<Sex, Map<number, Weighted<string>>> = { female: new Map(), male: new Map() };
const all: Record<Sex, string[]> = { female: [], male: [] };
for (const sex of ['female', 'male'] as const) {
  for (const entry of givenByDecade) {
    const names = [...new Set(words(entry[sex]))];
    tables[sex].set(
      entry.decade,
      weighted(names.map((name, rank) => [name, rankWeight(rank, entry.decade)] as const)),
    );
    all[sex].push(...names);
  }
  all[sex] = [...new Set(all[sex])].sort();
}
const rareParts = {
  female: { starts: words(rareGiven.female.starts), ends: words(rareGiven.female.ends) },
  male: { starts: words(rareGiven.male.starts), ends: words(rareGiven.male.ends) },
};
const ownNames = new Map(
  Object.entries(givenByOrigin).map(([origin, names]) => [
    origin as Origin,
    { female: ranked(words(names.female)), male: ranked(words(names.male)) },
  ]),
);

function ranked(names: readonly string[]): Weighted<string> {
  return weighted(names.map((name, rank) => [name, 1 / (rank + 10)] as const));
}

/** A first name for a child of this family in this year. */
export function drawGiven(draws: Draws, sex: Sex, year: number, origin: Origin): string {
  const own = ownNames.get(origin);
  if (own && draws.chance(ownLanguage_share[origin] ?? 0)) {
    const first = own[sex].draw(draws);
    if (origin !== 'hispanic' || !draws.chance(compound_share)) return first;
    const second = own[sex].draw(draws);
    return second === first ? first : `${first} ${second}`;
  }
  if (draws.chance(rare_share(year))) return rareName(draws, sex);
  if (draws.chance(outOfFashion_share)) return draws.pick(all[sex]);
  // Between two decades the fashion changes gradually.
  const decade = Math.floor((year - 5 + draws.below(10)) / 10) * 10;
  return tables[sex].get(Math.min(2020, Math.max(1930, decade)))!.draw(draws);
}

/** How frequent a first name is in its decade, 0 for a rare one. */
export const givenFrequency = (given: string, sex: Sex, year: number): number =>
  tables[sex].get(Math.min(2020, Math.max(1930, Math.floor(year / 10) * 10)))!.share(given);

function rareName(draws: Draws, sex: Sex): string {
  const { starts, ends } = rareParts[sex];
  const start = starts[Math.floor(starts.length * draws.next())]!;
  const end = ends[Math.floor(ends.length * draws.next() ** rareSkew_power)]!;
  return `${start}${end}`.replace(/([a-z])\1\1+/gi, '$1$1');
}

/** A name that twins' parents would like beside this one: same first letter or same ending. */
export function drawSimilarGiven(draws: Draws, sex: Sex, year: number, origin: Origin, to: string): string {
  const tries_max = 40;
  for (let tries = 0; tries < tries_max; tries++) {
    const given = drawGiven(draws, sex, year, origin);
    if (given !== to && (given[0] === to[0] || given.slice(-3) === to.slice(-3))) return given;
  }
  return drawGiven(draws, sex, year, origin);
}
