import type { Clock } from '../clock/clock.ts';
import type { Db, Queries } from '../db/db.ts';
import { personsById } from '../person/find-store.ts';
import type { SaidByPatient } from '../person/said.ts';
import { indexSize, sampleContracts, sampleMembers } from '../person/sample-store.ts';
import { addTask } from '../queue/queue.ts';
import type { TaskHandler } from '../queue/worker.ts';
import { familyLearner, type TeachingPair } from './learn/household.ts';
import { lastStatistics, newestModel, saveStatistics, type Terms } from './model-store.ts';
import { candidateOf } from './retrieve.ts';

/** A larger index is sampled: shares of a million are shares of ten. */
const members_max = 1_000_000;
const contractPairs_max = 20_000;
const addressPairs_max = 10_000;
/** Members whose houses are compared: memory, not precision, asks for a limit. */
const housed_max = 200_000;
/** Persons in one house that are a household; more is a home or an institution. */
const household_max = 8;
/** Terms that are rarer are absent: their count says no more than that. */
const termCount_min = 3;
/** A given name that nobody bears is a slip of the hand, one that somebody bears a name: here the rare ones count. */
const givenCount_min = 1;
const terms_max = 60_000;
const readPairs_max = 1_000;

export const statisticsTask = 'match.statistics';
const kept_hours = 24;
const hour_ms = 3_600_000;
/** An index that grew or shrank by this share has other statistics. */
const growth_max = 0.1;

/** Counts again once a day, and when the index is another one than at the last count. */
export const statisticsTasks = (deps: { db: Db; clock: Clock }): Record<string, TaskHandler> => ({
  [statisticsTask]: async () => {
    const now = deps.clock.now();
    const last = await lastStatistics(deps.db);
    const isYoung = last !== undefined && now.getTime() - last.at.getTime() < kept_hours * hour_ms;
    if (!isYoung || hasChanged(last.persons, (await indexSize(deps.db)).members))
      await refreshStatistics(deps.db, now);
    return { again: new Date(now.getTime() + kept_hours * hour_ms) };
  },
});

const hasChanged = (before: number, now: number): boolean => Math.abs(now - before) > growth_max * before;

/** Has the statistics looked at: after a load, and when a worker starts. Does nothing when they are fine. */
export const reviewStatistics = (q: Queries, now: Date): Promise<void> =>
  addTask(q, statisticsTask, 'all', now);

export interface Refreshed {
  version: number;
  persons: number;
  pairs: { household: number; twin: number };
}

/** Counts names, places and years of the index and learns what its families look like; a new version of both. */
export async function refreshStatistics(db: Db, at: Date): Promise<Refreshed> {
  const { members } = await indexSize(db);
  const { parameters } = await newestModel(db);
  const counts = termCounts(youngSince(at, parameters.youngYears_max));
  const houses = houseGroups();
  let sampled = 0;
  await sampleMembers(db, { members, members_max }, (member) => {
    sampled++;
    counts.add(member);
    if (sampled <= housed_max) houses.add(member);
  });
  const contracts = await sampleContracts(db, { members, pairs_max: contractPairs_max });
  const learner = familyLearner(parameters, { all: counts.given });
  for await (const pair of pairsOf(db, contracts, 'contract')) learner.add(pair);
  for await (const pair of pairsOf(db, houses.pairs(), 'address')) learner.add(pair);
  const learned = learner.learned();
  const version = await saveStatistics(db, {
    persons: members,
    terms: counts.terms(sampled === 0 ? 1 : Math.max(1, members / sampled)),
    pairs: { household: learned.household, twin: learned.twin },
    at,
  });
  return { version, persons: members, pairs: learned.pairs };
}

type Member = SaidByPatient & { personId: number };

/** Who was born on this day or later is young. */
const youngSince = (at: Date, years_max: number): string => {
  const today = at.toISOString().slice(0, 10);
  return `${Number(today.slice(0, 4)) - years_max - 1}${today.slice(4)}`;
};

function termCounts(youngFrom: string) {
  const kinds = {
    given: new Map(),
    givenYoung: new Map(),
    family: new Map(),
    postal: new Map(),
    birthYear: new Map(),
  } as {
    [kind in keyof Terms]: Map<string, number>;
  };
  const count = (terms: Map<string, number>, values: readonly string[]) => {
    for (const value of new Set(values)) if (value !== '') terms.set(value, (terms.get(value) ?? 0) + 1);
  };
  return {
    given: kinds.given as ReadonlyMap<string, number>,
    add({ names, addresses, birthDate }: Member): void {
      const givens = names.map((name) => name.given[0] ?? '');
      count(kinds.given, givens);
      if (birthDate && birthDate > youngFrom) count(kinds.givenYoung, givens);
      count(
        kinds.family,
        names.map((name) => name.family),
      );
      count(
        kinds.postal,
        addresses.map((address) => address.postal),
      );
      count(kinds.birthYear, [birthDate?.slice(0, 4) ?? '']);
    },
    terms(scale: number): Terms {
      const most = (terms: Map<string, number>, count_min = termCount_min) =>
        Object.fromEntries(
          [...terms]
            .filter(([, n]) => n >= count_min)
            .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
            .slice(0, terms_max)
            .map(([term, n]) => [term, Math.round(n * scale)]),
        );
      return {
        given: most(kinds.given, givenCount_min),
        givenYoung: most(kinds.givenYoung, givenCount_min),
        family: most(kinds.family),
        postal: most(kinds.postal),
        birthYear: most(kinds.birthYear),
      };
    },
  };
}

/** Who lives at one address. */
function houseGroups() {
  const byHouse = new Map<string, number[]>();
  return {
    add({ addresses, personId }: Member): void {
      for (const { postal, line, use } of addresses) {
        if (postal === '' || line === '' || use !== 'current') continue;
        const house = `${postal} ${line}`;
        const group = byHouse.get(house);
        if (group === undefined) byHouse.set(house, [personId]);
        else if (!group.includes(personId)) group.push(personId);
      }
    },
    pairs(): [number, number][] {
      const pairs: [number, number][] = [];
      for (const group of byHouse.values()) {
        if (group.length > household_max) continue;
        group.forEach((one, i) => {
          for (const other of group.slice(i + 1)) pairs.push([one, other]);
        });
        if (pairs.length >= addressPairs_max) break;
      }
      return pairs;
    },
  };
}

/** Some pairs at a time: what the persons of all of them say would be hundreds of megabytes. */
async function* pairsOf(
  db: Db,
  ids: readonly [number, number][],
  by: TeachingPair['by'],
): AsyncGenerator<TeachingPair> {
  for (let i = 0; i < ids.length; i += readPairs_max) {
    const page = ids.slice(i, i + readPairs_max);
    const persons = await personsById(db, [...new Set(page.flat())]);
    const candidates = new Map(persons.map((person) => [person.personId, candidateOf(person)]));
    for (const [a, b] of page) {
      const one = candidates.get(a);
      const other = candidates.get(b);
      if (one && other) yield { one, other, by };
    }
  }
}
