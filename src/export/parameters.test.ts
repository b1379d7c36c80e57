import { describe, expect, test } from 'vitest';
import { payerToPayer } from '../fhir/systems.ts';
import { Problem } from '../problem/problem.ts';
import { type ExportOperation, fromBody, fromQuery, readParameters } from './parameters.ts';

const now = new Date('2026-06-30T12:00:00Z');
const p2p = `exportType=${encodeURIComponent(payerToPayer)}`;

const read = (query: string, lenient = false, operation: ExportOperation = 'group-export') =>
  readParameters(fromQuery(new URLSearchParams(query)), { operation, lenient, now });

function refusal(query: string, lenient = false, operation: ExportOperation = 'group-export'): string {
  try {
    read(query, lenient, operation);
    return 'accepted';
  } catch (error) {
    return error instanceof Problem && error.category === 'invalid' ? error.publicText : String(error);
  }
}

describe('exportType', () => {
  test.each([
    [p2p, 'accepted'],
    ['exportType=hl7.fhir.us.davinci-pdex', 'accepted'],
    ['', 'exportType is required'],
    ['exportType=', 'The only exportType'],
    ['exportType=hl7.fhir.us.davinci-pdex%23provider-download', 'The only exportType'],
    ['exportType=hl7.fhir.us.davinci-pdex%23provider-delta', 'The only exportType'],
    ['exportType=hl7.fhir.us.davinci-atr', 'The only exportType'],
    [`${p2p}&${p2p}`, 'The only exportType'],
  ])('%s: %s', (query, answer) => {
    expect(refusal(query, true, 'davinci-data-export')).toContain(answer);
  });
  test('a plain $export needs none', () => expect(refusal('')).toBe('accepted'));
});

describe('_since and _until', () => {
  test('are kept as given, however long ago', () => {
    expect(read('_since=1999-01-01T00:00:00Z').since).toEqual(new Date('1999-01-01T00:00:00Z'));
    expect(read('_since=2026-01-01T00:00:00%2B02:00').since).toEqual(new Date('2025-12-31T22:00:00Z'));
    expect(read('_since=2026-01-01T00:00:00+02:00').since).toEqual(new Date('2025-12-31T22:00:00Z'));
  });
  test.each([
    '_since=2026-07-01T00:00:00Z', // the future
    '_since=yesterday',
    '_since=2026-01-01',
    '_since=2026-01-01T00:00:00',
    '_since=2026-02-30T00:00:00Z',
    '_since=',
    '_until=never',
    '_since=2026-01-01T00:00:00Z&_since=2026-01-01T00:00:00Z',
    '_since=2026-01-02T00:00:00Z&_until=2026-01-01T00:00:00Z',
  ])('%s is refused, also when lenient', (query) => {
    expect(refusal(query, true)).toMatch(/_since|_until/);
  });
});

describe('_type', () => {
  test('comma lists and repetitions are one list', () => {
    expect(read('_type=Patient,Condition&_type=Patient').types).toEqual(['Patient', 'Condition']);
  });
  test('an unknown type is refused; lenient, it is passed over and reported', () => {
    expect(refusal('_type=Patient,Pacient')).toContain('Pacient is no resource type');
    const lenient = read('_type=Patient,Pacient', true);
    expect(lenient.types).toEqual(['Patient']);
    expect(JSON.stringify(lenient.notices)).toContain('Pacient');
  });
  test('resourceTypes is an alias for the lenient only', () => {
    expect(refusal('resourceTypes=Patient')).toContain('_type');
    expect(read('resourceTypes=Patient', true).types).toEqual(['Patient']);
  });
});

describe('_typeFilter', () => {
  const condition = [
    {
      type: 'Condition',
      any: [[{ on: 'service', prefix: 'ge', from: '2022-01-01', to: '2022-12-31' }]],
    },
  ];
  test.each([
    '_typeFilter=Condition%3Fonset-date%3Dge2022',
    '_typeFilter=Condition%253Fonset-date%253Dge2022', // encoded inside the value as well (p2p 4.6)
    '_typeFilter=Condition?onset-date=ge2022',
  ])('%s', (query) => expect(read(query).filters).toEqual(condition));

  test('clauses of one type are alternatives, parameters of one clause hold together', () => {
    const [encounters, eobs] = read(
      '_typeFilter=Encounter%3Fdate%3Dge2022-01-05%26date%3Dlt2023,Encounter%3Fdate%3D2020-02&_typeFilter=ExplanationOfBenefit%3F_lastUpdated%3Dgt2026-01-01T00:00:00Z',
    ).filters;
    expect(encounters?.any.map((tests) => tests.map((t) => `${t.prefix} ${t.from}..${t.to}`))).toEqual([
      ['ge 2022-01-05..2022-01-05', 'lt 2023-01-01..2023-12-31'],
      ['eq 2020-02-01..2020-02-29'],
    ]);
    expect(eobs?.any[0]).toEqual([
      { on: 'last-updated', prefix: 'gt', from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T00:00:01.000Z' },
    ]);
  });

  test.each([
    'Observation?code=1234-5',
    'Observation?date=ap2022',
    'Observation?date=2022-13-01',
    'Observation?date=ge2022-01-05T10:00:00Z',
    'Observation?onset-date=ge2022',
    'Observation?_include=x',
    'Observation',
    'observation?date=2022',
    'Condition?date=2022',
    '%E0%A4%A',
  ])('%s is refused, also when lenient', (filter) => {
    expect(refusal(`_typeFilter=${encodeURIComponent(filter)}`, true)).toMatch(/_typeFilter/);
  });
  test('too many clauses are refused', () => {
    expect(refusal(`_typeFilter=${Array(101).fill('Observation?date=2022').join(',')}`)).toContain(
      'more than 100',
    );
  });
});

test('other parameters are refused; lenient, they are passed over and reported as text, not as markup', () => {
  expect(refusal('_elements=id')).toContain('_elements is not supported');
  const { notices } = read('_elements=id&%3Cscript%3E=1', true);
  expect(notices.length).toBe(2);
  expect(JSON.stringify(notices)).not.toContain('<');
});

test('the output is ndjson, by any of its names, and nothing else', () => {
  for (const format of ['ndjson', 'application/ndjson', 'application/fhir%2Bndjson'])
    expect(refusal(`_outputFormat=${format}`)).toBe('accepted');
  for (const format of ['application/xml', 'text/html', 'x-custom', ''])
    expect(refusal(`_outputFormat=${format}`, true)).toContain('_outputFormat');
});

test('a body says the same as a query; what it lacks may stand in the query', () => {
  const body = {
    resourceType: 'Parameters',
    parameter: [
      { name: '_type', valueString: 'Patient' },
      { name: '_type', valueString: 'Condition' },
      { name: '_since', valueInstant: '2026-01-01T00:00:00Z' },
      { name: 'patient', valueReference: { reference: 'Patient/p1' } },
      { name: 'patient', valueReference: { reference: 'https://old.example/fhir/Patient/p2' } },
    ],
  };
  const raw = fromBody(body, new URLSearchParams(p2p));
  expect(readParameters(raw, { operation: 'davinci-data-export', lenient: false, now })).toMatchObject({
    types: ['Patient', 'Condition'],
    since: new Date('2026-01-01T00:00:00Z'),
    patients: ['p1', 'p2'],
  });
});

test.each([
  { resourceType: 'Bundle' },
  { resourceType: 'Parameters', parameter: {} },
  { resourceType: 'Parameters', parameter: [null] },
  { resourceType: 'Parameters', parameter: [{ name: '_type' }] },
  { resourceType: 'Parameters', parameter: [{ name: '_type', valueString: 'Patient', valueCode: 'x' }] },
  { resourceType: 'Parameters', parameter: [{ name: 'patient', valueReference: { display: 'John' } }] },
  null,
  [],
  'text',
])('a body that is no good Parameters is refused: %j', (body) => {
  expect(() => fromBody(body, new URLSearchParams())).toThrow(Problem);
});

test('a patient that is no reference to a Patient is refused', () => {
  expect(refusal('patient=Group/1')).toContain('patient must be');
  expect(refusal('patient=Patient/../x')).toContain('patient must be');
});
