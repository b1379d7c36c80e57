/** The sample people for tests: named, each there for a reason (`src/demo/people/cast.ts`). */
import { singleParameters } from '../../src/demo/people/cohort.ts';
import { lineOf, type Resource } from '../../src/demo/people/resource.ts';
import { type SampleOptions, sampleCohort, sampleRecords } from '../../src/demo/people/sample.ts';

/** Whom the sample cohort asks for, by what makes each of them special. The values are the cohort's ids. */
export const enquiries = {
  john: 'uc3001',
  twin: 'uc3002',
  renamed: 'uc3003',
  twoCoverages: 'uc3004',
  senior: 'uc3005',
  stranger: 'uc3006',
  ambiguous: 'uc3007',
  consentExpired: 'uc3008',
  consentRegular: 'uc3009',
  consentForAnotherPayer: 'uc3010',
} as const;

export type Who = keyof typeof enquiries;

/** Parameters of one member, for `parseCohort` or `$member-match`. */
export function parametersOf(who: Who, asOf: Date): object {
  return singleParameters(sampleCohort(asOf).find((enquiry) => enquiry.id === enquiries[who])!);
}

/** A cohort file of some of them: NDJSON. */
export const cohortOf = (who: readonly Who[], asOf: Date): Buffer =>
  Buffer.from(who.map((name) => JSON.stringify(parametersOf(name, asOf))).join('\n'));

/** What the responding payer holds, as resources to change and load again. */
export const recordsOf = (options: SampleOptions): Resource[] => [...sampleRecords(options)];

/** Resources as the NDJSON of an extract. */
export const ndjsonOf = (resources: readonly Resource[]): string =>
  resources.map((r) => `${lineOf(r)}\n`).join('');
