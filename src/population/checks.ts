import type { MemberRecord } from './record.ts';

/** The ranges within which a population is believable (generator spec, section 6). */
export const checkRanges = {
  sharedGiven: [0.0015, 0.0022],
  sharedFamily: [0.0004, 0.0008],
  sharedBirthDate: [3e-5, 5e-5],
  sharedSsn4: [0.9e-4, 1.1e-4],
  twinBirths: [0.02, 0.04],
} as const;
export type CheckName = keyof typeof checkRanges;

export interface Check {
  value: number;
  min: number;
  max: number;
  holds: boolean;
}

/** Persons that are counted; more would only cost memory. */
const sample_max = 50_000;

/** Measures a population as it goes by. */
export interface Measure {
  take(record: MemberRecord): void;
  checks(): { persons: number } & Record<CheckName, Check>;
}

export function measure(): Measure {
  const given = new Map<string, number>();
  const family = new Map<string, number>();
  const birthDates = new Map<string, number>();
  const ssn4 = new Map<string, number>();
  let persons = 0;
  let children = 0;
  let laterTwins = 0;
  return {
    take({ person, duplicate }) {
      if (duplicate || persons >= sample_max) return;
      persons++;
      count(given, person.given);
      count(family, person.family);
      count(birthDates, person.birthDate);
      count(ssn4, person.ssn4);
      if (person.role !== 'child') return;
      children++;
      // Births of twins among births: the second of the two is counted.
      if (person.twinOf !== '' && person.slot > Number(person.twinOf.split('-')[1])) laterTwins++;
    },
    checks: () => ({
      persons,
      sharedGiven: check('sharedGiven', sharing(given, persons)),
      sharedFamily: check('sharedFamily', sharing(family, persons)),
      sharedBirthDate: check('sharedBirthDate', sharing(birthDates, persons)),
      sharedSsn4: check('sharedSsn4', sharing(ssn4, persons)),
      twinBirths: check('twinBirths', children === 0 ? 0 : laterTwins / children),
    }),
  };
}

const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** Probability that two persons taken at random have the same value. */
function sharing(counts: Map<string, number>, persons: number): number {
  let pairs = 0;
  for (const n of counts.values()) pairs += n * (n - 1);
  return persons < 2 ? 0 : pairs / (persons * (persons - 1));
}

function check(name: CheckName, value: number): Check {
  const [min, max] = checkRanges[name];
  return { value, min, max, holds: value >= min && value <= max };
}
