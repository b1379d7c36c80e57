import type { Population } from '../population.ts';
import { drawsOf } from '../random.ts';
import type { Query } from '../truth.ts';
import { familyNegatives } from './family-negatives.ts';
import { positives } from './positives.ts';
import { strangerNegatives } from './stranger-negatives.ts';
import type { Stratum } from './stratum.ts';
import { undecided } from './undecided.ts';

/** Every kind of difficulty. */
export const strata: readonly Stratum[] = [
  ...positives,
  ...familyNegatives,
  ...strangerNegatives,
  ...undecided,
];

/** Where few people fit, another one is looked for this often before somebody is asked for again. */
const others_max = 8;

/** Queries of all strata in proportion, well mixed. A stratum that the population has nobody for is left out. */
export function* stressQueries(population: Population, count: number): Generator<Query> {
  const asked = new Set<string>();
  const exhausted = new Set<Stratum>();
  let number = 0;
  for (const { stratum, n } of plan(count)) {
    if (exhausted.has(stratum)) continue;
    const query = freshQuery(population, stratum, n, queryId(number), asked);
    if (query) {
      number++;
      yield query;
    } else exhausted.add(stratum);
  }
}

const queryId = (number: number): string => `Q${String(number + 1).padStart(6, '0')}`;

/** A query about somebody whom the stratum has not asked for yet, as far as there is one. */
function freshQuery(
  population: Population,
  stratum: Stratum,
  n: number,
  id: string,
  asked: Set<string>,
): Query | undefined {
  let query: Query | undefined;
  for (let other = 0; other < others_max; other++) {
    const draws = drawsOf(`${population.seed}|stress|${stratum.name}|${n}|${other}`);
    query = stratum.make(population, draws, id);
    const key = `${stratum.name} ${query?.truth.personId}`;
    if (query && asked.has(key)) continue;
    asked.add(key);
    return query;
  }
  return query;
}

/** How many of each, and in which order: each stratum spread evenly over the set. */
function plan(count: number): { stratum: Stratum; n: number }[] {
  const total = strata.reduce((sum, stratum) => sum + stratum.count, 0);
  const planned: { stratum: Stratum; n: number; at: number }[] = [];
  let owed = 0;
  for (const stratum of strata) {
    owed += (stratum.count / total) * count;
    const share = Math.round(owed);
    owed -= share;
    for (let n = 0; n < share; n++) planned.push({ stratum, n, at: (n + 0.5) / share });
  }
  return planned.sort((a, b) => a.at - b.at || (a.stratum.name < b.stratum.name ? -1 : 1));
}
