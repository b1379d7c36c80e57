import { gunzipSync } from 'node:zlib';
import { Problem } from '../../problem/problem.ts';

/** The largest FHIR package in use unpacks to 65 MB. */
const unpackedBytes_max = 512 * 1024 * 1024;
const chunkBytes_min = 64 * 1024;
const chunkBytes_max = 128 * 1024 * 1024;
const entries_max = 100_000;
const block = 512;

export interface TarEntry {
  path: string;
  /** A view of the archive: whoever keeps it keeps the whole. */
  bytes: Buffer;
}

/** The files of a `.tgz` (POSIX ustar, with long names of pax and GNU), in order. */
export function* tarEntries(archive: Buffer): Generator<TarEntry, void, undefined> {
  const tar = unpacked(archive);
  let at = 0;
  let longPath: string | undefined;
  for (let count = 0; at + block <= tar.length; count++) {
    if (count > entries_max) throw broken('it holds too many files');
    const header = tar.subarray(at, at + block);
    if (header[0] === 0) return;
    const size = sizeOf(header);
    const bytes = tar.subarray(at + block, at + block + size);
    if (bytes.length !== size) throw broken('it ends too early');
    at += block + Math.ceil(size / block) * block;
    const kind = String.fromCharCode(header[156]!);
    if (kind === 'L') longPath = textOf(bytes);
    else if (kind === 'x') longPath = paxPath(bytes) ?? longPath;
    else {
      if (kind === '0' || kind === '\0') yield { path: longPath ?? pathOf(header), bytes };
      longPath = undefined;
    }
  }
}

function unpacked(archive: Buffer): Buffer {
  try {
    // The last four bytes say how long it will be (RFC 1952): in one piece it takes half the time.
    const length = archive.length < 4 ? 0 : archive.readUInt32LE(archive.length - 4);
    return gunzipSync(archive, {
      maxOutputLength: unpackedBytes_max,
      chunkSize: Math.min(Math.max(length, chunkBytes_min), chunkBytes_max),
    });
  } catch (cause) {
    throw broken('it is no gzip file, is damaged, or unpacks to too much', cause);
  }
}

function sizeOf(header: Buffer): number {
  const text = textOf(header.subarray(124, 136)).trim();
  if (!/^[0-7]{1,11}$/.test(text)) throw broken('a header is not tar');
  return Number.parseInt(text, 8);
}

function pathOf(header: Buffer): string {
  const name = textOf(header.subarray(0, 100));
  const isUstar = header.toString('latin1', 257, 262) === 'ustar';
  const prefix = isUstar ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records of a pax header are `length key=value\n`. */
const paxPath = (bytes: Buffer): string | undefined => /^\d+ path=(.*)$/m.exec(bytes.toString('utf8'))?.[1];

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

const broken = (why: string, cause?: unknown): Problem =>
  new Problem('invalid', `The package cannot be read: ${why}.`, { cause });
