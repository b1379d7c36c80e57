// Equal values give equal bytes (RFC 8785), and the bytes that the chain hashes are those.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, type JsonValue } from './canonical.ts';

describe('the canonical text of RFC 8785', () => {
  test('its example of numbers, escapes and literals (3.2.2)', () => {
    const example = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    const expected = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
    expect(canonicalJson(example)).toBe(expected);
    // The end of the bytes that it prints (3.2.4).
    expect(Buffer.from(canonicalJson(example)).toString('hex')).toMatch(
      /22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d$/,
    );
  });

  test('its example of the order of members (3.2.3)', () => {
    const names: [string, string][] = [
      ['\u20ac', 'Euro Sign'],
      ['\r', 'Carriage Return'],
      ['\ufb33', 'Hebrew Letter Dalet With Dagesh'],
      ['1', 'One'],
      ['\ud83d\ude00', 'Emoji: Grinning Face'],
      ['\u0080', 'Control'],
      ['\u00f6', 'Latin Small Letter O With Diaeresis'],
    ];
    expect(Object.values(JSON.parse(canonicalJson(Object.fromEntries(names))))).toHaveLength(7);
    expect(
      [...canonicalJson(Object.fromEntries(names)).matchAll(/:"([A-Z][a-z]+)/g)].map((m) => m[1]),
    ).toEqual(['Carriage', 'One', 'Control', 'Latin', 'Euro', 'Emoji', 'Hebrew']);
  });

  test.each([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [1e21, '1e+21'],
    [999999999999999900000, '999999999999999900000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [333333333.3333332, '333333333.3333332'],
    [0.000001, '0.000001'],
    [-0.0000033333333333333333, '-0.0000033333333333333333'],
    [1424953923781206.2, '1424953923781206.2'],
  ])('the number %d, of its appendix B', (value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 'a\udc00', { '\ud83d': 1 }])(
    'what has none is refused: %j',
    (value) => {
      expect(() => canonicalJson(value as JsonValue)).toThrow(RangeError);
    },
  );
});

const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
const shuffled = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(shuffled)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([k, v]) => [k, shuffled(v)]),
        )
      : value;

describe('for every value', () => {
  test('the order in which members were written does not matter', () => {
    fc.assert(
      fc.property(json, (value) => canonicalJson(shuffled(value) as JsonValue) === canonicalJson(value)),
    );
  });

  test('the text says the value again, without white space between', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test('members stand in the order of their UTF-16 code units', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 4 });
    fc.assert(
      fc.property(fc.dictionary(name, fc.constant(1)), (value) => {
        const names = Object.keys(JSON.parse(canonicalJson(value)));
        const integerFirst = names.some((key) => /^\d+$/.test(key)); // JSON.parse moves these to the front
        if (!integerFirst) expect(names).toEqual([...names].sort());
      }),
    );
  });
});
