import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Asked,
  clock,
  deps,
  filesOf,
  isTransmitter,
  linesOf,
  member,
  own,
  refsOf,
  start,
  work,
} from '../../test/env/export-run.ts';
import {
  insertGroup,
  insertPermission,
  insertPerson,
  insertRecords,
  otherPartner,
  partner,
} from '../../test/env/released-data.ts';
import { readJob } from '../bulk/job.ts';
import { sql } from '../db/sql.ts';
import { selectLedger } from './store.ts';

test('a member’s records leave, each in the file of its type, with who sent them', async () => {
  const personId = await member('p1');
  await insertRecords(own.db, [
    { personId, ref: 'Condition/c1', text: '{"resourceType":"Condition","id":"c1","n":1.50,"t":"é\\n"}' },
    { personId, ref: 'Observation/o1', serviceStart: '2025-01-01' },
  ]);
  await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
  const job = await start();
  await work();
  const lines = await linesOf(job);
  expect(refsOf(lines)).toEqual(['Condition/c1', 'Observation/o1', 'Patient/p1']);
  const provenance = lines.find(isTransmitter) as Record<string, never>;
  expect(provenance).toMatchObject({
    resourceType: 'Provenance',
    meta: { profile: ['http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/pdex-provenance'] },
    target: ['Patient/p1', 'Condition/c1', 'Observation/o1'].map((reference) => ({ reference })),
    // The newest change among what is sent, not the time of this export (pdex-07).
    recorded: '2026-01-01T00:00:00.000Z',
  });
  const again = await start();
  await work();
  expect((await linesOf(again)).find(isTransmitter)).toEqual(provenance);
  const condition = (await filesOf(job)).find((file) => file.type === 'Condition')!;
  expect(await text(await deps.blobs.read(condition.objectKey))).toBe(
    '{"resourceType":"Condition","id":"c1","n":1.50,"t":"é\\n"}\n',
  );
  expect((await readJob(own.db, job))?.transactionTime?.toISOString()).toBe('2026-06-30T11:59:59.999Z');
});

test('a member whose consent ended between match and export yields no data, and why is not told', async () => {
  const [kept, revoked, instructed] = [await member('p1'), await member('p2', false), await member('p3')];
  await insertPermission(own.db, revoked, partner, { start: '2025-01-01', end: '2026-06-01' });
  await own.db.run(
    sql`insert into instruction (person_id, recipient_npi, given_at) values (${instructed}, ${partner.npi}, ${clock.now()})`,
  );
  await insertRecords(own.db, [
    { personId: kept, ref: 'Condition/kept' },
    { personId: revoked, ref: 'Condition/secret' },
  ]);
  await insertGroup(own.db, 'g', [
    { personId: kept, patientId: 'p1' },
    { personId: revoked, patientId: 'p2' },
    { personId: instructed, patientId: 'p3' },
  ]);
  const job = await start();
  await work();
  expect(refsOf(await linesOf(job))).toEqual(['Condition/kept', 'Patient/p1']);
  const errors = await linesOf(job, 'error');
  expect(errors.map((line) => (line.issue as { details: { text: string } }[])[0]!.details.text)).toEqual([
    'No data is released for Patient/p2.',
    'No data is released for Patient/p3.',
  ]);
  expect(JSON.stringify(errors)).not.toMatch(/consent|revoked|instruct|expired/i);
  const ledger = await selectLedger(own.db, job);
  expect(ledger.filter((entry) => entry.personId !== kept)).toEqual(
    [revoked, instructed].map((personId) => ({ personId, type: 'Patient', reason: 'consent', count: 1 })),
  );
});

test('an empty Group exports nobody', async () => {
  const personId = await member('p1');
  await insertRecords(own.db, [{ personId, ref: 'Condition/c1' }]);
  await insertRecords(own.db, [{ personId: 0, ref: 'Organization/o' }]);
  await insertGroup(own.db, 'g', []);
  const job = await start();
  await work();
  expect(await filesOf(job)).toEqual([]);
});

test('on the Patient level a client gets whom it has matched, nobody else', async () => {
  const [mine, theirs] = [await member('p1'), await member('p2')];
  await insertPermission(own.db, theirs, otherPartner);
  await insertGroup(own.db, 'g', [{ personId: mine, patientId: 'p1' }]);
  await insertGroup(own.db, 'h', [{ personId: theirs, patientId: 'p2' }], otherPartner.clientId);
  const job = await start({ groupId: null });
  await work();
  expect(refsOf(await linesOf(job))).toEqual(['Patient/p1']);
});

test('patients that are no members are ignored, and told alike whether they exist or not', async () => {
  const personId = await member('p1');
  await member('p2');
  await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
  const job = await start({ patients: ['p1', 'p2', 'nobody'] });
  await work();
  expect(refsOf(await linesOf(job))).toEqual(['Patient/p1']);
  const errors = (await linesOf(job, 'error')).map((line) => JSON.stringify(line));
  expect(errors.map((line) => line.replace(/Patient\/\w+/, 'Patient/x'))).toEqual(
    Array(2).fill(errors[0]!.replace(/Patient\/\w+/, 'Patient/x')),
  );
});

describe('what may leave', () => {
  async function released(records: Parameters<typeof insertRecords>[1], asked: Asked = {}) {
    const personId = await member('p');
    await insertRecords(
      own.db,
      records.map((record) => ({ ...record, personId })),
    );
    await insertGroup(own.db, 'g', [{ personId, patientId: 'p' }]);
    const job = await start({ types: null, ...asked });
    await work();
    const ledger = (await selectLedger(own.db, job)).filter((entry) => entry.reason !== '');
    return {
      refs: refsOf(await linesOf(job)).filter((ref) => ref !== 'Patient/p'),
      withheld: ledger.map(({ type, reason, count }) => `${type} ${reason} ${count}`),
    };
  }
  const personId = 0; // set by `released`

  test('five years by date of service, to the day, and what a record inside refers to', async () => {
    const { refs, withheld } = await released([
      { personId, ref: 'Procedure/inside', serviceStart: '2021-06-30' },
      { personId, ref: 'Procedure/outside', serviceStart: '2021-06-29' },
      { personId, ref: 'Encounter/stay', serviceStart: '2015-01-01', serviceEnd: '2021-07-01' },
      { personId, ref: 'Encounter/reached', serviceStart: '2015-01-01', reach: '2022-01-01' },
      { personId, ref: 'AllergyIntolerance/undated' },
    ]);
    expect(refs).toEqual([
      'AllergyIntolerance/undated',
      'Encounter/reached',
      'Encounter/stay',
      'Procedure/inside',
    ]);
    expect(withheld).toEqual(['Procedure service-date-window 1']);
  });

  test('a prior authorization in effect or changed within a year, with its documents, and no other', async () => {
    const { refs, withheld } = await released([
      {
        personId,
        ref: 'ExplanationOfBenefit/pending',
        paChanged: '2019-01-01',
        paUntil: 'infinity',
        refs: ['DocumentReference/d1'],
      },
      { personId, ref: 'ExplanationOfBenefit/changed', paChanged: '2025-06-30', paUntil: '2025-07-01' },
      {
        personId,
        ref: 'ExplanationOfBenefit/old',
        paChanged: '2025-06-29',
        paUntil: '2026-06-29',
        refs: ['DocumentReference/d2'],
      },
      {
        personId,
        ref: 'ExplanationOfBenefit/drug',
        paChanged: '2026-06-01',
        withheld: 'prior-authorization-drug',
        refs: ['DocumentReference/d3'],
      },
      { personId, ref: 'DocumentReference/d1', paDocument: true, serviceStart: '2019-01-01' },
      { personId, ref: 'DocumentReference/d2', paDocument: true, serviceStart: '2025-01-01' },
      { personId, ref: 'DocumentReference/d3', paDocument: true, serviceStart: '2026-01-01' },
    ]);
    expect(refs).toEqual([
      'DocumentReference/d1',
      'ExplanationOfBenefit/changed',
      'ExplanationOfBenefit/pending',
    ]);
    expect(withheld).toEqual([
      'DocumentReference prior-authorization-document 2',
      'ExplanationOfBenefit prior-authorization-aged-out 1',
      'ExplanationOfBenefit prior-authorization-drug 1',
    ]);
  });

  test('a Provenance only with everything that it speaks of', async () => {
    const { refs, withheld } = await released([
      { personId, ref: 'Condition/c' },
      { personId, ref: 'Condition/old', reach: '2019-01-01' },
      { personId, ref: 'Provenance/whole', refs: ['Condition/c'] },
      { personId, ref: 'Provenance/half', refs: ['Condition/c', 'Condition/old'] },
      { personId, ref: 'Provenance/lost', refs: ['Condition/never-there'] },
    ]);
    expect(refs).toEqual(['Condition/c', 'Provenance/whole']);
    expect(withheld).toEqual(['Condition service-date-window 1', 'Provenance provenance-target 2']);
  });

  test('filters, types and instants leave out what was not asked for, uncounted; the window still holds', async () => {
    const records = [
      { personId, ref: 'Observation/new', serviceStart: '2026-03-01', lastUpdated: '2026-05-01T00:00:00Z' },
      { personId, ref: 'Observation/early', serviceStart: '2025-03-01', lastUpdated: '2026-05-01T00:00:00Z' },
      {
        personId,
        ref: 'Observation/ancient',
        serviceStart: '2015-03-01',
        lastUpdated: '2026-05-01T00:00:00Z',
      },
      {
        personId,
        ref: 'Observation/before',
        serviceStart: '2026-03-01',
        lastUpdated: '2026-04-01T00:00:00Z',
      },
      { personId, ref: 'Condition/c', lastUpdated: '2026-05-01T00:00:00Z' },
      { personId, ref: 'Procedure/not-asked', lastUpdated: '2026-05-01T00:00:00Z' },
    ];
    const { refs, withheld } = await released(records, {
      types: ['Observation', 'Condition'],
      query: {
        _since: '2026-04-01T00:00:00Z',
        _typeFilter: 'Observation?date=ge2010-01-01,Observation?date=eq1999',
      },
    });
    expect(refs).toEqual(['Condition/c', 'Observation/early', 'Observation/new']);
    expect(withheld).toEqual(['Observation service-date-window 1']);
  });

  test('property: what leaves is of permitted members and inside the window, and nothing else is missing', async () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((n) => {
      const date = new Date(Date.UTC(2016, 0, 1) + n * 86_400_000);
      return date.toISOString().slice(0, 10);
    });
    const people = fc.array(
      fc.record({
        permitted: fc.boolean(),
        inGroup: fc.boolean(),
        days: fc.array(fc.option(day), { maxLength: 6 }),
      }),
      { maxLength: 5 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(people, async (persons) => {
        const tag = `r${++run}`;
        const expected: string[] = [];
        const members: { personId: number; patientId: string }[] = [];
        for (const [i, person] of persons.entries()) {
          const id = await insertPerson(own.db);
          if (person.permitted) await insertPermission(own.db, id);
          if (person.inGroup) members.push({ personId: id, patientId: `${tag}-${i}` });
          for (const [j, service] of person.days.entries()) {
            const ref = `Procedure/${tag}-${i}-${j}`;
            await insertRecords(own.db, [{ personId: id, ref, ...(service && { serviceStart: service }) }]);
            if (person.permitted && person.inGroup && (service ?? '9') >= '2021-06-30') expected.push(ref);
          }
        }
        await insertGroup(own.db, tag, members);
        const job = await start({ groupId: tag });
        await work();
        expect(refsOf(await linesOf(job))).toEqual(expected.sort());
        const released = (await selectLedger(own.db, job)).filter(
          (e) => e.reason === '' && e.type === 'Procedure',
        );
        expect(released.reduce((sum, entry) => sum + entry.count, 0)).toBe(expected.length);
      }),
      { numRuns: 12 },
    );
  });
});

test('payer-wide records go once, and with those that they refer to in turn; the unreferred stay', async () => {
  const [a, b] = [await member('p1'), await member('p2')];
  await insertRecords(own.db, [
    { personId: a, ref: 'Condition/c1', refs: ['PractitionerRole/role', 'Encounter/own'] },
    { personId: b, ref: 'Condition/c2', refs: ['PractitionerRole/role'] },
    { personId: b, ref: 'Procedure/old', reach: '2011-01-01', refs: ['Location/l'] },
    { personId: 0, ref: 'PractitionerRole/role', refs: ['Practitioner/dr', 'Organization/o'] },
    { personId: 0, ref: 'Practitioner/dr', lastUpdated: '2020-01-01T00:00:00Z' },
    { personId: 0, ref: 'Organization/o', refs: ['Organization/parent'] },
    { personId: 0, ref: 'Organization/parent', refs: ['Organization/o'] },
    { personId: 0, ref: 'Organization/stranger' },
    { personId: 0, ref: 'Location/l' },
  ]);
  await insertGroup(own.db, 'g', [
    { personId: a, patientId: 'p1' },
    { personId: b, patientId: 'p2' },
  ]);
  const job = await start();
  await work();
  expect(refsOf(await linesOf(job))).toEqual([
    'Condition/c1',
    'Condition/c2',
    'Organization/o',
    'Organization/parent',
    'Patient/p1',
    'Patient/p2',
    'Practitioner/dr',
    'PractitionerRole/role',
  ]);
  const ledger = await selectLedger(own.db, job);
  expect(ledger.filter((e) => e.personId === 0)).toEqual([
    { personId: 0, type: 'Organization', reason: '', count: 2 },
    { personId: 0, type: 'Practitioner', reason: '', count: 1 },
    { personId: 0, type: 'PractitionerRole', reason: '', count: 1 },
  ]);
});

test('with _since, deletions are told of permitted members, and not of what came back', async () => {
  const [a, b] = [await member('p1'), await member('p2', false)];
  await insertGroup(own.db, 'g', [
    { personId: a, patientId: 'p1' },
    { personId: b, patientId: 'p2' },
  ]);
  const gone = (personId: number, ref: string, at: string) =>
    own.db.run(sql`insert into resource_deleted values (${personId}, ${ref}, ${ref.split('/')[0]}, ${at})`);
  await gone(a, 'Condition/gone', '2026-05-01T00:00:00Z');
  await gone(a, 'Condition/long-gone', '2026-01-01T00:00:00Z');
  await gone(a, 'Patient/p1', '2026-05-01T00:00:00Z');
  await gone(b, 'Condition/theirs', '2026-05-01T00:00:00Z');
  const job = await start({ query: { _since: '2026-04-01T00:00:00Z' } });
  await work();
  expect(await linesOf(job, 'deleted')).toEqual([
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request: { method: 'DELETE', url: 'Condition/gone' } }],
    },
  ]);
});

test('a record that changes while the export runs shows in the next _since', async () => {
  const personId = await member('p1');
  await insertGroup(own.db, 'g', [{ personId, patientId: 'p1' }]);
  const first = await start();
  await work('export.plan');
  await insertRecords(own.db, [
    { personId, ref: 'Condition/during', lastUpdated: clock.now().toISOString() },
  ]);
  await work();
  clock.advance(60);
  const time = (await readJob(own.db, first))?.transactionTime?.toISOString() ?? '';
  const second = await start({ query: { _since: time } });
  await work();
  expect(refsOf(await linesOf(second))).toEqual(['Condition/during']);
});
