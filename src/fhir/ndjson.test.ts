// Lines come out the same wherever the network cut them, and a line of any length costs bounded memory.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NdjsonLine, ndjsonLines } from './ndjson.ts';

async function* chunksOf(bytes: Buffer, cuts: number[]): AsyncGenerator<Buffer> {
  const at = [...new Set(cuts.map((c) => c % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const to of [...at, bytes.length]) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function split(bytes: Buffer | string, options: { cuts?: number[]; max?: number } = {}) {
  const lines: NdjsonLine[] = [];
  const source = chunksOf(Buffer.from(bytes), options.cuts ?? []);
  for await (const line of ndjsonLines(source, { lineBytes_max: options.max ?? 1000 })) lines.push(line);
  return lines.map((l) => (l.problem ? [l.line, l.problem, l.length] : [l.line, l.bytes.toString()]));
}

test('CRLF, blank lines, a byte order mark and a missing last newline leave the records alone', async () => {
  expect(await split('\ufeff{"a":1}\r\n\r\n \t\n{"b":2}\n\n{"c":3}')).toEqual([
    [1, '{"a":1}'],
    [4, '{"b":2}'],
    [6, '{"c":3}'],
  ]);
  expect(await split('')).toEqual([]);
  expect(await split('\ufeff')).toEqual([]);
  expect(await split('\n\n')).toEqual([]);
  expect(await split('a\n\ufeffb')).toEqual([
    [1, 'a'],
    [2, '\ufeffb'],
  ]);
});

test('the longest line passes and one byte more is reported with its number; the next line is unharmed', async () => {
  const max = 10;
  for (const cuts of [[], [3], [1, 2, 3, 5, 8, 13, 21], Array.from({ length: 60 }, (_, i) => i)]) {
    expect(
      await split(`${'x'.repeat(10)}\r\n${'y'.repeat(11)}\r\n${'z'.repeat(40)}\nlast`, { max, cuts }),
    ).toEqual([
      [1, 'xxxxxxxxxx'],
      [2, 'line-too-long', 11],
      [3, 'line-too-long', 40],
      [4, 'last'],
    ]);
    expect(await split(`\ufeff${'x'.repeat(10)}\r`, { max, cuts })).toEqual([[1, 'xxxxxxxxxx']]);
  }
});

test('property: any chunking gives the same lines', async () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('\n', '\r\n', '\n\n', '\ufeff', ' ', '€', '𝒳', 'x'.repeat(30)),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece).map((p) => p.join('')),
      fc.array(fc.nat(200)),
      fc.integer({ min: 1, max: 60 }),
      async (text, cuts, max) => {
        expect(await split(text, { cuts, max })).toEqual(await split(text, { max }));
      },
    ),
  );
});

test('property: joining lines and splitting them again is the identity', async () => {
  const line = fc.string({ minLength: 1 }).filter((s) => /\S/.test(s) && !/[\n\r\ufeff]/.test(s));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(500)), async (lines, cuts) => {
      const out = await split(lines.join('\n'), { cuts });
      expect(out).toEqual(lines.map((l, i) => [i + 1, l]));
    }),
  );
});

test('a line of 64 MB in small chunks is never held', async () => {
  async function* endless(): AsyncGenerator<Buffer> {
    for (let i = 0; i < 1024; i++) yield Buffer.alloc(64 * 1024, 'x');
    yield Buffer.from('\nnext\n');
  }
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const lines: NdjsonLine[] = [];
  for await (const line of ndjsonLines(endless(), { lineBytes_max: 1024 * 1024 })) {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    lines.push(line);
  }
  expect(lines.map((l) => [l.line, l.problem, l.bytes.length])).toEqual([
    [1, 'line-too-long', 4096],
    [2, undefined, 4],
  ]);
  expect(lines[0]).toMatchObject({ length: 64 * 1024 * 1024 });
});
