/** Where a command's words go: results to standard output, everything else to standard error. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; isTTY?: boolean };
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly interrupted: AbortSignal;
}

/** One document to standard output: JSON for machines, else the text that `human` makes. */
export function print(io: Io, json: boolean | undefined, document: unknown, human: () => string): void {
  io.stdout.write(json ? `${JSON.stringify(document)}\n` : `${human().trimEnd()}\n`);
}

/** A passing remark; only a terminal shows it, a pipe stays clean. */
export function remark(io: Io, text: string): void {
  if (io.stderr.isTTY) io.stderr.write(`${text}\n`);
}

/** Rows under their headings, columns as wide as needed; numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const isNumber = headings.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  return cells
    .map((row) =>
      row
        .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
