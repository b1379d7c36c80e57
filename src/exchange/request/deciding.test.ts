import { expect, test } from 'vitest';
import { cohortFile, memberBundle } from '../../../test/env/cohort.ts';
import { extension, matchResultSystem } from '../../fhir/systems.ts';
import { parseCohort } from './cohort.ts';
import { correlate, groupsIn } from './correlate.ts';
import type { Json } from './json.ts';
import { readManifest } from './manifest.ts';
import { sinceFor, watermarkOf } from './watermark.ts';
import { wireMembers } from './wire-member.ts';

// Cohort

test('a cohort is a bulk Parameters, a single one, or lines of either', () => {
  const single = { resourceType: 'Parameters', parameter: memberBundle('m9').part };
  const ids = (text: string | Buffer) => parseCohort(Buffer.from(text)).members.map((m) => m.submittedId);
  expect(ids(cohortFile('m1', 'm2'))).toEqual(['m1', 'm2']);
  expect(ids(JSON.stringify(single))).toEqual(['m9']);
  expect(ids(`${cohortFile('m1', 'm2')}\r\n\n${JSON.stringify(single)}\n`)).toEqual(['m1', 'm2', 'm9']);
});

test('a member that lacks a part is refused alone; what is no cohort is an error without its text', () => {
  const without = (name: string) => ({
    name: 'MemberBundle',
    part: memberBundle('m1').part.filter((p) => p.name !== name),
  });
  const parameter = ['MemberPatient', 'CoverageToMatch', 'Consent', 'CoverageToLink'].map(without);
  const { members, refused } = parseCohort(
    Buffer.from(JSON.stringify({ resourceType: 'Parameters', parameter })),
  );
  expect(members.map((m) => m.index)).toEqual([3]);
  expect(refused.map((r) => r.reason)).toEqual(['no-member-patient', 'no-coverage-to-match', 'no-consent']);
  for (const bad of [
    '',
    '[]',
    '{"resourceType":"Patient"}',
    '{"name":"Smith',
    '{"resourceType":"Parameters"}',
  ])
    expect(() => parseCohort(Buffer.from(bad))).toThrow(/cohort/i);
  expect(() => parseCohort(Buffer.from('{"name":"Smith'))).not.toThrow(/Smith/);
  expect(() => parseCohort(Buffer.from([0xff, 0xfe]))).toThrow(/UTF-8/);
});

// What goes out

test('ids that occur twice are renamed in the whole bundle, and the submitted id is kept (mm-6, p2p 2.10)', () => {
  const { members } = wireMembers(parseCohort(cohortFile('m1', 'm1', 'm2')).members);
  expect(members.map((m) => [m.submittedId, m.wireId])).toEqual([
    ['m1', 'm1'],
    ['m1', 'm1-2'],
    ['m2', 'm2'],
  ]);
  const ids = members.flatMap(({ parts }) => Object.values(parts).map((r) => (r as Json).id));
  expect(new Set(ids).size).toBe(ids.length);
  for (const { wireId, parts } of members) {
    const text = JSON.stringify([parts.CoverageToMatch, parts.CoverageToLink, parts.Consent]);
    expect(new Set(text.match(/Patient\/[\w-]+/g))).toEqual(new Set([`Patient/${wireId}`]));
  }
});

test('absolute and sloppy references to the member become local; one to another member is refused', () => {
  const [first, second] = parseCohort(cohortFile('m1', 'm2')).members;
  first!.coverageToMatch.beneficiary = { reference: 'https://new.example/fhir/Patient/m1' };
  first!.consent.patient = { reference: 'Patient/patient-1' };
  second!.consent.patient = { reference: 'Patient/m1' };
  const { members, refused } = wireMembers([first!, second!]);
  expect(members[0]!.parts).toMatchObject({
    CoverageToMatch: { beneficiary: { reference: 'Patient/m1' } },
    Consent: { patient: { reference: 'Patient/m1' } },
  });
  expect(refused).toEqual([{ index: 1, submittedId: 'm2', reason: 'references-another-member' }]);
});

// What comes back

const patient = (id: string, family = 'Orr') => ({
  resourceType: 'Patient',
  id,
  name: [{ family }],
  birthDate: '1971-07-01',
});
const group = (code: string, members: [string, string][], more: object = {}): Json => ({
  resourceType: 'Group',
  id: `g-${code}`,
  code: { coding: [{ system: matchResultSystem, code }] },
  member: members.map(([id, reference]) => ({
    entity: {
      extension: [{ url: extension.matchParameters, valueReference: { reference: `#${id}` } }],
      reference,
    },
  })),
  ...more,
});
const submitted = (...ids: string[]) =>
  ids.map((wireId, i) => ({ wireId, personId: i + 1, patient: patient(wireId) as Json }));
const outcomes = (groups: Json[], ...ids: string[]) =>
  Object.fromEntries(correlate(submitted(...ids), groups).outcomes);

test('members are correlated by contained id; strangers are counted; silence and contradiction are doubts', () => {
  const groups = [
    group('match', [
      ['a', 'Patient/pa'],
      ['x', 'Patient/px'],
      ['b', 'Patient/pb'],
      ['d', 'Patient/d1'],
      ['d', 'Patient/d2'],
      ['e', '#e'],
    ]),
    group('nomatch', [
      ['b', '#b'],
      ['c', '#c'],
    ]),
  ];
  expect(correlate(submitted('a'), groups).unknown).toBe(7);
  expect(outcomes(groups, 'a', 'b', 'c', 'd', 'e', 'f')).toEqual({
    a: { outcome: 'match', groupId: 'g-match', patientId: 'pa' },
    b: { outcome: undefined, reason: 'reported-in-two-groups' },
    c: { outcome: 'nomatch' },
    d: { outcome: undefined, reason: 'matched-to-several-patients' },
    e: { outcome: undefined, reason: 'matched-without-patient' },
    f: { outcome: undefined, reason: 'not-reported' },
  });
});

test('one record for two persons, and a copy of somebody else, are never taken', () => {
  const shared = [
    group('match', [
      ['a', 'Patient/p'],
      ['b', 'Patient/p'],
    ]),
  ];
  expect(outcomes(shared, 'a', 'b').a).toEqual({
    outcome: undefined,
    reason: 'same-patient-for-two-members',
  });
  const twice = submitted('a', 'b').map((s) => ({ ...s, personId: 1 }));
  expect(correlate(twice, shared).outcomes.get('b')).toMatchObject({ outcome: 'match' });
  const copy = [group('match', [['a', 'Patient/p']], { contained: [patient('a', 'Other')] })];
  expect(outcomes(copy, 'a').a).toEqual({ outcome: undefined, reason: 'returned-copy-differs' });
});

test('Groups are found in the 2.1 Parameters envelope', () => {
  const envelope = {
    resourceType: 'Parameters',
    parameter: [{ name: 'MatchedMembers', resource: group('match', []) }],
  };
  expect(groupsIn(envelope)).toHaveLength(1);
  expect(groupsIn({ resourceType: 'Bundle' })).toEqual([]);
});

// Manifest and watermark

test('manifest: relative URLs, integrity, next page; odd counts are noticed', () => {
  const key = 'https://throughline.dev/fhir/StructureDefinition/bulk-file-integrity';
  const read = readManifest(
    {
      transactionTime: 'yesterday',
      requiresAccessToken: false,
      output: [
        {
          type: 'Patient',
          url: 'a.ndjson',
          count: 2,
          extension: { [key]: { sha256: 'ab'.repeat(32), bytes: 9 } },
        },
        { type: 'Patient', url: 'b.ndjson', count: -1 },
      ],
      error: [],
      link: [{ relation: 'next', url: '?page=2' }],
    },
    'https://old.example/job/1',
    () => true,
  );
  expect(read).toMatchObject({
    ok: true,
    manifest: {
      needsToken: false,
      transactionTime: undefined,
      next: 'https://old.example/job/1?page=2',
      notices: ['manifest-without-transaction-time', 'manifest-count-invalid'],
      files: [
        { url: 'https://old.example/job/a.ndjson', count: 2, bytes: 9, sha256: 'ab'.repeat(32) },
        { url: 'https://old.example/job/b.ndjson', count: null, bytes: null },
      ],
    },
  });
  for (const body of [
    undefined,
    [],
    { output: 'x' },
    { output: [{ type: 'Patient' }] },
    { output: [{ url: 'x', type: '../x' }] },
  ])
    expect(readManifest(body, 'https://old.example/', () => true).ok).toBe(false);
});

test('watermark: the earlier of transactionTime and kick-off, less the overlap; oldest of a transfer; none for a new record', () => {
  const kick = new Date('2026-11-24T15:00:00Z');
  const end = new Date('2026-11-24T16:00:00Z');
  const mark = { transactionTime: end, exportKickedAt: kick };
  expect(watermarkOf(mark, 900)).toEqual(new Date('2026-11-24T14:45:00Z'));
  const live = [
    { personId: 1, partnerPatientId: 'p1' },
    { personId: 2, partnerPatientId: 'p2' },
  ];
  const marks = [
    { personId: 1, partnerPatientId: 'p1', since: end },
    { personId: 2, partnerPatientId: 'p2', since: kick },
  ];
  expect(sinceFor(live, marks)).toEqual(kick);
  expect(sinceFor(live, marks.slice(0, 1))).toBeUndefined();
  expect(sinceFor(live, [marks[0]!, { ...marks[1]!, partnerPatientId: 'other' }])).toBeUndefined();
});
