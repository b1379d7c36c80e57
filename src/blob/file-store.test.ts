import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BlobStore } from './blob.ts';
import { openFileStore } from './file-store.ts';

let dir: string;
let store: BlobStore;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tl-blob-'));
  store = openFileStore(join(dir, 'blobs'));
});
afterEach(() => rm(dir, { recursive: true }));

const bytes = (text: string) => Buffer.from(text);
const sha256 = (text: string) => createHash('sha256').update(text).digest();
const textOf = async (key: string) => (await buffer(await store.read(key))).toString();
async function put(key: string, text: string): Promise<void> {
  const writer = await store.writer(key);
  await writer.write(bytes(text));
  await writer.commit();
}

test('an object is invisible until its commit, and whole afterwards', async () => {
  const writer = await store.writer('export/j/Patient-1.ndjson');
  await writer.write(bytes('one\n'));
  await writer.write(bytes('two\n'));
  expect(await store.size('export/j/Patient-1.ndjson')).toBeUndefined();
  await expect(store.read('export/j/Patient-1.ndjson')).rejects.toMatchObject({ category: 'not-found' });
  expect(await writer.commit()).toEqual({ bytes: 8, sha256: sha256('one\ntwo\n') });
  expect(await store.size('export/j/Patient-1.ndjson')).toBe(8);
  expect(await textOf('export/j/Patient-1.ndjson')).toBe('one\ntwo\n');
});

test('an object is replaced in one step; who reads the old one reads it to its end', async () => {
  await put('a', 'old old old');
  const reading = await store.read('a');
  await put('a', 'new');
  expect((await buffer(reading)).toString()).toBe('old old old');
  expect(await textOf('a')).toBe('new');
});

test('a discarded object leaves nothing', async () => {
  const writer = await store.writer('a/b');
  await writer.write(bytes('x'));
  await writer.discard();
  expect(await store.size('a/b')).toBeUndefined();
  const files = await readdir(join(dir, 'blobs'), { recursive: true, withFileTypes: true });
  expect(files.filter((file) => file.isFile())).toEqual([]);
});

test('of two writers of one key the later wins, and the earlier cannot publish', async () => {
  const stale = await store.writer('a');
  await stale.write(bytes('stale'));
  const fresh = await store.writer('a');
  await fresh.write(bytes('fresh'));
  await expect(stale.commit()).rejects.toMatchObject({ code: 'ENOENT' });
  await fresh.commit();
  expect(await textOf('a')).toBe('fresh');
});

test('ranges are inclusive, as in HTTP, and may end beyond the object', async () => {
  await put('a', '0123456789');
  const part = async (start: number, end: number) =>
    (await buffer(await store.read('a', { start, end }))).toString();
  expect(await part(0, 0)).toBe('0');
  expect(await part(3, 5)).toBe('345');
  expect(await part(8, 100)).toBe('89');
});

test('a partial object is continued by another process, and hashed as a whole', async () => {
  const first = await store.partial('in/f1');
  await first.append(bytes('hello '));
  await first.close();
  expect(await store.size('in/f1')).toBeUndefined();
  const second = await openFileStore(join(dir, 'blobs')).partial('in/f1');
  expect(second.bytes).toBe(6);
  await second.append(bytes('world'));
  expect(second.bytes).toBe(11);
  expect(await second.commit()).toEqual({ bytes: 11, sha256: sha256('hello world') });
  expect(await textOf('in/f1')).toBe('hello world');
  const next = await store.partial('in/f1');
  expect(next.bytes).toBe(0);
  await next.close();
});

test('a partial object begins again when its source changed', async () => {
  const partial = await store.partial('f');
  await partial.append(bytes('of the old file'));
  await partial.restart();
  expect(partial.bytes).toBe(0);
  await partial.append(bytes('new'));
  expect(await partial.commit()).toEqual({ bytes: 3, sha256: sha256('new') });
});

test('deleting takes the object, what is unfinished of it, and with a prefix whole segments only', async () => {
  for (const key of ['export/1/a', 'export/1/b/c', 'export/10/a']) await put(key, key);
  const partial = await store.partial('export/1/d');
  await partial.append(bytes('x'));
  await partial.close();
  await store.delete('export/1/missing');
  await store.delete('export/1/a');
  expect(await store.size('export/1/a')).toBeUndefined();
  await store.deleteAll('export/1');
  expect(await store.size('export/1/b/c')).toBeUndefined();
  const again = await store.partial('export/1/d');
  expect(again.bytes).toBe(0);
  await again.close();
  expect(await store.size('export/10/a')).toBe(11);
});

test.each([
  '../secret',
  'a/../../secret',
  '/etc/passwd',
  'a//b',
  '',
  '.',
  'a/.hidden',
  '.partial/x',
  'a\\b',
  'a\0b',
  'a/b/',
  'x'.repeat(201),
])('the key %j is refused', async (key) => {
  await writeFile(join(dir, 'secret'), 'secret');
  for (const use of [store.read, store.size, store.writer, store.partial, store.delete, store.deleteAll])
    await expect(async () => use(key)).rejects.toThrow('impossible: a blob key');
});
