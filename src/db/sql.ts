/**
 * SQL as a value: `sql\`select * from person where id = ${id}\``. Values become parameters, never text; a nested `Sql`
 * is spliced in. There is no query builder: the statements that matter here (COPY, merges, SKIP LOCKED) are plain SQL.
 */
export interface Sql {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
  /** The server keeps the plan under this name; see `prepared`. */
  readonly name?: string;
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && sqlMark in value;
const sqlMark = Symbol('sql');

function make(strings: readonly string[], values: readonly unknown[]): Sql {
  return { strings, values, [sqlMark]: true } as Sql;
}

export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  const outStrings: string[] = [strings[0]!];
  const outValues: unknown[] = [];
  const appendText = (text: string) => {
    outStrings[outStrings.length - 1] += text;
  };
  values.forEach((value, i) => {
    if (isSql(value)) {
      value.strings.forEach((text, j) => {
        if (j > 0) {
          outValues.push(value.values[j - 1]);
          outStrings.push('');
        }
        appendText(text);
      });
    } else {
      outValues.push(value);
      outStrings.push('');
    }
    appendText(strings[i + 1]!);
  });
  return make(outStrings, outValues);
}

/** Text that goes into a statement as it is: only for constants of our own code, never for input. */
export const raw = (text: string): Sql => make([text], []);

/** Fragments with `separator` between them; nothing for an empty list. */
export function join(parts: readonly Sql[], separator = ', '): Sql {
  let all = sql``;
  parts.forEach((part, i) => {
    all = i === 0 ? part : sql`${all}${raw(separator)}${part}`;
  });
  return all;
}

/**
 * The statement under a name: each connection plans it once. For statements whose planning costs more than their run. One
 * name is always one text.
 */
export const prepared = (name: string, query: Sql): Sql =>
  Object.assign(make(query.strings, query.values), { name });

/** The statement as node-postgres takes it: numbered parameters. */
export function compile(query: Sql): { text: string; values: unknown[]; name?: string } {
  let text = query.strings[0]!;
  for (let i = 1; i < query.strings.length; i++) text += `$${i}${query.strings[i]}`;
  return { text, values: [...query.values], ...(query.name !== undefined && { name: query.name }) };
}

/** A value as an SQL literal, for COPY, which takes no parameters. */
export function literal(value: string | number | Date | readonly (string | number)[]): string {
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (typeof value === 'string') {
    const quoted = value.replaceAll("'", "''");
    return value.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
  }
  return `array[${value.map((v) => literal(v)).join(',')}]`;
}

/** A compiled query with its parameters written in as literals, for COPY (select …) TO. */
export function inlined(query: Sql): string {
  let text = query.strings[0]!;
  query.values.forEach((value, i) => {
    text +=
      (value === null ? 'null' : literal(value as string | number | Date | readonly string[])) +
      query.strings[i + 1]!;
  });
  return text;
}
