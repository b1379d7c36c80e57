import { Problem } from '../problem/problem.ts';
import { linesOf } from './lines.ts';

/** What is known of a query: whom it means, or that nobody may be named. */
export interface Truth {
  queryId: string;
  /** Any of these members is the right answer; nobody where the query must be refused. */
  memberIds: ReadonlySet<string>;
  /** Nobody may be named. */
  mustRefuse: boolean;
  /** Why, as a decision says it; undefined where the file does not say. */
  reason: string | undefined;
  stratum: string;
  tier: string;
}

/** Reads truth as CSV by its headings: more columns, and another order of them, change nothing. */
export async function readTruth(path: string): Promise<Map<string, Truth>> {
  const truth = new Map<string, Truth>();
  let headings: string[] | undefined;
  for await (const line of linesOf(path)) {
    const cells = cellsOf(line);
    if (headings === undefined) {
      headings = cells.map((cell) => cell.trim());
      const missing = ['query_id', 'expect'].filter((heading) => !headings!.includes(heading));
      if (missing.length > 0) throw new Problem('invalid', `${path} has no column ${missing.join(', ')}.`);
      continue;
    }
    const row = Object.fromEntries(headings.map((heading, i) => [heading, (cells[i] ?? '').trim()]));
    const one = truthOf(row);
    truth.set(one.queryId, one);
  }
  return truth;
}

function truthOf(row: Record<string, string>): Truth {
  const mustRefuse = row.expect!.toUpperCase() !== 'MATCH';
  const ids = (row.member_ids ?? '').split('|').filter((id) => id !== '');
  const reason = (row.reason ?? '').toLowerCase().replaceAll('_', '-');
  return {
    queryId: row.query_id!,
    memberIds: new Set(mustRefuse ? [] : ids),
    mustRefuse,
    reason: mustRefuse && reason !== '' ? reason : undefined,
    stratum: row.stratum ?? '',
    tier: row.tier ?? '',
  };
}

/** The cells of one line of CSV. */
export function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (line[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      cells.push(cell);
      cell = '';
    } else cell += c;
  }
  return [...cells, cell];
}

/** A cell of CSV. */
export const cellOf = (value: string): string =>
  /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
