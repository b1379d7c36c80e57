/** What a search finds of one member's records: every parameter, and never what does not leave or is somebody else's. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ownDeck, payerDeck } from '../../test/env/deck-of-searches.ts';
import { insertPermission, insertRecords, otherPartner } from '../../test/env/released-data.ts';
import { storeResources } from '../../test/env/search-deck.ts';
import { searches } from '../../test/env/searches.ts';
import { found, member, own, read, searched } from '../../test/env/searching.ts';
import { parametersOf, searchedTypes, typeSearch } from './parameters.ts';

let me: number;
let stranger: number;
beforeAll(async () => {
  me = await member();
  stranger = await member(otherPartner);
  await storeResources(own.db, me, ownDeck);
  await storeResources(own.db, 0, payerDeck);
  // Somebody else has the same, under other ids, and refers to an Organization that nobody else does.
  const theirs = ownDeck.map((r) =>
    JSON.parse(JSON.stringify({ ...r, id: `x-${r.id}` }).replaceAll('Patient/p1', 'Patient/x-p1')),
  );
  await storeResources(own.db, stranger, theirs);
  await insertRecords(own.db, [
    { personId: stranger, ref: 'Observation/x-refers', refs: ['Organization/stranger'] },
  ]);
});

describe('each parameter finds what it should and nothing else', () => {
  test.each(searches)('%s', async (search, ids) => {
    const [type = '', query = ''] = search.split(/\?(.*)/);
    const refs = await found([me], type, query.replaceAll('|', '%7C'));
    expect(
      refs
        .map((ref) => ref.split('/')[1])
        .sort()
        .join(' '),
    ).toBe(ids.split(' ').sort().join(' '));
  });

  test('every parameter is searched for with and without success, every combination at least once', () => {
    const cases = searches.map(([search, ids]) => {
      const [type = '', query = ''] = search.split(/\?(.*)/);
      return { type, names: [...new URLSearchParams(query).keys()].map((n) => n.split(':')[0]!), ids };
    });
    const missing: string[] = [];
    for (const type of searchedTypes) {
      const mine = cases.filter((c) => c.type === type);
      for (const name of parametersOf(type)!.keys()) {
        if (name.startsWith('_') || name === 'patient') continue;
        const its = mine.filter((c) => c.names.includes(name));
        if (!its.some((c) => c.ids) || !its.some((c) => !c.ids)) missing.push(`${type}?${name}`);
      }
      for (const names of typeSearch(type)!.combinations)
        if (!mine.some((c) => c.ids && names.every((name) => c.names.includes(name))))
          missing.push(`${type}?${names.join('&')}`);
    }
    expect(missing).toEqual([]);
  });
});

test('a code written with escapes by number is found, and a text that only looks like it is not', async () => {
  const person = await member();
  const line = (id: string, rest: string) =>
    `{"resourceType":"Observation","id":"${id}","status":"final","subject":{"reference":"Patient/e"},${rest}}`;
  await storeResources(
    own.db,
    person,
    ['esc', 'note'].map((id) => ({ resourceType: 'Observation', id })),
    undefined,
    {
      'Observation/esc': line('esc', '"code":{"coding":[{"code":"\\u0032339-0"}]}'),
      'Observation/note': line('note', '"code":{"text":"2339-0"},"note":[{"text":"2339-0"}]'),
    },
  );
  expect(await found([person], 'Observation', 'code=2339-0')).toEqual(['Observation/esc']);
});

describe('what does not leave is not found', () => {
  test('by its dates, its kind of authorization, its targets', async () => {
    const person = await member();
    const at = { personId: person };
    await insertRecords(own.db, [
      { ...at, ref: 'Patient/w' },
      { ...at, ref: 'Procedure/w-in', serviceStart: '2021-06-30' },
      { ...at, ref: 'Procedure/w-out', serviceStart: '2021-06-29' },
      { ...at, ref: 'Observation/w-withheld', withheld: 'type-not-in-payload' },
      {
        ...at,
        ref: 'ExplanationOfBenefit/w-pa',
        paChanged: '2019-01-01',
        paUntil: 'infinity',
        refs: ['DocumentReference/w-d1'],
      },
      { ...at, ref: 'ExplanationOfBenefit/w-old', paChanged: '2025-06-29', refs: ['DocumentReference/w-d2'] },
      { ...at, ref: 'DocumentReference/w-d1', paDocument: true, serviceStart: '2019-01-01' },
      { ...at, ref: 'DocumentReference/w-d2', paDocument: true, serviceStart: '2025-01-01' },
      { ...at, ref: 'Observation/w-odd', paDocument: true },
      { ...at, ref: 'Provenance/w-whole', refs: ['Procedure/w-in'] },
      { ...at, ref: 'Provenance/w-half', refs: ['Procedure/w-in', 'Procedure/w-out'] },
    ]);
    const all = (await Promise.all(searchedTypes.map((type) => found([person], type, '')))).flat();
    expect(all).toEqual([
      'DocumentReference/w-d1',
      'ExplanationOfBenefit/w-pa',
      'Patient/w',
      'Procedure/w-in',
      'Provenance/w-whole',
    ]);
    for (const ref of [
      'Procedure/w-out',
      'Observation/w-withheld',
      'DocumentReference/w-d2',
      'Provenance/w-half',
    ])
      expect(await read([person], ref)).toEqual({ absent: true });
    expect(await read([person], 'Procedure/w-in')).toHaveProperty('text');
  });

  test('a payer-wide record that nothing of the member refers to; one that is reached over another is', async () => {
    expect(await found([me], 'Organization', '')).toEqual([
      'Organization/o1',
      'Organization/o2',
      'Organization/o3',
    ]);
    expect(await read([me], 'Organization/stranger')).toEqual({ absent: true });
    expect(await read([me], 'Organization/o3')).toHaveProperty('text');
    expect(await found([me], 'Practitioner', 'name=hale')).toEqual(['Practitioner/dr2']);
  });

  test('without a permit, for nobody; of somebody else, never', async () => {
    expect(await found([stranger], 'Observation', '')).toEqual([]);
    expect(await found([me, stranger], 'Patient', '')).toEqual(['Patient/p1']);
    expect(await read([stranger], 'Patient/x-p1')).toEqual({ absent: true });
    expect(await read([me], 'Patient/x-p1')).toEqual({ absent: true });
    await insertPermission(own.db, stranger);
    expect(await found([stranger], 'Patient', '')).toEqual(['Patient/x-p1']);
    expect(await found([me], 'Observation', 'patient=x-p1')).toEqual([]);
  });
});

describe('what comes along', () => {
  test('declared references, all references, only covered types', async () => {
    const page = (query: string, as = {}) => found([me], 'ExplanationOfBenefit', `_id=eob1&${query}`, as);
    const claim = 'ExplanationOfBenefit/eob1';
    const include = (name: string) => `_include=ExplanationOfBenefit:${name}`;
    expect(await page(include('patient'))).toEqual([claim, 'Patient/p1']);
    expect(await page(include('provider'))).toEqual([claim, 'PractitionerRole/pr1']);
    expect(await page(include('care-team'))).toEqual([claim, 'Practitioner/dr1']);
    expect(await page(include('coverage'))).toEqual([claim, 'Coverage/cov1']);
    expect(await page(include('insurer'))).toEqual([claim, 'Organization/o1']);
    expect(await page(include('*'))).toEqual([
      claim,
      'Coverage/cov1',
      'Encounter/e1',
      'Organization/o1',
      'Patient/p1',
      'Practitioner/dr1',
      'PractitionerRole/pr1',
    ]);
    const covers = (type: string) => type === 'Coverage';
    expect(await page(include('*'), { covers })).toEqual([claim, 'Coverage/cov1']);
    expect(
      await found([me], 'MedicationRequest', 'intent=order&_include=MedicationRequest:medication'),
    ).toEqual(['MedicationRequest/mr1', 'Medication/m1']);
    const team = (target: string) =>
      found([me], 'CareTeam', `_id=ct1&_include=CareTeam:participant:${target}`);
    expect(await team('Practitioner')).toEqual(['CareTeam/ct1', 'Practitioner/dr1']);
    expect(await team('Patient')).toEqual(['CareTeam/ct1', 'Patient/p1']);
    expect(await found([me], 'PractitionerRole', '_include=PractitionerRole:practitioner')).toEqual([
      'PractitionerRole/pr1',
      'Practitioner/dr2',
    ]);
  });

  test('the Provenances that speak of a match, of a Patient too', async () => {
    const with_ = '_revinclude=Provenance:target';
    expect(await found([me], 'Observation', with_)).toEqual([
      'Observation/o1',
      'Observation/o2',
      'Observation/o3',
      'Provenance/pv1',
    ]);
    expect(await found([me], 'Patient', with_)).toEqual(['Patient/p1', 'Provenance/pv2']);
    expect(await found([me], 'Patient', with_, { covers: (type) => type === 'Patient' })).toEqual([
      'Patient/p1',
    ]);
  });

  test('nothing that does not leave comes along', async () => {
    const person = await member();
    const at = { personId: person, refs: ['Encounter/i-old'] };
    const text = JSON.stringify({
      resourceType: 'Condition',
      id: 'i-c',
      encounter: { reference: 'Encounter/i-old' },
    });
    await insertRecords(own.db, [
      { ...at, ref: 'Condition/i-c', text },
      { personId: person, ref: 'Encounter/i-old', withheld: 'type-not-in-payload' },
    ]);
    expect(await found([person], 'Condition', '_include=Condition:encounter&_include=Condition:*')).toEqual([
      'Condition/i-c',
    ]);
  });
});

test('the total alone, and beside a page', async () => {
  expect(await searched([me], 'Observation', '_summary=count')).toEqual({
    matches: [],
    includes: [],
    total: 3,
  });
  expect(await searched([me], 'Observation', '_count=0&status=final')).toMatchObject({ total: 2 });
  expect(await searched([me], 'Observation', '_count=1&_total=accurate')).toMatchObject({ total: 3 });
  expect(await searched([me], 'Observation', '_count=1')).not.toHaveProperty('total');
});

test('a deleted record is gone for who had it, unknown to all others', async () => {
  const { sql } = await import('../db/sql.ts');
  await own.db.run(sql`insert into resource_deleted values (${me}, 'Condition/gone', 'Condition', now())`);
  expect(await read([me], 'Condition/gone')).toEqual({ gone: true });
  expect(await read([stranger], 'Condition/gone')).toEqual({ absent: true });
});
