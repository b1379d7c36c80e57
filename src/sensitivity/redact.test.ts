// What is cut leaves no trace: no reference, no empty element, no narrative that may tell; all else is as it was, to the digit
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../fhir/lossless.ts';
import { scanResource } from '../fhir/scan.ts';
import { classMask } from './bits.ts';
import { graphRecord } from './closure/graph.ts';
import { type Redaction, redact } from './redact.ts';
import { labelsOf, securityOf } from './security.ts';

const nothing: Redaction = { drop: [], paths: [], security: [] };
const cutting = (line: string, more: Partial<Redaction>): JsonObject =>
  JSON.parse(redact(line, { ...nothing, ...more })) as JsonObject;
const to = (reference: string) => ({ reference });

describe('a reference that is cut', () => {
  const observation = JSON.stringify({
    resourceType: 'Observation',
    id: 'o',
    text: { status: 'generated', div: '<div>seen in detox</div>' },
    encounter: to('Encounter/detox'),
    performer: [to('Practitioner/p'), { ...to('Practitioner/q'), display: 'Q' }],
    valueQuantity: { value: 1.5 },
  });

  test('goes with its element, its display and the narrative', () => {
    const left = cutting(observation, { drop: [{ element: 'encounter', target: 'Encounter/detox' }] });
    expect(left).toEqual({
      resourceType: 'Observation',
      id: 'o',
      performer: [to('Practitioner/p'), { ...to('Practitioner/q'), display: 'Q' }],
      valueQuantity: { value: 1.5 },
    });
  });

  test('leaves the others of its list, and takes the list when it was the last', () => {
    const one = { element: 'performer', target: 'Practitioner/q' };
    expect(cutting(observation, { drop: [one] }).performer).toEqual([to('Practitioner/p')]);
    const both = [one, { element: 'performer', target: 'Practitioner/p' }];
    expect(cutting(observation, { drop: both })).not.toHaveProperty('performer');
  });

  test('goes only where it stands: the same target elsewhere is another matter', () => {
    const drop = [{ element: 'focus', target: 'Encounter/detox' }];
    expect(cutting(observation, { drop }).encounter).toEqual(to('Encounter/detox'));
  });

  test('takes the entry that it makes no sense without, and versions of the target too', () => {
    const encounter = JSON.stringify({
      resourceType: 'Encounter',
      id: 'e',
      diagnosis: [
        { condition: to('Condition/sud/_history/2'), rank: 1 },
        { condition: to('Condition/cold'), rank: 2 },
      ],
    });
    const drop = [{ element: 'diagnosis.condition', target: 'Condition/sud', part: 'diagnosis' }];
    expect(cutting(encounter, { drop }).diagnosis).toEqual([{ condition: to('Condition/cold'), rank: 2 }]);
  });

  test('a profile that wants a narrative gets one that says nothing', () => {
    const plan = JSON.stringify({
      resourceType: 'CarePlan',
      id: 'c',
      text: { status: 'generated', div: '<div>for opioid use</div>' },
      addresses: [to('Condition/sud')],
    });
    const left = cutting(plan, { drop: [{ element: 'addresses', target: 'Condition/sud' }] });
    expect(left.text).toEqual({
      status: 'generated',
      div: '<div xmlns="http://www.w3.org/1999/xhtml">Care plan</div>',
    });
    expect(left).not.toHaveProperty('addresses');
  });
});

test('a part that goes takes what it leaves empty, and positions do not shift', () => {
  const record = JSON.stringify({
    resourceType: 'Condition',
    id: 'c',
    note: [{ text: 'a' }, { text: 'b' }, { text: 'c' }],
    code: { coding: [{ display: 'x' }] },
  });
  const left = cutting(record, { paths: ['note[0]', 'note[2]', 'code.coding[0].display'] });
  expect(left).toEqual({ resourceType: 'Condition', id: 'c', note: [{ text: 'b' }] });
});

test('numbers come out as they went in', () => {
  const line =
    '{"resourceType":"Observation","id":"o","valueQuantity":{"value":1.50},"encounter":{"reference":"Encounter/e"}}';
  expect(redact(line, { ...nothing, drop: [{ element: 'encounter', target: 'Encounter/e' }] })).toBe(
    '{"resourceType":"Observation","id":"o","valueQuantity":{"value":1.50}}',
  );
});

describe('labels that go with a record', () => {
  test('stand beside those that are there, once', () => {
    const security = securityOf(1, 'https://old.example/fhir');
    const once = redact('{"resourceType":"Condition","id":"c"}', { ...nothing, security });
    expect(redact(once, { ...nothing, security })).toBe(once);
    const { meta } = JSON.parse(once) as { meta: { security: object[] } };
    expect(meta.security).toEqual(security);
  });

  test('say what they said, whatever the classes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: classMask }), (mask) => {
        const security = securityOf(mask & classMask, 'https://old.example/fhir');
        const { meta } = cutting('{"resourceType":"Condition","id":"c"}', { security }) as unknown as {
          meta?: { security: never };
        };
        expect(labelsOf(meta?.security)).toBe(labelsOf(security as never));
      }),
    );
  });
});

/** Records with references anywhere, some of them to what stays. */
const reference = fc.record({
  reference: fc.constantFrom('Condition/a', 'Condition/b', 'Encounter/c', 'Patient/p'),
  display: fc.constantFrom('x', 'y'),
});
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.integer(),
    reference,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
    fc.dictionary(fc.constantFrom('one', 'two', 'three'), tie('node'), { minKeys: 1, maxKeys: 3 }),
  ),
})).node;

test('invariants 4, 5: of any record, nothing points at what was cut, and what is left is FHIR JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('item', 'part', 'about'), value), (elements) => {
      const line = JSON.stringify({ resourceType: 'Observation', id: 'o', ...elements });
      const gone = 'Condition/a';
      const links = graphRecord(JSON.parse(line) as JsonObject, 0).links;
      const drop = links.filter(({ target }) => target === gone);
      const left = redact(line, { ...nothing, drop });
      expect(left).not.toContain(gone);
      const others = (text: string) =>
        graphRecord(JSON.parse(text) as JsonObject, 0).links.filter(({ target }) => target !== gone);
      expect(others(left)).toEqual(others(line));
      expect(scanResource(Buffer.from(left)).problem).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
