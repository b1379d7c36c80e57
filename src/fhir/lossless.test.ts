// What we read and print again is what came in: numbers by their text, keys in their order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson, printJson } from './lossless.ts';

const printed = (text: string): string => {
  const parsed = parseJson(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return printJson(parsed.value);
};

test.each(['1.50', '1.0', '-0', '0.0', '1e2', '1E+2', '123456789012345678901', '0.1', '-1.50e-3'])(
  'the number %s keeps its text',
  (number) => {
    expect(printed(`{"b":${number},"a":[${number}]}`)).toBe(`{"b":${number},"a":[${number}]}`);
  },
);

test('a canonical line is read by the fast way, any other by the slow one, to the same meaning', () => {
  expect(parseJson('{"a":1.5}')).toMatchObject({ exact: true });
  expect(parseJson('{"a":1.50}')).toMatchObject({ exact: false });
  expect(printed('{ "a" : [ 1 , "\\u0041/\\/" ] }')).toBe('{"a":[1,"A//"]}');
});

test.each([
  ['{"a":1,"a":2}', 'duplicate-key'],
  ['{"a":1,"\\u0061":2}', 'duplicate-key'],
  ['{"1":1,"0":2}', 'bad-key'],
  ['{"a":01}', 'not-json'],
  ['{"a":1', 'not-json'],
  ['{"a":"x', 'not-json'],
  ['{"a":"\t"}', 'not-json'],
  ['{"a":1}x', 'not-json'],
  ['', 'not-json'],
  [`${'['.repeat(65)} 1${']'.repeat(65)}`, 'too-deep'],
])('%s is refused', (text, problem) => {
  expect(parseJson(text)).toEqual({ problem });
});

test('parse and print give any JSON back, whatever its white space', () => {
  const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/).filter((k) => k !== '__proto__');
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'grapheme' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(key, tie('json'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(json, (value) => {
      const compact = JSON.stringify(value);
      expect(printed(compact)).toBe(compact);
      expect(printed(JSON.stringify(value, null, 2))).toBe(compact);
    }),
  );
});
