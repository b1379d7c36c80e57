/** Protects the figures that are believed: a wrong answer is counted as wrong, in totals, tier and stratum, on the product's own path. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { coverageOf, forgetPeople, type Person, patientOf } from '../../test/env/members.ts';
import { systemRandom } from '../clock/random.ts';
import { sql } from '../db/sql.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { wilson95 } from '../member-match/learn/wilson.ts';
import { evaluate } from './evaluate.ts';
import { quantile } from './tally.ts';
import { cellsOf } from './truth.ts';

let own: TestDatabase;
let dir: string;
beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'throughline-evaluate-'));
});
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});
beforeEach(() => forgetPeople(own.db));

const ada: Person = {
  id: 'ada',
  family: 'Whitcombe',
  given: ['Ada'],
  birthDate: '1970-05-05',
  gender: 'female',
  line: '9 Elm Street',
  memberId: 'XKD123456701',
};
const nils: Person = {
  ...ada,
  id: 'nils',
  family: 'Berg',
  given: ['Nils'],
  birthDate: '1982-11-23',
  line: '12 Oak Road',
  gender: 'male',
  memberId: 'XKD765432101',
};
const outsider: Person = {
  ...ada,
  id: 'out',
  family: 'Quill',
  given: ['Otto'],
  birthDate: '1951-02-03',
  gender: 'male',
  line: '1 Far Road',
  memberId: 'ZZZ999999901',
};

const memberLine = (person: Person): JsonObject => ({
  id: person.id,
  patient: { ...patientOf(person), id: 'any' },
  // Two coverages that list the same number.
  coverages: [coverageOf(person), coverageOf(person)],
});
const queryLine = (id: string, person: Person): JsonObject => ({
  resourceType: 'Parameters',
  id,
  parameter: [
    { name: 'MemberPatient', resource: patientOf({ ...person, id: '1' }) },
    { name: 'CoverageToMatch', resource: coverageOf({ ...person, id: '1' }) },
  ],
});
const ndjson = (lines: readonly JsonObject[]) => `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;

async function run(queries: readonly JsonObject[], truth: string) {
  const file = (name: string) => join(dir, name);
  await writeFile(file('members.ndjson.gz'), gzipSync(ndjson([memberLine(ada), memberLine(nils)])));
  await writeFile(file('queries.ndjson'), ndjson(queries));
  await writeFile(file('truth.csv'), truth);
  const result = await evaluate(
    own.db,
    { clock: { now: () => new Date('2026-06-30T12:00:00Z') }, random: systemRandom },
    {
      members: file('members.ndjson.gz'),
      queries: file('queries.ndjson'),
      truth: file('truth.csv'),
      decisions: file('decisions.csv'),
      progress: () => {},
    },
  );
  const decisions = (await readFile(file('decisions.csv'), 'utf8')).trim().split('\n').map(cellsOf);
  return { result, decisions };
}

test('right answers and right refusals are no fault; decisions come in the order of the queries', async () => {
  const { result, decisions } = await run(
    [queryLine('q1', nils), queryLine('q2', outsider), queryLine('q3', ada)],
    'query_id,expect,reason,member_ids,trap_member_ids,stratum,tier\n' +
      'q1,MATCH,,nils|other,,plain,A\nq2,REFUSE,NO_MATCH,,ada,n_out,N\nq3,MATCH,,ada,,plain,A\n',
  );
  expect(result).toMatchObject({
    members: 2,
    queries: 3,
    answered: 2,
    correct: 2,
    wrong: 0,
    wrongPerMillion: 0,
    precision: 1,
    positives: 2,
    recall: 1,
    mustRefuse: 1,
    wrongOnMustRefuse: 0,
    falsePositiveRate: 0,
    reasonAccuracy: 1,
    tiers: { A: { n: 2, recall: 1, wrong: 0 }, N: { n: 1, recall: null, wrong: 0 } },
    strata: [
      { stratum: 'n_out', n: 1, correct: 0, wrong: 0, review: 0, refused: 1 },
      { stratum: 'plain', n: 2, correct: 2, wrong: 0, review: 0, refused: 0 },
    ],
    candidates: { trueRecordRate: 1 },
  });
  expect(decisions[0]).toEqual(['query_id', 'decision', 'member_id', 'score', 'reason', 'ms']);
  expect(decisions.slice(1).map((cells) => cells.slice(0, 3))).toEqual([
    ['q1', 'matched', 'nils'],
    ['q2', 'no-match', ''],
    ['q3', 'matched', 'ada'],
  ]);
});

test('a wrong person and an answer where none may be given are wrong', async () => {
  const { result } = await run(
    [queryLine('q1', ada), queryLine('q2', nils)],
    // Other columns, in another order.
    'tier,stratum,new_column,member_ids,expect,reason,query_id\nA,swapped,x,nils,MATCH,,q1\nN,trap,x,,REFUSE,CONFLICT,q2\n',
  );
  expect(result).toMatchObject({
    answered: 2,
    correct: 0,
    wrong: 2,
    wrongPerMillion: 1_000_000,
    precision: 0,
    recall: 0,
    mustRefuse: 1,
    wrongOnMustRefuse: 1,
    falsePositiveRate: 1,
    tiers: { A: { wrong: 1, recall: 0 }, N: { wrong: 1 } },
    strata: [
      { stratum: 'swapped', wrong: 1 },
      { stratum: 'trap', wrong: 1 },
    ],
    candidates: { trueRecordRate: 0 },
  });
});

test('the payer is whom most coverages name: a coverage of another is not ours', async () => {
  const foreign = queryLine('q1', ada);
  const [, card] = foreign.parameter as JsonObject[];
  card!.resource = coverageOf(ada, 'c', '1234567893');
  const { result } = await run([foreign], 'query_id,expect,reason,member_ids\nq1,REFUSE,NO_MATCH,\n');
  expect(result).toMatchObject({ answered: 0, reasonAccuracy: 1 });
});

test.each([
  ['a query without truth', [queryLine('q9', ada)], 'query_id,expect\nq1,REFUSE\n', 'no truth for query q9'],
  ['a truth without its columns', [queryLine('q1', ada)], 'id,expect\nq1,REFUSE\n', 'no column query_id'],
])('%s ends the run, and says why', async (_what, queries, truth, message) => {
  await expect(run(queries, truth)).rejects.toThrow(message);
});

test('the statistics of the index are refreshed before the first query', async () => {
  await run([queryLine('q1', ada)], 'query_id,expect,member_ids\nq1,MATCH,ada\n');
  expect(await own.db.one(sql`select persons from match_statistics order by version desc limit 1`)).toEqual({
    persons: 2,
  });
});

describe('figures', () => {
  test("Wilson's interval", () => {
    expect(wilson95(0, 60_000)[0]).toBe(0);
    expect(wilson95(0, 60_000)[1] * 1e6).toBeCloseTo(64, 0);
    expect(wilson95(2, 60_000).map((share) => Math.round(share * 1e7) / 10)).toEqual([9.1, 121.5]);
    expect(wilson95(0, 0)).toEqual([0, 1]);
  });

  test('quantiles, and cells of CSV', () => {
    expect([0.5, 0.95, 1].map((at) => quantile([3, 1, 2, 4], at))).toEqual([2, 4, 4]);
    expect(quantile([], 0.5)).toBe(0);
    expect(cellsOf('a,"b,""c""",,d')).toEqual(['a', 'b,"c"', '', 'd']);
  });
});
