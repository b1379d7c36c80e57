/** CSV as RFC 4180 has it, as a stream: a header, then one row a record. `plans.0.name` is the name of the first plan. */

export interface CsvRow {
  /** Where the record begins, from 1. */
  line: number;
  /** Undefined where the record is no CSV or longer than allowed. */
  cells: string[] | undefined;
}

/** Splits text into records, wherever the chunks are cut; quotes may hold commas and ends of lines. */
export async function* csvRecords(
  source: AsyncIterable<string>,
  rowBytes_max: number,
): AsyncGenerator<CsvRow> {
  let cells: string[] = [];
  let cell = '';
  let state: 'plain' | 'quoted' | 'quote-in-quoted' = 'plain';
  let line = 1;
  let begun = 1;
  let size = 0;
  const record = (): CsvRow | undefined => {
    const whole = [...cells, cell];
    const found: CsvRow = { line: begun, cells: size > rowBytes_max ? undefined : whole };
    const blank = whole.length === 1 && whole[0] === '';
    cells = [];
    cell = '';
    size = 0;
    begun = line;
    return blank ? undefined : found;
  };
  for await (const chunk of source)
    for (const c of chunk) {
      if (c === '\n') line++;
      if (state === 'quoted') {
        if (c === '"') state = 'quote-in-quoted';
        else if (++size <= rowBytes_max) cell += c;
        continue;
      }
      if (state === 'quote-in-quoted') {
        if (c === '"') {
          cell += '"';
          state = 'quoted';
          continue;
        }
        state = 'plain';
      }
      if (c === '\n') {
        const found = record();
        if (found) yield found;
      } else if (c === ',') {
        cells.push(cell);
        cell = '';
      } else if (c === '"' && cell === '') state = 'quoted';
      else if (c !== '\r' && ++size <= rowBytes_max) cell += c;
    }
  const last = record();
  if (last) yield last;
}

/** A record under its header, as the JSON of the same row would be. */
export function rowOfCells(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const plans: Record<string, string>[] = [];
  header.forEach((name, i) => {
    const value = cells[i] ?? '';
    if (value === '') return;
    const [, at, field] = /^plans\.(\d{1,2})\.(\w+)$/.exec(name) ?? [];
    if (at === undefined || field === undefined) row[name] = value;
    else {
      plans[Number(at)] ??= {};
      plans[Number(at)]![field] = value;
    }
  });
  const named = plans.filter((plan) => plan !== undefined);
  return named.length > 0 ? { ...row, plans: named } : row;
}
