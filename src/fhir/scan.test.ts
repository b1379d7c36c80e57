// The scanner believes exactly what JSON.parse believes, minus what FHIR's JSON forbids; and every reference it reports is
// the one that a parser would find, at the bytes where it stands.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonDepth_max, scanResource } from './scan.ts';

const scan = (text: string) => scanResource(Buffer.from(text));
const problemOf = (text: string) => scan(text).problem;

test('type, id and the spans of meta', () => {
  const text =
    '{"resourceType":"Patient","id":"p-1","meta":{"versionId":"7","lastUpdated":"2026-01-01T00:00:00Z"},"contained":[{"resourceType":"Organization","id":"o","meta":{"versionId":"9"}}]}';
  const { resource } = scan(text);
  const at = (span: { start: number; end: number } | undefined) => span && text.slice(span.start, span.end);
  expect(resource).toMatchObject({ resourceType: 'Patient', id: 'p-1', references: [] });
  expect(at(resource?.idSpan)).toBe('p-1');
  expect(at(resource?.versionId)).toBe('7');
  expect(at(resource?.lastUpdated)).toBe('2026-01-01T00:00:00Z');
  expect(at(resource?.meta)).toBe('{"versionId":"7","lastUpdated":"2026-01-01T00:00:00Z"}');
});

test('references at any depth, decoded, with the property they stand under', () => {
  const { resource } = scan(
    `{"resourceType":"EOB","patient":{"reference":"Patient\\/1"},"careTeam":[{"provider":{"reference":"#a"}}],
      "target":[{"display":"é","reference":"Observation/2"}],"extension":[{"url":"x","valueReference":{"reference":"Q/\\u0041"}}],
      "url":"reference","reference":"top","contained":[{"subject":{"reference":"urn:uuid:1"}}],"note":["reference"]}`,
  );
  expect(resource?.references.map(({ text, property, direct }) => [text, property, direct])).toEqual([
    ['Patient/1', 'patient', true],
    ['#a', 'careTeam', false],
    ['Observation/2', 'target', true],
    ['Q/A', 'extension', false],
    ['urn:uuid:1', 'contained', false],
  ]);
});

test('what FHIR forbids although it is JSON', () => {
  expect(problemOf('{"a":1,"a":2}')).toBe('duplicate-property');
  expect(problemOf('{"a":{"reference":"P/1","reference":"P/2"}}')).toBe('duplicate-property');
  expect(problemOf('{"\\u0061":1}')).toBe('escaped-property-name');
  expect(problemOf('{"a":null}')).toBe('null-value');
  expect(problemOf('{"a":[null,"x"]}')).toBe(undefined);
  expect(problemOf('{"a":{}}')).toBe('empty-value');
  expect(problemOf('{"a":[]}')).toBe('empty-value');
  expect(problemOf('{}')).toBe('empty-value');
  for (const text of ['[]', '[{"a":1}]', '"x"', '1', 'null', 'true']) {
    expect(['not-an-object', 'empty-value']).toContain(problemOf(text));
  }
});

test('depth is limited, at exactly the named depth, and a hostile line does not end the process', () => {
  const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}1${']'.repeat(depth - 1)}}`;
  expect(problemOf(nested(jsonDepth_max))).toBe(undefined);
  expect(problemOf(nested(jsonDepth_max + 1))).toBe('too-deep');
  expect(problemOf('['.repeat(5_000_000))).toBe('too-deep');
  expect(problemOf('{"a":'.repeat(1_000_000))).toBe('too-deep');
});

test('duplicates are found among very many properties, and quickly', () => {
  const many = Array.from({ length: 50_000 }, (_, i) => `"k${i}":1`);
  expect(problemOf(`{${many.join(',')}}`)).toBe(undefined);
  expect(problemOf(`{${many.join(',')},"k49999":2}`)).toBe('duplicate-property');
  expect(problemOf(`{${many.join(',')},"k0":2}`)).toBe('duplicate-property');
});

test('bytes that are not UTF-8', () => {
  expect(scanResource(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])).problem).toBe(
    'invalid-utf8',
  );
  expect(scanResource(Buffer.from('{"a":"\xff"}', 'latin1')).problem).toBe('invalid-utf8');
});

/** The same rules, by parser: only then may the scanner refuse what JSON.parse takes. */
function forbidden(value: unknown, depth = 1): boolean {
  if (depth > jsonDepth_max) return true;
  if (Array.isArray(value))
    return (
      value.length === 0 || value.some((v) => typeof v === 'object' && v !== null && forbidden(v, depth + 1))
    );
  const entries = Object.entries(value as object);
  return (
    entries.length === 0 ||
    entries.some(([, v]) => v === null || (typeof v === 'object' && forbidden(v, depth + 1)))
  );
}

function referencesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, v]) =>
    key === 'reference' && typeof v === 'string' ? [v] : referencesOf(v),
  );
}

const key = fc.constantFrom('reference', 'id', 'meta', 'resourceType', 'a', 'né', 'lastUpdated');
const { resource: json } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.string({ unit: 'binary' }).map((s) => Buffer.from(s).toString()),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom<unknown>(null, true, false, 'Patient/1', '\\', '"', '\u2028', 1e300, -0),
  ),
  node: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    tie('leaf'),
    fc.array(tie('node'), { maxLength: 4 }),
    tie('resource'),
  ),
  resource: fc.dictionary(key, tie('node'), { maxKeys: 5 }),
}));

test('property: what a serialiser writes is taken, with the references that a parser finds', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent).replaceAll('/', '\\/');
      const parsed = JSON.parse(text);
      const result = scan(text);
      expect(result.problem === undefined).toBe(!forbidden(parsed));
      if (!result.resource) return;
      // A Reference lies in a property: a `reference` at the very top is no Reference.
      const expected = Object.values(parsed).flatMap(referencesOf);
      expect(result.resource.references.map((r) => r.text)).toEqual(expected);
      const bytes = Buffer.from(text);
      for (const r of result.resource.references)
        expect(JSON.parse(bytes.subarray(r.start - 1, r.end + 1).toString())).toBe(r.text);
      if (typeof parsed.id === 'string') expect(result.resource.id).toBe(parsed.id);
    }),
    { numRuns: 1500 },
  );
});

test('property: damage that JSON.parse rejects is rejected, and the reverse but for the named rules', () => {
  const damage = fc.record({
    at: fc.nat(),
    cut: fc.nat(3),
    put: fc.oneof(fc.constantFrom(...'{}[]",:\\/u0123-+.eE \n\t\x01ntf', ''), fc.string({ maxLength: 2 })),
  });
  fc.assert(
    fc.property(json, fc.array(damage, { minLength: 1, maxLength: 3 }), (value, wounds) => {
      let text = JSON.stringify(value);
      for (const { at, cut, put } of wounds) {
        const i = at % (text.length + 1);
        text = text.slice(0, i) + put + text.slice(i + cut);
      }
      let parsed: unknown;
      try {
        parsed = JSON.parse(Buffer.from(text).toString());
      } catch {
        expect(problemOf(text)).toBeDefined();
        return;
      }
      const problem = problemOf(text);
      expect(problem).not.toBe('invalid-json');
      expect(problem).not.toBe('invalid-utf8');
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
        expect(problem).toBeDefined();
      else if (problem === undefined) expect(forbidden(parsed)).toBe(false);
      else if (!['duplicate-property', 'escaped-property-name'].includes(problem))
        expect(forbidden(parsed) || text !== JSON.stringify(parsed)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
