import { join, type Sql, sql } from '../db/sql.ts';
import type { Condition, DateValue, ServiceSpan, TokenShape, TokenValue } from './condition.ts';

/** Conditions in the order of their cost. */
export interface Compiled {
  /** What the columns of `r` answer. */
  columns: Sql[];
  /** What a look into the text of `r` excludes, without parsing it. */
  hints: Sql[];
  /** What needs the parsed text, `doc`. */
  doc: Sql[];
}

/** Conditions on the record `r`, all of which must hold. Values are parameters, never text. */
export function compileConditions(conditions: readonly Condition[]): Compiled {
  const compiled: Compiled = { columns: [], hints: [], doc: [] };
  for (const condition of conditions) {
    const onColumns = columnTest(condition);
    if (onColumns) {
      compiled.columns.push(onColumns);
      continue;
    }
    compiled.doc.push(docTest(condition));
    if (condition.test === 'date' && condition.service)
      compiled.columns.push(serviceHint(condition.any, condition.service));
    if (condition.test === 'token' && !condition.not) addTextHint(compiled, condition.any);
  }
  return compiled;
}

const textArray = (values: readonly string[]): Sql => sql`${[...values]}::text[]`;
const or = (parts: readonly Sql[]): Sql => sql`(${join(parts, ' or ')})`;

function columnTest(condition: Condition): Sql | undefined {
  switch (condition.test) {
    case 'ref':
      return sql`r.ref = any (${textArray(condition.any)})`;
    case 'patient':
      return sql`r.person_id = any (array(select w.person_id from resource w where w.ref = any (${textArray(condition.any)})))`;
    case 'last-updated':
      return or(condition.any.map((value) => instantTest(value, sql`r.last_updated`, sql`r.last_updated`)));
    default:
      return undefined;
  }
}

/**
 * A text in which the code does not stand as a JSON string is not parsed. Only for codes that JSON writes in one way, and not
 * for a text with escapes by number, which can write them in another.
 */
function addTextHint(compiled: Compiled, any: readonly TokenValue[]): void {
  const codes = any.flatMap((value) => value.code ?? []);
  if (codes.length < any.length || codes.length > hints_max) return;
  if (!codes.every((code) => /^[\w .:+-]+$/.test(code))) return;
  const caseless = codes.some((code) => /[a-z]/.test(code));
  const text = caseless ? sql`lower(r.text collate "C")` : sql`r.text`;
  const found = codes.map((code) => sql`strpos(${text}, ${`"${code}"`}) > 0`);
  // Codes with letters are mostly those that many records have: they are looked for record by record, until the page is full.
  (caseless ? compiled.hints : compiled.columns).push(or([...found, sql`strpos(r.text, ${'\\u'}) > 0`]));
}

/** More codes than this are not looked for one by one. */
const hints_max = 4;

/** The days of service can tell that no element fits. Instants are a day off at most, whatever the zones. */
function serviceHint(any: readonly DateValue[], { unless }: ServiceSpan): Sql {
  const spans = any.map(({ prefix, by, from, to }) => {
    const widened = by === 'day' ? { from: sql`${from}::date`, to: sql`${to}::date` } : dayWider(from, to);
    if (prefix === 'gt' || prefix === 'ge' || prefix === 'sa') return sql`r.service_end >= ${widened.from}`;
    if (prefix === 'lt' || prefix === 'le' || prefix === 'eb') return sql`r.service_start <= ${widened.to}`;
    if (prefix === 'ne') return sql`true`;
    return sql`(r.service_end >= ${widened.from} and r.service_start <= ${widened.to})`;
  });
  const keys = unless.map((key) => sql`strpos(r.text, ${`"${key}"`}) > 0`);
  return or([...spans, ...keys, sql`r.service_end is null or r.service_start is null`]);
}

const dayWider = (from: string, to: string) => ({
  from: sql`(${from}::timestamptz at time zone 'UTC' - interval '1 day')::date`,
  to: sql`(${to}::timestamptz at time zone 'UTC' + interval '1 day')::date`,
});

function docTest(condition: Condition): Sql {
  switch (condition.test) {
    case 'token': {
      const found = exists(condition.paths, tokenTest(condition.as, condition.any));
      return condition.not ? sql`not ${found}` : found;
    }
    case 'date':
      return or(
        condition.any.map((value) =>
          value.by === 'day' ? dayExists(condition, value) : instantExists(condition, value),
        ),
      );
    case 'string':
      return exists(condition.paths, stringTest(condition.how, condition.any));
    case 'reference':
      return exists(condition.paths, sql`e ->> 'reference' = any (${textArray(condition.any)})`);
    case 'uri':
      return exists(
        condition.paths,
        or(
          condition.any.map(
            (uri) => sql`(e #>> '{}' = ${uri}::text or starts_with(e #>> '{}', ${`${uri}|`}::text))`,
          ),
        ),
      );
    case 'missing': {
      const found = exists(condition.paths, sql`true`);
      return condition.missing ? sql`not ${found}` : found;
    }
    default:
      throw new TypeError(`a condition on a column: ${condition.test}`);
  }
}

/** Some element at one of the paths, `e`, is so. */
const exists = (paths: readonly string[], test: Sql): Sql =>
  sql`exists (select from ${elements(paths)} where ${test})`;

const elements = (paths: readonly string[]): Sql =>
  sql`unnest(${paths.map((path) => `$.${path}[*]`)}::jsonpath[]) p, jsonb_path_query(doc, p) e`;

function tokenTest(shape: TokenShape, any: readonly TokenValue[]): Sql {
  if (shape.of === 'code') {
    const codes = any.filter((value) => value.system === undefined || value.system === shape.system);
    if (codes.some((value) => value.code === undefined)) return sql`true`;
    return sql`lower(e #>> '{}' collate "C") = any (${textArray(codes.map((value) => value.code!))})`;
  }
  const code = shape.of === 'coding' ? sql`e ->> 'code'` : sql`e ->> 'value'`;
  return or(
    any.map((value) => {
      const parts: Sql[] = [];
      if (value.system === null) parts.push(sql`e ->> 'system' is null`);
      else if (value.system !== undefined) parts.push(sql`e ->> 'system' = ${value.system}::text`);
      if (value.code !== undefined) parts.push(sql`lower((${code}) collate "C") = ${value.code}::text`);
      return sql`(${join(parts, ' and ')})`;
    }),
  );
}

function stringTest(how: 'starts' | 'contains' | 'exact', any: readonly string[]): Sql {
  if (how === 'exact') return sql`e #>> '{}' = any (${textArray(any)})`;
  const folded = sql`lower(regexp_replace(normalize(e #>> '{}', NFKD), '[\u0300-\u036f]', '', 'g') collate "C")`;
  return or(
    any.map((value) =>
      how === 'starts'
        ? sql`starts_with(${folded}, ${value}::text)`
        : sql`strpos(${folded}, ${value}::text) > 0`,
    ),
  );
}

/** A date or dateTime is its own start and end; a Period without one of them is open there. */
const startOf = sql`coalesce(case jsonb_typeof(e) when 'object' then e ->> 'start' else e #>> '{}' end, '')`;
const openEndOf = sql`coalesce(case jsonb_typeof(e) when 'object' then e ->> 'end' else e #>> '{}' end, '')`;

const closedEndOf = sql`coalesce(case jsonb_typeof(e) when 'object' then coalesce(e ->> 'end', e ->> 'start') else e #>> '{}' end, '')`;
type Dated = Extract<Condition, { test: 'date' }>;

/**
 * Days are compared as texts, so that no text can make the statement fail. A month ends with day 31 here, on both sides:
 * no day of it is later, and the next month's first is.
 */
function dayExists({ paths, closed }: Dated, value: DateValue): Sql {
  const endOf = closed ? closedEndOf : openEndOf;
  const [from, to] = [sql`${value.from}::text`, sql`${value.to}::text`];
  return sql`exists (select from ${elements(paths)}, lateral (select
      (case length(${startOf}) when 4 then ${startOf} || '-01-01' when 7 then ${startOf} || '-01' else left(${startOf}, 10) end) collate "C" as lo,
      (case length(${endOf}) when 0 then '9999-12-31' when 4 then ${endOf} || '-12-31' when 7 then ${endOf} || '-31' else left(${endOf}, 10) end) collate "C" as hi) b
    where ${spanTest(value.prefix, { lo: sql`b.lo`, hi: sql`b.hi`, from, to })})`;
}

interface Span {
  lo: Sql;
  hi: Sql;
  from: Sql;
  to: Sql;
}

/**
 * R4's comparisons of spans, all four ends inclusive. What ends inside the value's span counts as `ge` although it began
 * before (p2p 4.6: a stay that reaches the boundary is inside), what begins inside it as `le`.
 */
function spanTest(prefix: DateValue['prefix'], { lo, hi, from, to }: Span): Sql {
  switch (prefix) {
    case 'eq':
      return sql`(${lo} >= ${from} and ${hi} <= ${to})`;
    case 'ne':
      return sql`not (${lo} >= ${from} and ${hi} <= ${to})`;
    case 'gt':
      return sql`${hi} > ${to}`;
    case 'ge':
      return sql`${hi} >= ${from}`;
    case 'lt':
      return sql`${lo} < ${from}`;
    case 'le':
      return sql`${lo} <= ${to}`;
    case 'sa':
      return sql`${lo} > ${to}`;
    case 'eb':
      return sql`${hi} < ${from}`;
    case 'ap':
      return sql`(${lo} <= ${to} and ${hi} >= ${from})`;
  }
}

function instantExists({ paths, closed }: Dated, value: DateValue): Sql {
  const endOf = closed ? closedEndOf : openEndOf;
  return sql`exists (select from ${elements(paths)}, lateral (select
      case when ${startOf} = '' then '-infinity' else ${firstInstant(startOf)} end as lo,
      case when ${endOf} = '' then 'infinity' else ${lastInstant(endOf)} end as hi) b
    where ${instantTest(value, sql`b.lo`, sql`b.hi`)})`;
}

/** `to` is exclusive, and instants have microseconds here. */
const instantTest = (value: DateValue, lo: Sql, hi: Sql): Sql =>
  spanTest(value.prefix, {
    lo,
    hi,
    from: sql`${value.from}::timestamptz`,
    to: sql`(${value.to}::timestamptz - interval '1 microsecond')`,
  });

/** Texts that `::timestamptz` takes for certain; all others have no instant, and are not found. */
const castable = (text: Sql): Sql => sql`(${text} ~ ${instantShape}
  and (substr(${text}, 6, 5) <> '02-29' or substr(${text}, 1, 4)::int % 4 = 0
    and (substr(${text}, 1, 4)::int % 100 <> 0 or substr(${text}, 1, 4)::int % 400 = 0)))`;
const instantShape =
  '^(?!0000)[0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9])|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)(T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]{1,20})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?)?$';

const whole = (text: Sql, month: string, day: string): Sql =>
  sql`case length(${text}) when 4 then ${text} || ${month}::text when 7 then ${text} || ${day}::text else ${text} end`;
/** A text without a zone is of UTC, whatever the session's. */
const instant = (text: Sql): Sql =>
  sql`case when ${castable(text)} then case when ${text} ~ '(Z|[+-][0-9:]{5})$' and length(${text}) > 10
    then ${text}::timestamptz else ${text}::timestamp at time zone 'UTC' end end`;

/** The first instant that an element's date may mean. */
const firstInstant = (text: Sql): Sql =>
  sql`(select ${instant(sql`w.t`)} from (select ${whole(text, '-01-01', '-01')} as t) w)`;

/** The last one: of a year, a month, a day, a second, or of the millisecond that it names. */
const lastInstant = (text: Sql): Sql =>
  sql`(select ${instant(sql`w.t`)} + case length(${text}) when 4 then interval '1 year' when 7 then interval '1 month'
      when 10 then interval '1 day' else case when strpos(${text}, '.') > 0 then interval '1 millisecond' else interval '1 second' end end
      - interval '1 microsecond' from (select ${whole(text, '-01-01', '-01')} as t) w)`;
