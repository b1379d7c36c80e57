/** The most bytes of an over-long line that are kept, so that a person can see what it was. */
const overLongHeadBytes = 4096;

const newline = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

export type NdjsonLine =
  | { line: number; bytes: Buffer; problem?: undefined }
  /** `bytes` is the head of the line only, `length` what it really held. */
  | { line: number; bytes: Buffer; problem: 'line-too-long'; length: number };

export interface NdjsonOptions {
  /** Longest line, its end not counted. */
  lineBytes_max: number;
}

/**
 * Splits NDJSON into lines, wherever the chunks are cut. Lines count from 1, blank ones count but do not appear; a byte
 * order mark and the CR of a CRLF are dropped; a last line without a newline is a line. An over-long line is reported
 * and skipped without being held. A line that lies in one chunk is a view of it, never a copy: whoever keeps it keeps
 * the chunk.
 */
export async function* ndjsonLines(
  source: AsyncIterable<Buffer>,
  options: NdjsonOptions,
): AsyncGenerator<NdjsonLine, void, undefined> {
  const splitter = lineSplitter(options);
  for await (const chunk of source) yield* splitter.push(chunk);
  yield* splitter.end();
}

export interface LineSplitter {
  /** The lines that end in this chunk. */
  push(chunk: Buffer): Generator<NdjsonLine, void, undefined>;
  /** The last line, where no newline ends it. */
  end(): Generator<NdjsonLine, void, undefined>;
}

export function lineSplitter({ lineBytes_max }: NdjsonOptions): LineSplitter {
  let line = 1;
  // The beginning of a line whose end has not come: `heldBytes` of it lie in `held`, `length` is how long it is by now.
  let held = Buffer.alloc(0);
  let heldBytes = 0;
  let length = 0;
  let lastByte = 0;
  // Beyond this, with a byte order mark and a CR allowed for, no line can still be short enough.
  const heldBytes_max = lineBytes_max + byteOrderMark.length + 1;

  function hold(part: Buffer): void {
    if (part.length === 0) return;
    length += part.length;
    lastByte = part[part.length - 1]!;
    const keep = Math.min(part.length, heldBytes_max - heldBytes);
    if (heldBytes + keep > held.length) {
      const larger = Buffer.allocUnsafe(Math.min(heldBytes_max, 2 * (heldBytes + keep)));
      held.copy(larger, 0, 0, heldBytes);
      held = larger;
    }
    part.copy(held, heldBytes, 0, keep);
    heldBytes += keep;
  }

  function complete(last: Buffer): NdjsonLine | undefined {
    let bytes = last;
    if (length > 0) {
      hold(last);
      bytes = held.subarray(0, heldBytes);
    } else {
      length = last.length;
      lastByte = last.length > 0 ? last[last.length - 1]! : 0;
    }
    let total = length - (lastByte === carriageReturn ? 1 : 0);
    const number = line++;
    held = Buffer.alloc(0);
    heldBytes = 0;
    length = 0;
    lastByte = 0;
    if (number === 1 && bytes.length >= 3 && bytes.subarray(0, 3).equals(byteOrderMark)) {
      bytes = bytes.subarray(3);
      total -= 3;
    }
    if (total > lineBytes_max)
      return {
        line: number,
        bytes: bytes.subarray(0, overLongHeadBytes),
        problem: 'line-too-long',
        length: total,
      };
    bytes = bytes.subarray(0, total);
    return isBlank(bytes) ? undefined : { line: number, bytes };
  }

  return {
    *push(chunk) {
      let from = 0;
      for (;;) {
        const to = chunk.indexOf(newline, from);
        if (to < 0) break;
        const found = complete(chunk.subarray(from, to));
        if (found) yield found;
        from = to + 1;
      }
      hold(chunk.subarray(from));
    },
    *end() {
      if (length === 0) return;
      const found = complete(Buffer.alloc(0));
      if (found) yield found;
    },
  };
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return false;
  return true;
}
