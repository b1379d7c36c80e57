import type { Condition } from '../record/condition.ts';
import type { Order } from '../record/search-store.ts';
import { conditionOf, type SearchProblem } from './condition.ts';
import { type Cursor, openCursor } from './cursor.ts';
import { type Include, includeOf, provenanceOf } from './include.ts';
import {
  includes_max,
  pageRecords_default,
  pageRecords_max,
  parameters_max,
  searchCharacters_max,
} from './limits.ts';
import { parametersOf } from './parameters.ts';
import type { Seal } from './seal.ts';
import type { Parameter } from './table.ts';

export type { SearchProblem } from './condition.ts';

export interface ParseOptions {
  /** `Prefer: handling=lenient`: unknown parameters are passed over, and not in `used`. */
  lenient: boolean;
  /** Our own FHIR base: an absolute reference to it is a relative one. */
  base: string;
  /** For the date prefix `ap`. */
  now: Date;
  /** Opens `_cursor`. */
  seal: Seal;
}

export interface Search {
  type: string;
  conditions: Condition[];
  /** 0: only the total. */
  count: number;
  order: Order;
  includes: Include[];
  /** With the Provenances of what is found. */
  provenance: boolean;
  /** The total is wanted, although it costs a pass over all. */
  total: boolean;
  /** The page link that asked. */
  cursor?: Cursor;
  /** The parameters that were understood, for the self link. A page that a link asked for: its `_cursor` alone. */
  used: [name: string, value: string][];
  /** Names that were passed over. */
  ignored: string[];
}

type Parsed = { search: Search } | { problems: SearchProblem[] };

/** Say how the answer is written; they select nothing. */
export const presentation = new Set(['_format', '_pretty']);

/** Reads a search, from the query of a GET or the form of a POST `_search`; a page link's `_cursor` too. */
export function parseSearch(type: string, query: URLSearchParams, options: ParseOptions): Parsed {
  const asked = [...query].filter(([name]) => !presentation.has(name));
  const token = query.get('_cursor');
  if (token === null) return readSearch(type, asked, options);
  const cursor = openCursor(options.seal, token, type);
  if (!cursor || asked.length > 1) return { problems: [notOurs] };
  const parsed = readSearch(type, cursor.asked, options);
  if ('problems' in parsed) return parsed;
  return { search: { ...parsed.search, cursor, used: [['_cursor', token]] } };
}

export const notOurs: SearchProblem = {
  code: 'invalid',
  text: 'The page link is not one of ours, or not the whole of it.',
};

function readSearch(type: string, asked: readonly [string, string][], options: ParseOptions): Parsed {
  const parameters = parametersOf(type);
  if (!parameters) return refused('not-supported', 'This type cannot be searched.');
  if (asked.length > parameters_max)
    return refused('too-long', `A search has at most ${parameters_max} parameters.`);
  if (asked.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > searchCharacters_max)
    return refused('too-long', `A search has at most ${searchCharacters_max} characters.`);
  const search: Search = {
    type,
    conditions: [],
    count: pageRecords_default,
    order: { by: 'ref', descending: false },
    includes: [],
    provenance: false,
    total: false,
    used: [],
    ignored: [],
  };
  const problems: SearchProblem[] = [];
  const once = new Set<string>();
  for (const [name, value] of asked) {
    const result =
      onceOnly.has(name) && once.has(name)
        ? { problem: { code: 'invalid', text: `${name} may be given once.` } as const }
        : readParameter(search, parameters, name, value, options);
    once.add(name);
    if (result === 'unknown') {
      if (options.lenient) search.ignored.push(name);
      else
        problems.push({
          code: 'not-supported',
          text: `The search parameter ${printable(name)} is not supported for ${type}.`,
        });
    } else if (result) problems.push(result.problem);
    else search.used.push([name, name === '_count' ? String(search.count) : value]);
  }
  return problems.length > 0 ? { problems } : { search };
}

const refused = (code: SearchProblem['code'], text: string): Parsed => ({ problems: [{ code, text }] });
const onceOnly = new Set(['_count', '_sort', '_summary', '_total']);

/** The caller's own word, told back: short, and nothing that could be markup or a value. */
const printable = (name: string) => name.replace(/[^\w.:-]/g, '?').slice(0, 40);

type Outcome = { problem: SearchProblem } | 'unknown' | undefined;

/** Adds one parameter to the search. */
function readParameter(
  search: Search,
  parameters: ReadonlyMap<string, Parameter>,
  name: string,
  value: string,
  { base, now }: ParseOptions,
): Outcome {
  const result = readResultParameter(search, parameters, name, value);
  if (result !== 'unknown') return result;
  const [, plain = '', rest = ''] = /^([^:.]*)(.*)$/.exec(name) ?? [];
  const parameter = parameters.get(plain);
  if (!parameter) return 'unknown';
  // `patient:Patient.name` and `patient.name` are chains; `patient:Patient` is a modifier.
  if (rest.includes('.'))
    return problem('not-supported', `Chained search parameters are not supported: ${plain}.`);
  const modifier = rest === '' ? undefined : rest.slice(1);
  const read = conditionOf(parameter, modifier, value, { type: search.type, base, now });
  if ('problem' in read) return read;
  search.conditions.push(read.condition);
  return undefined;
}

const problem = (code: SearchProblem['code'], text: string) => ({ problem: { code, text } });

/** The parameters that shape the answer. */
function readResultParameter(
  search: Search,
  parameters: ReadonlyMap<string, Parameter>,
  name: string,
  value: string,
): Outcome {
  switch (name) {
    case '_count':
      if (!/^\d{1,9}$/.test(value)) return problem('invalid', '_count is not a number.');
      search.count = Math.min(Number(value), pageRecords_max);
      return undefined;
    case '_sort':
      return readSort(search, parameters, value);
    case '_total':
      if (!['none', 'estimate', 'accurate'].includes(value))
        return problem('invalid', '_total takes none, estimate or accurate.');
      search.total = value !== 'none';
      return undefined;
    case '_summary':
      if (value === 'count') search.count = 0;
      else if (value !== 'false') return problem('not-supported', '_summary takes count or false here.');
      return undefined;
    case '_include':
    case '_revinclude': {
      const read = name === '_include' ? includeOf(search.type, value) : provenanceOf(search.type, value);
      if ('problem' in read) return read;
      if (search.includes.length + 1 > includes_max)
        return problem('too-long', `A search has at most ${includes_max} includes.`);
      if ('include' in read) search.includes.push(read.include);
      else search.provenance = true;
      return undefined;
    }
    default:
      return /^_(rev)?include:/.test(name)
        ? problem('not-supported', 'Modifiers of _include and _revinclude are not supported.')
        : 'unknown';
  }
}

function readSort(search: Search, parameters: ReadonlyMap<string, Parameter>, value: string): Outcome {
  const descending = value.startsWith('-');
  const name = descending ? value.slice(1) : value;
  const parameter = parameters.get(name);
  if (name === '_id') search.order = { by: 'ref', descending };
  else if (name === '_lastUpdated') search.order = { by: 'last-updated', descending };
  else if (parameter?.type === 'date') search.order = { by: 'date', paths: parameter.paths, descending };
  else
    return problem('not-supported', '_sort takes one parameter: _id, _lastUpdated or a date of this type.');
  return undefined;
}
