import type { Tx } from '../db/db.ts';
import { type QuarantineReason, quarantineText } from './quarantine-reason.ts';
import { type FileKey, putQuarantine, type QuarantinedLine } from './store.ts';

/** How much of a line is kept. A longer one keeps its beginning, and `detail` says how long it was. */
export const quarantinedBytes_max = 64 * 1024;

/** Lines that wait in memory before they are written. */
const waitingLines_max = 200;
const waitingBytes_max = 4 * 1024 * 1024;

export interface QuarantineDetail {
  /** Of the whole line, where `raw` is only its beginning. */
  length?: number;
  /** The partner's `Type/id`. */
  ref?: string | undefined;
  /** FHIRPath of what is wrong. */
  expression?: string | undefined;
}

export interface Quarantine {
  put(line: number, reason: QuarantineReason, raw: Buffer, more?: QuarantineDetail): Promise<void>;
  close(): Promise<void>;
}

/** Keeps bad lines beside the file that they came from, so that a person can see and repair them. */
export function openQuarantine(tx: Tx, file: FileKey, at: Date): Quarantine {
  let waiting: QuarantinedLine[] = [];
  let bytes = 0;
  async function flush(): Promise<void> {
    const lines = waiting;
    waiting = [];
    bytes = 0;
    if (lines.length > 0) await putQuarantine(tx, file, lines, at);
  }
  return {
    async put(line, reason, raw, { length = raw.length, ref, expression } = {}) {
      const kept = Buffer.from(raw.subarray(0, quarantinedBytes_max));
      const cut = length > kept.length ? ` Kept: ${kept.length} of ${length} bytes.` : '';
      const where = expression === undefined ? '' : ` ${expression}.`;
      waiting.push({
        line,
        reason,
        detail: quarantineText[reason] + where + cut,
        raw: kept,
        ref: ref ?? null,
      });
      bytes += kept.length;
      if (waiting.length >= waitingLines_max || bytes >= waitingBytes_max) await flush();
    },
    close: flush,
  };
}
