import { assert } from '../problem/problem.ts';

const segments_max = 8;
const segmentBytes_max = 200;

/**
 * The path segments of a key such as `export/6f1c/Patient-1.ndjson`. Keys are made by us, so a bad one is a fault. A
 * segment begins with a letter or digit, which leaves no room for `..`, hidden files, absolute paths or the
 * store's own folders.
 */
export function keySegments(key: string): string[] {
  const segments = key.split('/');
  assert(segments.length <= segments_max, 'a blob key of too many segments');
  for (const segment of segments) {
    assert(/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(segment), 'a blob key with a segment that is no plain name');
    assert(segment.length <= segmentBytes_max, 'a blob key with an overlong segment');
  }
  return segments;
}
