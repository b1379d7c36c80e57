// After a whole transfer: no reference dangles, no two records became one, a second transfer of the same brings nothing,
// and each member has our receipt.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { type TestTransfer, testTransfer } from '../../test/env/transfer.ts';
import { raw, sql } from '../db/sql.ts';
import { scanResource } from '../fhir/scan.ts';
import { writeReceipts } from './receipt-provenance.ts';
import { settleReferences } from './settle-references.ts';

let own: TestDatabase;
let transfer: TestTransfer;
beforeAll(async () => {
  own = await testDatabase();
});
beforeEach(async () => {
  await clear();
  transfer = await testTransfer(own.db, { john: 1, mary: 2 });
});
afterAll(() => own.drop());

const clear = () => own.db.run(raw('truncate resource, resource_deleted, partner cascade'));
const stored = () =>
  own.db.query<{ ref: string; person: number; text: string; refs: string[]; updated: Date }>(
    sql`select ref, person_id as person, text, string_to_array(refs, ' ') as refs, last_updated as updated from resource order by origin_ref, ref`,
  );
const settle = (of: TestTransfer) =>
  own.db.tx((tx) => settleReferences(tx, of.clock, { ...of, personIds: [...of.persons.values()] }));

const observation = (id: string, patient: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'x' },
  subject: { reference: `Patient/${patient}` },
});

/** Relative references of all records that lead nowhere. */
async function dangling(): Promise<string[]> {
  const records = await stored();
  const refs = new Set(records.map((r) => r.ref));
  return records.flatMap((r) =>
    scanResource(Buffer.from(r.text))
      .resource!.references.map((f) => f.text.split('#')[0]!)
      .filter((text) => /^[A-Z]\w+\/[^/]+$/.test(text) && !refs.has(text)),
  );
}

test('what never came becomes a URL at the partner; what came stays a reference of ours', async () => {
  await transfer.ingest('Patient', [{ resourceType: 'Patient', id: 'john', active: true }]);
  await transfer.ingest('Observation', [
    {
      resourceType: 'Observation',
      id: 'a',
      status: 'final',
      code: { text: 'x' },
      subject: { reference: 'Patient/john' },
      encounter: { reference: 'Encounter/came' },
      performer: [{ reference: 'Practitioner/never' }, { reference: 'Practitioner/never#x' }],
    },
    observation('untouched', 'john'),
  ]);
  await transfer.ingest('Encounter', [
    {
      resourceType: 'Encounter',
      id: 'came',
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: 'Patient/john' },
    },
  ]);
  transfer.clock.advance(60);
  expect(await settle(transfer)).toBe(2);
  expect(await dangling()).toEqual([]);
  const [encounter, changed, untouched] = await stored();
  expect(changed?.refs).toEqual([encounter?.ref]);
  expect(changed?.text).toContain('"https://kindcover.example/fhir/Practitioner/never"');
  expect(changed?.text).toContain('"https://kindcover.example/fhir/Practitioner/never#x"');
  expect(changed!.updated.getTime()).toBeGreaterThan(untouched!.updated.getTime());
  // Settled is settled, and the same line again is still the same record.
  expect(await settle(transfer)).toBe(0);
});

test('a member whose Patient never came is pointed to at the partner', async () => {
  await transfer.ingest('Observation', [observation('a', 'mary')]);
  expect(await settle(transfer)).toBe(1);
  expect((await stored())[0]?.text).toContain('"https://kindcover.example/fhir/Patient/mary"');
});

test('the receipt names partner, us and every record received, once', async () => {
  await transfer.ingest('Patient', [{ resourceType: 'Patient', id: 'john', active: true }]);
  await transfer.ingest('Observation', [observation('a', 'john')]);
  const since = transfer.clock.now();
  const received = (await stored()).map((r) => r.ref);
  const write = () =>
    own.db.tx((tx) =>
      writeReceipts(tx, transfer.clock, {
        ...transfer,
        personIds: [1, 2],
        since,
        partner: { name: 'KindCover', npi: '1' },
        self: { name: 'UnitedCare', npi: '2' },
        ruleSet: 1,
      }),
    );
  expect(await write()).toBe(1);
  transfer.clock.advance(5);
  expect(await write()).toBe(0);
  const [receipt] = (await stored()).filter((r) => r.ref.startsWith('Provenance/'));
  const provenance = JSON.parse(receipt!.text);
  expect(receipt!.person).toBe(1);
  expect(provenance.target.map((t: { reference: string }) => t.reference).sort()).toEqual(received.sort());
  expect(
    provenance.agent.map((a: { type: { coding: { code: string }[] } }) => a.type.coding[0]?.code),
  ).toEqual(['author', 'transmitter', 'custodian']);
  expect(provenance.entity[0].what.display).toBe('KindCover');
  expect(await dangling()).toEqual([]);
});

const types = ['Observation', 'Encounter', 'Condition', 'Practitioner'] as const;
/** What R4 requires of them besides a subject. */
const required = {
  Observation: { status: 'final', code: { text: 'x' } },
  Encounter: { status: 'finished', class: { code: 'AMB' } },
  Condition: {},
  Practitioner: {},
};
const id = fc.constantFrom('a', 'b', 'c', 'A', 'a.b', '1');
const reference = fc
  .record({ type: fc.constantFrom(...types, 'Patient'), id, shape: fc.constantFrom('', '/_history/1', '#p') })
  .map((r) => ({ reference: `${r.type}/${r.id}${r.shape}` }));
const resource = fc.record({
  type: fc.constantFrom(...types),
  id,
  patient: fc.constantFrom('john', 'mary', 'stranger'),
  refs: fc.array(reference, { maxLength: 3 }),
  text: fc.string({ unit: 'grapheme' }),
});

test('property: nothing dangles, no two become one, twice is once, and chunks do not matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(resource, { maxLength: 12 }),
      fc.integer({ min: 1, max: 90 }),
      async (list, chunk) => {
        await clear();
        transfer = await testTransfer(own.db, { john: 1, mary: 2 });
        const fileOf = (type: (typeof types)[number]) =>
          list
            .filter((r) => r.type === type)
            .map((r) => ({
              resourceType: type,
              id: r.id,
              ...required[type],
              ...(type === 'Practitioner' ? {} : { subject: { reference: `Patient/${r.patient}` } }),
              ...(r.refs.length > 0
                ? { extension: r.refs.map((valueReference) => ({ url: 'x', valueReference })) }
                : {}),
              language: r.text || 'x',
            }));
        const run = async (of: TestTransfer, size?: number) => {
          let counted = 0;
          for (const type of types) {
            const lines = fileOf(type);
            const counts = await of.ingest(type, lines, size === undefined ? {} : { chunk: size });
            expect(counts.received).toBe(lines.length);
            expect(counts.stored + counts.duplicate + counts.quarantined).toBe(lines.length);
            counted += counts.stored;
          }
          await settle(of);
          return counted;
        };
        const first = await run(transfer);
        const records = await stored();
        expect(await dangling()).toEqual([]);
        expect(records.length).toBe(first);
        const wanted = new Set(
          list
            .filter((r) => r.type === 'Practitioner' || r.patient !== 'stranger')
            .map((r) => `${r.type}/${r.id}`),
        );
        expect(records.length).toBe(wanted.size);

        const again = await testTransfer(own.db, { john: 1, mary: 2 });
        again.clock.advance(60);
        await run(again, chunk);
        const twice = await stored();
        expect(twice.map((r) => [r.ref, r.person, r.text])).toEqual(
          records.map((r) => [r.ref, r.person, r.text]),
        );

        await clear();
        transfer = await testTransfer(own.db, { john: 1, mary: 2 });
        await run(transfer, chunk);
        expect((await stored()).length).toBe(records.length);
      },
    ),
    { numRuns: 25 },
  );
});
