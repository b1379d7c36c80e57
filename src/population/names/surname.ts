import type { Draws } from '../random.ts';
import { type Weighted, weighted } from '../weighted.ts';
import { commonSurnames, type Origin } from './common-surnames.ts';
import { hispanicMaking, type Making, makings } from './surname-parts.ts';

export interface Surname {
  family: string;
  origin: Origin;
}

/** Bearers of the listed names among 100,000 people; the rest bear a rare name. */
const bearers_per = 100_000;
/** Members of payers, compared with everybody: Hispanic and Asian names are more frequent (generator spec, section 6). */
const boost: Record<Origin, number> = {
  general: 1,
  irish: 1,
  arabic: 1,
  hispanic: 1.45,
  vietnamese: 1.55,
  chinese: 1.55,
  korean: 1.55,
  indian: 1.55,
  filipino: 1.55,
};
/** Share of rare surnames that are Spanish. */
const rareHispanic_share = 0.16;
/** Share of Spanish surnames that are rare. */
const rareHispanicOfAll_share = 0.3;
/** The higher, the more the rare names differ in how rare they are. */
const rareSkew_power = 1.7;

const listed: (readonly [Surname, number])[] = commonSurnames.flatMap(([origin, text]) =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .map((entry) => {
      const [family, bearers] = entry.split(':');
      return [{ family: family!, origin }, Number(bearers) * boost[origin]] as const;
    }),
);
const listedBearers = listed.reduce((sum, [, weight]) => sum + weight, 0);

const common: Weighted<Surname> = weighted(listed);
const rareShare = Math.max(0, 1 - listedBearers / bearers_per);
const frequencies = new Map<string, number>();
for (const [{ family }, weight] of listed)
  frequencies.set(family, (frequencies.get(family) ?? 0) + weight / Math.max(bearers_per, listedBearers));

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const made = (making: Making) => ({ stems: words(making.stems), ends: words(making.ends) });
const rare = weighted(makings.map((making) => [made(making), making.share] as const));
const rareHispanic = made(hispanicMaking);

/** A surname as frequent as it is among members. */
export function drawSurname(draws: Draws): Surname {
  if (!draws.chance(rareShare)) return common.draw(draws);
  if (draws.chance(rareHispanic_share)) return { family: make(rareHispanic, draws), origin: 'hispanic' };
  return { family: make(rare.draw(draws), draws), origin: 'general' };
}

const byOrigin = new Map<Origin, Weighted<Surname>>();
for (const origin of new Set(listed.map(([{ origin }]) => origin)))
  byOrigin.set(origin, weighted(listed.filter(([surname]) => surname.origin === origin)));

/** A surname of this origin: people marry within it more often than chance would have it. */
export function drawSurnameOf(draws: Draws, origin: Origin): Surname {
  const general = origin === 'general' || origin === 'irish';
  if (general || (origin === 'hispanic' && draws.chance(rareHispanicOfAll_share))) {
    return general ? drawSurname(draws) : { family: make(rareHispanic, draws), origin };
  }
  return byOrigin.get(origin)!.draw(draws);
}

/** Share of people who bear this name, 0 for the rare ones. */
export const surnameFrequency = (family: string): number => frequencies.get(family) ?? 0;

function make({ stems, ends }: { stems: string[]; ends: string[] }, draws: Draws): string {
  const names = stems.length * ends.length;
  const at = Math.floor(names * draws.next() ** rareSkew_power);
  // Neighbours in rank get unrelated parts: a step that has no factor in common with the number of names.
  const scattered = (at * step(names)) % names;
  const stem = stems[scattered % stems.length]!;
  const end = ends[Math.floor(scattered / stems.length)]!;
  return joined(stem, end);
}

function step(names: number): number {
  let candidate = Math.floor(names * 0.618) | 1;
  while (commonFactor(candidate, names) !== 1) candidate += 2;
  return candidate;
}

const commonFactor = (a: number, b: number): number => (b === 0 ? a : commonFactor(b, a % b));

/** "Hall" and "ley" make "Halley": no letter three times. */
function joined(stem: string, end: string): string {
  const text = stem + end;
  return text.replace(/([a-z])\1\1+/gi, '$1$1');
}
