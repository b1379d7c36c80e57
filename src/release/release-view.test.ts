// The release view of a line: what changes and, byte for byte, what does not.
import { expect, test } from 'vitest';
import type { JsonObject } from '../fhir/lossless.ts';
import { scanResource } from '../fhir/scan.ts';
import { loadedLine, releaseView, stamp } from './release-view.ts';

const now = new Date('2026-06-30T12:00:00.000Z');
const viewOf = (line: string, cut?: (reference: string) => boolean) => {
  const bytes = Buffer.from(line);
  const scanned = scanResource(bytes).resource!;
  const view = releaseView(bytes, scanned, JSON.parse(line) as JsonObject, cut ? { cut } : {});
  stamp(view, now);
  return { ...view, line: view.text.toString() };
};
const observation = (meta: string, rest = '') =>
  `{ "resourceType":"Observation", "id":"o"${meta},"valueQuantity":{"value":1.50,"unit":"\\u00b5g"}${rest}}`;

test('an untouched line keeps every byte but the instant of its change', () => {
  const view = viewOf(observation(',"meta":{"versionId":"3","lastUpdated":"2020-01-01T00:00:00Z"}'));
  expect(view.line).toBe(observation(',"meta":{"versionId":"3","lastUpdated":"2026-06-30T12:00:00.000Z"}'));
  expect(view.source).toBeNull();
  expect(view.lastUpdated).toBe('2020-01-01T00:00:00Z');
});

test('meta is completed or made, and the loaded line can be had back', () => {
  for (const meta of ['', ',"meta":{"source":"x"}', ',"meta":{"lastUpdated":"2020"}']) {
    const view = viewOf(observation(meta));
    expect(JSON.parse(view.line).meta.lastUpdated).toBe('2026-06-30T12:00:00.000Z');
    expect(loadedLine(view).toString()).toBe(observation(meta));
  }
});

test('the hash sees every change but those that come by themselves', () => {
  const hash = (meta: string, rest?: string) => viewOf(observation(meta, rest)).hash.toString('hex');
  const one = hash(',"meta":{"versionId":"1","lastUpdated":"2020-01-01T00:00:00Z"}');
  expect(hash(',"meta":{"versionId":"22","lastUpdated":"2021-01-01T00:00:00Z"}')).toBe(one);
  expect(
    hash(',"meta":{"versionId":"1","lastUpdated":"2020-01-01T00:00:00Z"}', ',"status":"final"'),
  ).not.toBe(one);
});

test('a claim loses its money and keeps its other numbers as text; the loaded line is kept beside it', () => {
  const line =
    '{"resourceType":"ExplanationOfBenefit","id":"e","use":"claim","item":[{"sequence":1,"quantity":{"value":2.50},"net":{"value":1.50,"currency":"USD"},"servicedDate":"2024-01-05"}]}';
  const view = viewOf(line);
  expect(view.line).toBe(
    '{"resourceType":"ExplanationOfBenefit","id":"e","meta":{"lastUpdated":"2026-06-30T12:00:00.000Z"},"use":"claim","item":[{"sequence":1,"quantity":{"value":2.50},"servicedDate":"2024-01-05"}]}',
  );
  expect(view.source?.toString()).toBe(line);
  expect(view.reach).toBe('2024-01-05');
});

test('a reference to a type that never leaves is cut, what it said besides stays', () => {
  const view = viewOf(
    '{"resourceType":"DiagnosticReport","id":"d","imagingStudy":[{"reference":"ImagingStudy/i"},{"reference":"ImagingStudy/j","display":"chest"}],"result":[{"reference":"Observation/o/_history/2"},{"reference":"#c"},{"reference":"urn:uuid:1"}]}',
  );
  const { imagingStudy, result } = JSON.parse(view.line);
  expect(imagingStudy).toEqual([
    { type: 'ImagingStudy', display: 'Not part of this exchange' },
    { type: 'ImagingStudy', display: 'chest' },
  ]);
  expect(result).toEqual([{ reference: 'Observation/o' }, { reference: '#c' }, { reference: 'urn:uuid:1' }]);
  expect(view.refs).toEqual(['Observation/o']);
});

test('nothing but Provenance refers to a claim, and the caller cuts what it does not hold', () => {
  const provenance =
    '{"resourceType":"Provenance","id":"p","target":[{"reference":"ExplanationOfBenefit/e"},{"reference":"Location/l"}]}';
  expect(viewOf(provenance).refs).toEqual(['ExplanationOfBenefit/e', 'Location/l']);
  const cut = viewOf(provenance, (reference) => reference === 'Location/l');
  expect(JSON.parse(cut.line).target[1].reference).toBeUndefined();
  const document =
    '{"resourceType":"DocumentReference","id":"d","context":{"related":[{"reference":"ExplanationOfBenefit/e"}]}}';
  expect(viewOf(document).refs).toEqual([]);
});

test('types outside the payload stay; active narrative goes, harmless narrative stays', () => {
  expect(viewOf('{"resourceType":"Claim","id":"c"}').withheld).toBe('type-not-in-payload');
  const patient = (div: string) =>
    `{"resourceType":"Patient","id":"p","text":{"status":"generated","div":${JSON.stringify(div)}}}`;
  for (const div of [
    '<div><script>x</script></div>',
    '<div><img src="x" onerror="y"/></div>',
    '<div><a href="javascript:x">y</a></div>',
  ])
    expect(JSON.parse(viewOf(patient(div)).line).text).toBeUndefined();
  expect(JSON.parse(viewOf(patient('<div>He is on duty = yes<br/></div>')).line).text).toBeDefined();
});
