/** What a query means: escapes, dates, limits, and everything that is refused with its name and never its value. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tarEntries } from '../validation/package/tar.ts';
import { bundleText, linkTo } from './bundle.ts';
import { parametersOf, searchedTypes } from './parameters.ts';
import { parseSearch } from './parse.ts';
import { openSeal } from './seal.ts';
import { dateOf, tokenOf, valuesOf } from './values.ts';

const now = new Date('2026-06-30T12:00:00Z');
const seal = openSeal(Buffer.from('secret'));
const options = { lenient: false, base: 'https://payer.example/fhir', now, seal };
const parse = (type: string, query: string | [string, string][], lenient = false) =>
  parseSearch(type, new URLSearchParams(query), { ...options, lenient });
const refusal = (type: string, query: string | [string, string][], lenient = false) => {
  const parsed = parse(type, query, lenient);
  return 'problems' in parsed ? parsed.problems.map((p) => `${p.code}: ${p.text}`) : [];
};

test('commas, bars and their escapes', () => {
  expect(valuesOf('a,b\\,c,\\\\,d')).toEqual(['a', 'b\\,c', '\\\\', 'd']);
  expect(tokenOf('http://s|A-1')).toEqual({ system: 'http://s', code: 'a-1' });
  expect(tokenOf('|a')).toEqual({ system: null, code: 'a' });
  expect(tokenOf('http://s|')).toEqual({ system: 'http://s' });
  expect(tokenOf('a\\|b\\$\\,')).toEqual({ code: 'a|b$,' });
  expect(tokenOf('|')).toBeUndefined();
});

test.each([
  ['2024', 'eq day 2024-01-01 2024-12-31'],
  ['ge2024-02', 'ge day 2024-02-01 2024-02-29'],
  ['lt2024-02-03', 'lt day 2024-02-03 2024-02-03'],
  ['2024-02-03T10:00', 'eq instant 2024-02-03T10:00:00.000Z 2024-02-03T10:01:00.000Z'],
  ['sa2024-02-03T10:00:00-05:00', 'sa instant 2024-02-03T15:00:00.000Z 2024-02-03T15:00:01.000Z'],
  ['2024-02-03T10:00:00 05:00', 'eq instant 2024-02-03T05:00:00.000Z 2024-02-03T05:00:01.000Z'],
  ['eb2024-02-03T10:00:00.125Z', 'eb instant 2024-02-03T10:00:00.125Z 2024-02-03T10:00:00.126Z'],
  ['ap2026-06-20', 'ap day 2026-06-18 2026-06-22'],
  ['9999', 'eq day 9999-01-01 9999-12-31'],
  ['0001', 'eq day 0001-01-01 0001-12-31'],
  ['2024-02-30', undefined],
  ['2024-2-3', undefined],
  ['xx2024', undefined],
  ['0000', undefined],
  ['2024-02-03T25:00:00Z', undefined],
  ['', undefined],
])('the date %s', (text, meaning) => {
  const value = dateOf(text, now, false);
  expect(value && `${value.prefix} ${value.by} ${value.from} ${value.to}`).toBe(meaning);
});

test('what is not supported is refused, or passed over where that is asked for; a modifier and a chain never', () => {
  expect(refusal('Observation', 'nonsense=1')).toEqual([
    'not-supported: The search parameter nonsense is not supported for Observation.',
  ]);
  expect(refusal('Observation', '_has:Provenance:target:agent=1&_elements=id')).toHaveLength(2);
  expect(parse('Observation', 'nonsense=1&status=final', true)).toMatchObject({
    search: { ignored: ['nonsense'], used: [['status', 'final']] },
  });
  for (const query of [
    'status:in=x',
    'status:below=x',
    'date:not=2024',
    'patient.identifier=1',
    'patient:Patient.name=x',
    '_id:not=1',
    'category:text=x',
    '_include:iterate=Observation:patient',
  ])
    expect(refusal('Observation', query, true), query).toHaveLength(1);
  for (const query of [
    '_include=Patient:link',
    '_include=Observation:code',
    '_include=Observation:patient:Group',
    '_revinclude=Observation:subject',
    '_sort=code',
    '_sort=date,_id',
    '_summary=true',
  ])
    expect(refusal('Observation', query), query).toHaveLength(1);
  expect(refusal('ExplanationOfBenefit', '_revinclude=Provenance:target')).toHaveLength(1);
  expect(refusal('Claim', '')).toEqual(['not-supported: This type cannot be searched.']);
});

test('a refusal names the parameter, not its value, and no markup', () => {
  const all = [
    ...refusal('Patient', 'birthdate=1975-99-99&identifier=|&gender:missing=perhaps&name=&_count=x'),
    ...refusal('Patient', [['<script>', '1']]),
  ];
  expect(all).toHaveLength(6);
  expect(all.join()).not.toMatch(/1975|perhaps|</);
});

test('every limit has its refusal', () => {
  expect(
    refusal(
      'Patient',
      Array.from({ length: 31 }, () => ['name', 'a'] as [string, string]),
    )[0],
  ).toMatch(/^too-long/);
  expect(refusal('Patient', [['name', Array(51).fill('a').join()]])[0]).toMatch(/^too-long/);
  expect(refusal('Patient', [['name', 'a'.repeat(513)]])[0]).toMatch(/^too-long/);
  expect(refusal('Patient', [['name', 'a,'.repeat(2100)]])[0]).toMatch(/^too-long/);
  expect(
    refusal(
      'Patient',
      Array.from({ length: 13 }, () => ['_revinclude', 'Provenance:target'] as [string, string]),
    ),
  ).toEqual([]);
  expect(
    refusal(
      'CareTeam',
      Array.from({ length: 13 }, () => ['_include', 'CareTeam:*'] as [string, string]),
    )[0],
  ).toMatch(/^too-long/);
  expect(refusal('Patient', '_count=1&_count=2')).toHaveLength(1);
  expect(parse('Patient', '_count=999999')).toMatchObject({
    search: { count: 200, used: [['_count', '200']] },
  });
});

test('a Bundle around lines that are not touched', () => {
  const text = '{"resourceType":"Patient","id":"1","n":1.50}';
  const self = linkTo('https://p/fhir', 'Patient', [['name', 'a&b "c"']]);
  const bundle = bundleText(
    { matches: [{ ref: 'Patient/1', text }], includes: [{ ref: 'Patient/2', text }], total: 1 },
    { base: 'https://p/fhir', self, next: 'https://p/n' },
  );
  expect(bundle.split(text)).toHaveLength(3);
  expect(JSON.parse(bundle)).toEqual({
    resourceType: 'Bundle',
    type: 'searchset',
    total: 1,
    link: [
      { relation: 'self', url: 'https://p/fhir/Patient?name=a%26b+%22c%22' },
      { relation: 'next', url: 'https://p/n' },
    ],
    entry: [
      { fullUrl: 'https://p/fhir/Patient/1', resource: JSON.parse(text), search: { mode: 'match' } },
      { fullUrl: 'https://p/fhir/Patient/2', resource: JSON.parse(text), search: { mode: 'include' } },
    ],
  });
  expect(
    JSON.parse(bundleText({ matches: [], includes: [], total: 0 }, { base: '', self })),
  ).not.toHaveProperty('entry');
});

const igs = fileURLToPath(new URL('../../../shared/igs/', import.meta.url));
test.runIf(existsSync(igs))(
  'every definition is one that FHIR, US Core, CARIN or PDex publishes (needs the packages beside the repository)',
  () => {
    const published = new Map<string, { code: string; type: string; base: string[] }>();
    for (const file of [
      'r4.core-4.0.1',
      'us.core-6.1.0',
      'us.carin-bb-2.1.0.rebuilt',
      'us.davinci-pdex-2.1.0.rebuilt',
    ])
      for (const { path, bytes } of tarEntries(readFileSync(`${igs}hl7.fhir.${file}.tgz`))) {
        if (!path.startsWith('package/SearchParameter-')) continue;
        const json = JSON.parse(bytes.toString());
        published.set(json.url, json);
      }
    for (const type of searchedTypes)
      for (const { name, definition } of parametersOf(type)!.values()) {
        const found = published.get(definition);
        expect(found?.code, definition).toBe(name);
        expect(
          found!.base.some((base) => base === type || base === 'Resource'),
          definition,
        ).toBe(true);
      }
  },
);
