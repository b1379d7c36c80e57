// Protects what is on its way: a stream goes on only as long as somebody can say that it may.
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { whileItStands } from './while-it-stands.ts';

const slow = (pieces: number) =>
  Readable.from(
    (async function* () {
      for (let n = 0; n < pieces; n++) {
        await delay(5);
        yield 'line\n';
      }
    })(),
  );

test('is whole when it may go on', async () => {
  expect(await text(whileItStands(slow(20), async () => true, 2))).toBe('line\n'.repeat(20));
});

test.each([
  ['is withdrawn', async () => false],
  ['nobody can say', () => Promise.reject(new Error('database away'))],
])('breaks when it %s', async (_, stands) => {
  await expect(text(whileItStands(slow(10_000), stands, 2))).rejects.toThrow('withdrawn');
});

test('asks one question at a time, and none after the end', async () => {
  let asked = 0;
  let open = 0;
  const stands = async () => {
    asked++;
    open++;
    expect(open).toBe(1);
    await delay(10);
    open--;
    return true;
  };
  await text(whileItStands(slow(20), stands, 1));
  const atEnd = asked;
  await delay(30);
  expect(asked - atEnd).toBe(0);
});
