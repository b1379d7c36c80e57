// Labels of what is held: right whatever the order, kept when received, compared before a new rule set holds
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { testTransfer } from '../../test/env/transfer.ts';
import { type HandClock, handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { giveOverride, liftOverride, secondOverride } from '../consent/overrides.ts';
import { raw, sql } from '../db/sql.ts';
import { openIncidents } from '../evidence/incidents.ts';
import { load } from '../load/load.ts';
import { keysOf, label } from '../sensitivity/bits.ts';
import { closeLabels } from './close.ts';
import { explainLabels } from './explain.ts';
import { installLists } from './install.ts';
import { openLabelling, shippedLists } from './labelling.ts';
import { activate, propose } from './relabel.ts';
import { reportLabels } from './report.ts';
import { readSources } from './sources.ts';
import { insertSources, requiredGeneration } from './store.ts';

let own: TestDatabase;
let dir: string;
let clock: HandClock;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tl-labels-'));
  clock = handClock('2026-06-30T12:00:00Z');
  await own.db.run(
    raw(
      `truncate resource, resource_deleted, unresolved_reference, person, member, member_key, coverage, label_rule_set,
        label_reason, label_received, label_incident, program_source, partner, bulk_job cascade`,
    ),
  );
});
afterEach(() => rm(dir, { recursive: true }));

const john = { reference: 'Patient/john' };
const patient = {
  resourceType: 'Patient',
  id: 'john',
  name: [{ family: 'Lindqvist' }],
  birthDate: '1980-02-29',
};
const code = (value: string) => ({ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: value }] });
const condition = (id: string, value: string, more: object = {}) => ({
  resourceType: 'Condition',
  id,
  code: code(value),
  subject: john,
  ...more,
});
const observation = (id: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'glucose' },
  subject: john,
  ...more,
});
const encounter = {
  resourceType: 'Encounter',
  id: 'e',
  status: 'finished',
  class: { code: 'AMB' },
  subject: john,
};
const inEncounter = { encounter: { reference: 'Encounter/e' } };
const story = [
  patient,
  encounter,
  condition('sud', 'F11.20', inEncounter),
  observation('plain', inEncounter),
  observation('value', { valueCodeableConcept: code('f1120') }),
  {
    resourceType: 'DiagnosticReport',
    id: 'report',
    status: 'final',
    code: { text: 'report' },
    subject: john,
    result: [{ reference: 'Observation/value' }],
  },
  condition('cold', 'J00'),
];

async function put(records: readonly object[], folders?: readonly string[]): Promise<void> {
  const file = join(dir, 'in.ndjson');
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  clock.advance(60);
  const labelling = folders && (() => openLabelling(own.db, clock, folders));
  const summary = await load(
    { db: own.db, clock, random: systemRandom, ...(labelling && { labelling }) },
    [file],
    { rejectFile: join(dir, 'rejects.ndjson'), tempDir: dir },
  );
  expect(summary.rejected).toBe(0);
}

async function labels(): Promise<Record<string, string[]>> {
  const rows = await own.db.query<{ ref: string; labels: number }>(
    sql`select ref, labels from resource where labels <> 0 order by ref`,
  );
  return Object.fromEntries(rows.map((row) => [row.ref, keysOf(row.labels)]));
}
const expected = {
  'Condition/sud': ['SUD'],
  'DiagnosticReport/report': ['SUD'],
  'Encounter/e': ['SUD'],
  'Observation/value': ['SUD'],
};

describe('labels of what is loaded', () => {
  test('each record by itself and through what belongs together, with its reasons', async () => {
    await put(story);
    expect(await labels()).toEqual(expected);
    const open = () => openLabelling(own.db, clock);
    const [report] = await explainLabels(own.db, open, 'DiagnosticReport/report');
    expect(report).toMatchObject({
      labels: ['SUD'],
      reasons: [{ labels: ['SUD'], source: 'closure', rule: 'K4', path: 'Observation/value' }],
    });
    const [value] = await explainLabels(own.db, open, 'Observation/value');
    expect(value!.reasons[0]).toMatchObject({ source: 'code', path: 'valueCodeableConcept.coding[0]' });
    expect(JSON.stringify([report, value])).not.toMatch(/Lindqvist|glucose/);
    expect(await explainLabels(own.db, open, 'Condition/none')).toEqual([]);
    expect(await reportLabels(own.db)).toMatchObject({
      records: 7,
      unclassified: 0,
      labels: [{ label: 'SUD', records: 4 }],
    });
  });

  test('invariant 11: the same, in whatever order and in how many loads it comes, and when it comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(story.slice(1), { minLength: story.length - 1 }),
        fc.integer({ min: 1, max: 5 }),
        async (order, cut) => {
          await own.db.run(
            raw(
              'truncate resource, resource_deleted, unresolved_reference, person, member, label_reason cascade',
            ),
          );
          await put([patient, ...order.slice(0, cut)]);
          await put(order.slice(cut));
          expect(await labels()).toEqual(expected);
          await put(order);
          expect(await labels()).toEqual(expected);
        },
      ),
      { numRuns: 8 },
    );
  });

  test('a corrected record takes its labels away again, from itself and from others', async () => {
    await put(story);
    await put([condition('sud', 'J00', inEncounter), observation('value')]);
    expect(await labels()).toEqual({});
  });

  test('a Part 2 record is one by its source, never by its code', async () => {
    const sources = readSources(
      'npi,reference,kind,from,to,evidence\n,Organization/clinic,otp,2020-01-01,,contract 7\n',
    );
    await insertSources(own.db, sources, clock.now());
    const performer = [{ reference: 'Organization/clinic' }];
    await put([
      patient,
      { resourceType: 'Organization', id: 'clinic', name: 'A clinic' },
      condition('sud', 'F11.20'),
    ]);
    await put([observation('there', { performer, effectiveDateTime: '2026-01-01' })]);
    await put([observation('before', { performer, effectiveDateTime: '2019-01-01' })]);
    expect(await labels()).toEqual({ 'Condition/sud': ['SUD'], 'Observation/there': ['SUD', 'PART2'] });
  });

  test.each([
    ['1,,otp,,,x', 'ten digits'],
    [',Patient/1,otp,,,x', 'a reference is'],
    [',,otp,,,x', 'an NPI or a reference'],
    ['1234567893,,clinic,,,x', 'kind is'],
    ['1234567893,,otp,2020,,x', 'a day is'],
    ['1234567893,,otp,,,', 'the evidence'],
  ])('a list of programmes with the row %s is refused whole', (row, why) => {
    expect(() => readSources(`npi,reference,kind,from,to,evidence\n${row}\n`)).toThrow(why);
  });
});

describe('what people say of labels', () => {
  const say = async (given: Partial<Parameters<typeof giveOverride>[2]>, second = false) => {
    const { id: personId } = await own.db.one<{ id: number }>(sql`select id from person`);
    return own.db.tx(async (tx) => {
      const id = await giveOverride(
        tx,
        { random: systemRandom },
        {
          personId,
          scope: 'resource',
          value: 'Condition/cold',
          effect: 'add',
          labels: label.SDV,
          by: 'operator:ann',
          role: 'officer',
          reason: 'safety',
          validFrom: null,
          validTo: null,
          ...given,
        },
        clock.now(),
      );
      if (second) await secondOverride(tx, { id, by: 'operator:bob', at: clock.now() });
      await closeLabels(tx, personId, await openLabelling(own.db, clock));
      return { id, personId };
    });
  };
  const heldBack = async () =>
    (
      await own.db.query<{ ref: string }>(
        sql`select ref from resource where labels & ${label.HOLD} <> 0 order by ref`,
      )
    ).map(({ ref }) => ref);

  test('a member adds alone, and it is the member’s own wish; taken back, it is gone', async () => {
    await put(story);
    const { id, personId } = await say({ by: 'member:1', role: 'member', reason: 'member-wish' });
    expect((await labels())['Condition/cold']).toEqual(['SDV', 'OWN']);
    await put([observation('later')]);
    expect((await labels())['Condition/cold']).toEqual(['SDV', 'OWN']);
    await own.db.tx(async (tx) => {
      await liftOverride(tx, { id, by: 'member:1', at: clock.now() });
      await closeLabels(tx, personId, await openLabelling(own.db, clock));
    });
    expect(await labels()).toEqual(expected);
  });

  test('a hold keeps records, by code, visit and days of service; it is no label of a class', async () => {
    await put(story);
    await say({ effect: 'hold', labels: 0, scope: 'code', value: 'http://hl7.org/fhir/sid/icd-10|J00' });
    await say({ effect: 'hold', labels: 0, scope: 'encounter', value: 'Encounter/e' });
    expect(await heldBack()).toEqual(['Condition/cold', 'Condition/sud', 'Encounter/e', 'Observation/plain']);
    expect(await labels()).toMatchObject(expected);
  });

  test('a removal needs two officers, reaches what followed from it, and never takes PART2', async () => {
    await put(story);
    const wrong = {
      effect: 'remove',
      labels: label.SUD,
      value: 'Observation/value',
      reason: 'wrong-label',
    } as const;
    await expect(say({ ...wrong, labels: label.SUD | label.PART2 })).rejects.toThrow('Part 2');
    await say(wrong);
    expect(await labels()).toEqual(expected);
    await say(wrong, true);
    expect(await labels()).toEqual({ 'Condition/sud': ['SUD'], 'Encounter/e': ['SUD'] });
    await say({ ...wrong, value: 'Condition/sud', validTo: '2026-12-31' }, true);
    expect(await labels()).toEqual({ 'Condition/sud': ['SUD'], 'Encounter/e': ['SUD'] });
  });
});

describe('labels of what is received', () => {
  test('are added and never taken away, whatever the next version says', async () => {
    const transfer = await testTransfer(own.db, { john: 1 });
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: '42CFRPart2' }];
    await transfer.ingest('Observation', [{ ...observation('a'), meta: { security } }, observation('b')]);
    const before = Object.values(await labels());
    expect(before).toEqual([['PART2']]);
    await transfer.ingest('Observation', [{ ...observation('a'), note: [{ text: 'corrected' }] }]);
    expect(Object.values(await labels())).toEqual(before);
  });

  test('reach across the files of a transfer', async () => {
    const transfer = await testTransfer(own.db, { john: 1 });
    await transfer.ingest('DiagnosticReport', [story[5]!]);
    expect(await labels()).toEqual({});
    await transfer.ingest('Observation', [story[4]!]);
    expect(Object.values(await labels())).toEqual([['SUD'], ['SUD']]);
  });
});

describe('a new rule set', () => {
  const ours = 'our-list.csv';
  const listOf = (rows: string[]) =>
    [
      '# list: ours',
      '# version: 1',
      '# source: a test',
      '# licence: ours',
      '# confidence: high',
      'system,code,match,bit,from,to,confidence',
      ...rows,
      '',
    ].join('\n');
  const config = () => ({ dataDir: dir });
  const install = async (rows: string[]) => {
    await writeFile(join(dir, ours), listOf(rows));
    return installLists({ config: config(), db: own.db, clock }, [join(dir, ours)]);
  };
  const both = () => openLabelling(own.db, clock, [shippedLists, join(dir, 'sensitivity')]);

  test('counts beside the old one until it is activated; A, B, A is A again', async () => {
    await put(story);
    const { generation } = await openLabelling(own.db, clock);
    await install(['icd10,J00,exact,MH']);
    expect(await labels()).toEqual(expected);
    const proposal = await propose({ db: own.db }, await both());
    expect(proposal).toMatchObject({ records: 1, classes: [{ label: 'MH', gained: 1, lost: 0 }] });
    expect(await labels()).toEqual(expected);
    expect(await reportLabels(own.db)).toMatchObject({ proposed: 1 });
    expect(await requiredGeneration(own.db)).toBe(generation);
    const done = await activate({ db: own.db, clock }, await both(), openIncidents);
    expect(done).toMatchObject({ changed: 1, incidents: 0 });
    expect(await labels()).toEqual({ ...expected, 'Condition/cold': ['MH'] });
    expect(await requiredGeneration(own.db)).toBe((await both()).generation);

    const first = await openLabelling(own.db, clock).catch((error: Error) => error.message);
    expect(first).toMatch(/list ours has 0 rules/);
    await own.db.run(sql`update label_rule_set set sizes = '{}'`);
    const again = await openLabelling(own.db, clock);
    await propose({ db: own.db }, again);
    await activate({ db: own.db, clock }, again, openIncidents);
    expect(await labels()).toEqual(expected);
  });

  test('a class that is found after the record left is an incident, once', async () => {
    await put(story);
    await own.db.run(sql`
      insert into bulk_job (id, kind, client_id, state, request_url, created_at, notices)
      values ('00000000-0000-4000-8000-000000000001', 'export', 'new-payer', 'completed', '', now(), '[]')`);
    await own.db.run(sql`
      insert into export_ledger (job_id, part, person_id, type, reason, count)
      select '00000000-0000-4000-8000-000000000001', 1, person_id, 'Condition', '', 2 from resource where ref = 'Condition/cold'`);
    await install(['icd10,J00,exact,MH']);
    for (const incidents of [1, 0]) {
      await propose({ db: own.db }, await both());
      expect(await activate({ db: own.db, clock }, await both(), openIncidents)).toMatchObject({ incidents });
      await own.db.run(sql`update resource set labels = 0 where ref = 'Condition/cold'`);
    }
    expect(await reportLabels(own.db)).toMatchObject({ incidents: 1 });
  });

  test('what no longer stays here is a change that the next export finds', async () => {
    await put(story);
    const held = await own.db.one<{ at: Date }>(
      sql`select last_updated as at from resource where ref = 'Condition/sud'`,
    );
    await own.db.run(sql`update resource set labels = ${label.SUD | label.SDV} where ref = 'Condition/cold'`);
    clock.advance(3600);
    const labelling = await openLabelling(own.db, clock);
    await propose({ db: own.db }, labelling);
    await activate({ db: own.db, clock }, labelling, openIncidents);
    const now = await own.db.one<{ at: Date; text: string }>(
      sql`select last_updated as at, text from resource where ref = 'Condition/cold'`,
    );
    expect(now.at.getTime()).toBeGreaterThan(held.at.getTime());
    expect(now.text).toContain(`"lastUpdated":"${now.at.toISOString()}"`);
  });

  test('that is broken, empty or shrunken changes nothing and stops the start', async () => {
    await put(story);
    await expect(install(['icd10,J00,exact,NOSUCH'])).rejects.toThrow();
    await writeFile(join(dir, 'no.txt'), 'x');
    await expect(
      installLists({ config: config(), db: own.db, clock }, [join(dir, 'no.txt')]),
    ).rejects.toThrow('no .csv file');
    const rows = (count: number) => Array.from({ length: count }, (_, n) => `icd10,Q${10 + n},exact,MH`);
    await install(rows(20));
    await expect(install(rows(17))).rejects.toThrow(/list ours has 17 rules and had 20/);
    expect((await both()).rules.size.ours).toBe(20);
    await install(rows(18));
    const folder = join(dir, 'lists');
    await cp(shippedLists, folder, { recursive: true, filter: (path) => !path.endsWith('.csv') });
    await expect(openLabelling(own.db, clock, [folder])).rejects.toThrow('no code at all');
    expect((await reportLabels(own.db)).ruleSets).toHaveLength(3);
  });
});
