// Received records are judged: what is no R4 is kept apart, what breaks its profile is reported or kept apart as configured,
// every line is counted, and the partner can be told without a value of any record.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { noted, notedValidator } from '../../test/env/noted-guide.ts';
import { type TestTransfer, testTransfer } from '../../test/env/transfer.ts';
import { raw, sql } from '../db/sql.ts';
import { reportedLines_max } from './issue-store.ts';
import { partnerReport } from './partner-report.ts';
import type { ProfilePolicy } from './profile-check.ts';
import { ledgerOf } from './store.ts';

const validator = notedValidator();

let own: TestDatabase;
let transfer: TestTransfer;
beforeAll(async () => {
  own = await testDatabase();
});
beforeEach(async () => {
  await own.db.run(raw('truncate resource, resource_deleted, partner cascade'));
  transfer = await testTransfer(own.db, { john: 1 });
});
afterAll(() => own.drop());

const secret = 'weighs a secret';
const observation = (id: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  meta: { profile: [noted] },
  status: 'final',
  code: { text: secret },
  subject: { reference: 'Patient/john' },
  ...more,
});
const good = observation('good', { note: [{ text: secret }] });
const bad = observation('bad');
const broken = observation('broken', { status: 'sort of' });
const ingest = (profiles: ProfilePolicy, lines: object[]) =>
  transfer.ingest('Observation', lines, {
    profileChecking: profiles === 'off' ? { profiles } : { profiles, validator },
  });
const stored = async () =>
  (await own.db.query<{ ref: string }>(sql`select origin_ref as ref from resource order by origin_ref`)).map(
    ({ ref }) => ref,
  );

test('report: a record that breaks its profile is stored, counted and named', async () => {
  expect(await ingest('report', [good, bad])).toMatchObject({ stored: 2, quarantined: 0 });
  expect(await ledgerOf(own.db, transfer.transferId)).toMatchObject([{ stored: 2, invalid: 1 }]);
  const report = await partnerReport(own.db, transfer.transferId);
  expect(report).toMatchObject({ received: 2, stored: 2, quarantined: 0, invalid: 1 });
  expect(report.outcomes).toEqual([
    {
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: 'error',
          code: 'required',
          details: { text: expect.any(String) },
          diagnostics: `Observation/bad (file 1 of the manifest, line 2): cardinality-min ${noted}|1.0.0`,
          expression: ['Observation.note'],
        },
      ],
    },
  ]);
});

test('quarantine: it is kept apart with its bytes; nothing is lost', async () => {
  expect(await ingest('quarantine', [good, bad])).toMatchObject({ received: 2, stored: 1, quarantined: 1 });
  const [kept] = await own.db.query<{ reason: string; ref: string; detail: string; raw: Buffer }>(
    sql`select reason, ref, detail, raw from quarantine`,
  );
  expect(kept).toMatchObject({ reason: 'profile-invalid', ref: 'Observation/bad' });
  expect(kept!.detail).toContain('Observation.note');
  expect(JSON.parse(kept!.raw.toString())).toEqual(bad);
  const [told] = (await partnerReport(own.db, transfer.transferId)).outcomes;
  expect(told!.issue).toMatchObject([{ severity: 'fatal', code: 'invalid' }, { severity: 'error' }]);
});

test('off: profiles are not looked at, the shape of R4 always is', async () => {
  expect(await ingest('off', [bad, broken, { ...good, status: undefined }])).toMatchObject({
    stored: 1,
    quarantined: 2,
  });
  expect(await stored()).toEqual(['Observation/bad']);
  const { outcomes, invalid } = await partnerReport(own.db, transfer.transferId);
  expect(invalid).toBe(2);
  expect(outcomes.map(({ issue }) => (issue[1] as { expression: string[] }).expression[0])).toEqual([
    'Observation.status',
    'Observation.status',
  ]);
});

test('an element that R4 does not know is stored and reported, whatever the setting (pdex-83)', async () => {
  expect(await ingest('off', [{ ...good, mood: secret }])).toMatchObject({ stored: 1, quarantined: 0 });
  const { outcomes, invalid } = await partnerReport(own.db, transfer.transferId);
  expect(invalid).toBe(1);
  expect(JSON.stringify(outcomes)).toContain('Observation.mood');
});

test('the report names records by the ids of the partner and no value of any, whatever was wrong', async () => {
  const stranger = observation('strange', { subject: { reference: 'Patient/stranger', display: secret } });
  await ingest('report', [bad, broken, stranger, { resourceType: secret }]);
  const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: secret }] };
  await transfer.ingest('OperationOutcome', [outcome], { kind: 'error' });
  const { outcomes } = await partnerReport(own.db, transfer.transferId);
  expect(outcomes).toHaveLength(4);
  const text = JSON.stringify(outcomes);
  expect(text).not.toContain('secret');
  expect(text).not.toContain('sort of');
  for (const id of ['bad', 'broken', 'strange']) expect(text).toContain(`Observation/${id} (`);
});

test('of a file that is wrong all over, a bounded number of lines is named and every one is counted', async () => {
  const lines = Array.from({ length: reportedLines_max + 5 }, (_, n) => observation(`o${n}`));
  await ingest('report', lines);
  const { outcomes, invalid } = await partnerReport(own.db, transfer.transferId);
  expect(outcomes).toHaveLength(reportedLines_max);
  expect(invalid).toBe(lines.length);
});
