/** The bytes that a request wants, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * A single byte range (RFC 9110 14.2). Undefined: the whole, also for what is not understood, for several ranges, and
 * when `If-Range` names another version: to send the whole is always right, a mixture of two versions never.
 */
export function byteRange(
  range: string | undefined,
  ifRange: string | undefined,
  etag: string,
  bytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  if (range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range.trim()) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const count = Math.min(Number(last), bytes);
    return count === 0 ? 'unsatisfiable' : { start: bytes - count, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= bytes ? 'unsatisfiable' : { start, end };
}

/** Whether `If-None-Match` names this tag (weak comparison) or any. */
export function tagged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/** Whether `Accept-Encoding` takes gzip. */
export function takesGzip(acceptEncoding: string | undefined): boolean {
  return (acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim()))
    .some(
      ([name, ...rest]) =>
        (name === 'gzip' || name === 'x-gzip') && !rest.some((p) => /^q=0(\.0*)?$/.test(p)),
    );
}
