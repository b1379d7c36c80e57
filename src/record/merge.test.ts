// Whatever comes in, in whatever batches: one row per ref, the last line of it, under the right person; and every line is
// counted once.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { raw, sql } from '../db/sql.ts';
import { type MergeOptions, type MergeResult, openMerge } from './merge.ts';
import type { RecordRow } from './record-row.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
beforeEach(() => own.db.run(raw('truncate resource, resource_deleted')));
afterAll(() => own.drop());

const at = (day: number) => new Date(Date.UTC(2026, 0, day));

function record(ref: string, fields: { person?: number; content?: string; origin?: number } = {}): RecordRow {
  const content = fields.content ?? 'a';
  const text = Buffer.from(`{"content":"${content}"}`);
  return {
    personId: fields.person ?? 1,
    ref,
    type: ref.split('/')[0]!,
    origin: fields.origin ?? 7,
    originRef: null,
    serviceStart: '2025-01-31',
    serviceEnd: 'infinity',
    reach: null,
    paChanged: null,
    paUntil: null,
    paDocument: false,
    withheld: null,
    labels: 0,
    ruleSet: 1,
    refs: [`Encounter/${content}`],
    hash: createHash('sha256').update(text).digest(),
    text,
    source: null,
  };
}

function merge(rows: RecordRow[], options: Partial<MergeOptions> = {}): Promise<MergeResult> {
  return own.db.tx(async (tx) => {
    const open = openMerge(tx, { lastUpdated: at(1), ...options });
    let line = 0;
    for (const row of rows) await open.add(row, { file: 1, line: ++line });
    return open.finish();
  });
}

const stored = () =>
  own.db.query<{ ref: string; person: number; text: string; updated: Date }>(
    sql`select ref, person_id as person, text, last_updated as updated from resource order by ref`,
  );
const tombstones = () =>
  own.db.query(
    sql`select ref, person_id as person, deleted_at as at from resource_deleted order by ref, person_id`,
  );

test('a first merge inserts every column, a second one of the same finds all unchanged', async () => {
  const rows = [record('Observation/1'), record('Encounter/1', { person: 0 })];
  expect((await merge(rows)).counts).toMatchObject({ stored: 2, inserted: 2, duplicate: 0 });
  expect((await merge(rows, { lastUpdated: at(2) })).counts).toMatchObject({
    stored: 0,
    duplicate: 2,
    unchanged: 2,
  });
  expect(
    await own.db.query(sql`
      select person_id, ref, type, origin, origin_ref, last_updated, service_start, service_end, pa_document, labels,
        string_to_array(refs, ' ') as refs, text, source from resource where person_id = 1`),
  ).toEqual([
    {
      person_id: 1,
      ref: 'Observation/1',
      type: 'Observation',
      origin: 7,
      origin_ref: null,
      last_updated: at(1),
      service_start: '2025-01-31',
      service_end: 'infinity',
      pa_document: false,
      labels: 0,
      refs: ['Encounter/a'],
      text: '{"content":"a"}',
      source: null,
    },
  ]);
});

test('new content replaces and moves last_updated; the rest keeps its own', async () => {
  await merge([record('Observation/1'), record('Observation/2')]);
  const { counts } = await merge([record('Observation/1'), record('Observation/2', { content: 'b' })], {
    lastUpdated: at(2),
  });
  expect(counts).toMatchObject({ stored: 1, replaced: 1, unchanged: 1 });
  expect(await stored()).toEqual([
    { ref: 'Observation/1', person: 1, text: '{"content":"a"}', updated: at(1) },
    { ref: 'Observation/2', person: 1, text: '{"content":"b"}', updated: at(2) },
  ]);
});

test('of two lines with one ref the last wins and the other is the duplicate', async () => {
  const { counts, tallies } = await merge([
    record('Observation/1', { content: 'old' }),
    record('Observation/1', { content: 'new' }),
  ]);
  expect(counts).toMatchObject({ stored: 1, duplicate: 1 });
  expect(tallies).toEqual([
    { file: 1, personId: 1, type: 'Observation', stored: 1, duplicate: 1, refused: 0 },
  ]);
  expect((await stored())[0]?.text).toBe('{"content":"new"}');
});

test('a record that moved leaves its former person, with a tombstone that its return takes away', async () => {
  await merge([record('Observation/1', { person: 1 })]);
  expect(
    (await merge([record('Observation/1', { person: 2 })], { lastUpdated: at(2) })).counts,
  ).toMatchObject({
    stored: 1,
    moved: 1,
  });
  expect((await stored()).map((r) => r.person)).toEqual([2]);
  expect(await tombstones()).toEqual([{ ref: 'Observation/1', person: 1, at: at(2) }]);
  await merge([record('Observation/1', { person: 1 })], { lastUpdated: at(3) });
  expect((await stored()).map((r) => r.person)).toEqual([1]);
  expect(await tombstones()).toEqual([{ ref: 'Observation/1', person: 2, at: at(3) }]);
});

test('a record of a person outside movableFrom stays where it is, and the row comes back', async () => {
  await merge([record('Observation/1', { person: 1 })]);
  const refused: [string, number][] = [];
  const { counts } = await merge(
    [record('Observation/1', { person: 2 }), record('Observation/2', { person: 2 })],
    {
      movableFrom: new Set([0, 2]),
      refused: (row, { line }) => refused.push([row.ref, line]),
    },
  );
  expect(counts).toMatchObject({ stored: 1, refused: 1 });
  expect(refused).toEqual([['Observation/1', 1]]);
  expect((await stored()).map((r) => [r.ref, r.person])).toEqual([
    ['Observation/1', 1],
    ['Observation/2', 2],
  ]);
});

test('nobody overwrites the record of another origin', async () => {
  await merge([record('Observation/1', { origin: 0 })]);
  await expect(merge([record('Observation/1', { origin: 7, content: 'b' })])).rejects.toThrow(
    'another source',
  );
  expect((await stored())[0]?.text).toBe('{"content":"a"}');
});

test('a merge whose caller fails leaves nothing, even while batches are on their way', async () => {
  const failed = own.db.tx(async (tx) => {
    const open = openMerge(tx, { lastUpdated: at(1) });
    for (let i = 0; i < 9_000; i++) await open.add(record(`Observation/${i}`), { file: 1, line: i });
    throw new Error('the caller failed');
  });
  await expect(failed).rejects.toThrow('the caller failed');
  expect(await own.db.one(sql`select count(*) as n from resource`)).toEqual({ n: 0 });
});

test('across batches the last line still wins, and stored counts what is there', async () => {
  const rows = [
    ...Array.from({ length: 5_000 }, (_, i) => record(`Observation/${i}`)),
    ...Array.from({ length: 5_000 }, (_, i) =>
      record(`Observation/${i + 2_500}`, { content: 'b', person: 1 + (i % 2) }),
    ),
  ];
  const { counts, tallies } = await merge(rows);
  expect(counts).toMatchObject({ stored: 7_500, duplicate: 2_500 });
  const rowsOf = await own.db.query<{ person: number; n: number }>(
    sql`select person_id as person, count(*) as n from resource group by 1 order by 1`,
  );
  expect(tallies.map((t) => [t.personId, t.stored])).toEqual(rowsOf.map((r) => [r.person, r.n]));
  expect(await own.db.one(sql`select count(*) as n from resource where text like '%b%'`)).toEqual({
    n: 5_000,
  });
});

test('property: any sequence of merges ends with the last word on each ref, and the counts add up', async () => {
  const line = fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    person: fc.integer({ min: 0, max: 2 }),
    content: fc.constantFrom('a', 'b', 'c'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(line, { maxLength: 8 }), { maxLength: 4 }), async (merges) => {
      await own.db.run(raw('truncate resource, resource_deleted'));
      const model = new Map<string, { person: number; content: string }>();
      for (const lines of merges) {
        const { counts, tallies } = await merge(lines.map((l) => record(`Observation/${l.id}`, l)));
        expect(counts.stored + counts.duplicate).toBe(lines.length);
        expect(tallies.reduce((n, t) => n + t.stored + t.duplicate, 0)).toBe(lines.length);
        for (const l of lines) model.set(`Observation/${l.id}`, { person: l.person, content: l.content });
      }
      const expected = [...model].map(([ref, { person, content }]) => [
        ref,
        person,
        `{"content":"${content}"}`,
      ]);
      expect((await stored()).map((r) => [r.ref, r.person, r.text])).toEqual(expected.sort());
      const dead = await own.db.query(
        sql`select 1 from resource_deleted d join resource r using (ref, person_id)`,
      );
      expect(dead).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
