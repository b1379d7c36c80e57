/**
 * What an answer to a file request means for the bytes that are here already (RFC 9110 14 and 15.3.7):
 * - `append`: its body goes on at our end
 * - `skip`: the same file from its start; what is here is skipped
 * - `begin`: the whole of another version
 * - `complete`: there is nothing more
 * - `ask-again`: what is here is of no use; ask for the whole file
 * - `failed`: not an answer with the file
 */
export type RangeDecision =
  | { do: 'append' | 'skip' | 'begin'; total: number | undefined }
  | { do: 'complete' | 'ask-again' | 'failed' };

export interface RangeFacts {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Bytes that are here, 0 for a fresh download. */
  have: number;
  /** The strong ETag that they came with. */
  etag: string | undefined;
}

/** An ETag that names one sequence of bytes; a weak one (`W/…`) does not. */
export const strongEtag = (header: string | undefined): string | undefined =>
  header && /^"[^"]*"$/.test(header) ? header : undefined;

export function decideRange({ status, headers, have, etag }: RangeFacts): RangeDecision {
  if (status === 200) {
    const same = have > 0 && etag !== undefined && headers.etag === etag && !headers['content-encoding'];
    return { do: same ? 'skip' : 'begin', total: lengthOf(headers) };
  }
  if (status === 412) return { do: 'ask-again' };
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
  const total = range?.[2] && range[2] !== '*' ? Number(range[2]) : undefined;
  if (status === 416) return { do: total === have && have > 0 ? 'complete' : 'ask-again' };
  if (status !== 206) return { do: 'failed' };
  const same = etag !== undefined && (headers.etag === undefined || headers.etag === etag);
  const follows = range?.[1] !== undefined && Number(range[1]) === have && !headers['content-encoding'];
  return same && follows ? { do: 'append', total } : { do: 'ask-again' };
}

/** The identity length that the answer promises; unknown where it is encoded. */
function lengthOf(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['content-length'];
  if (!text || headers['content-encoding'] || !/^\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}
