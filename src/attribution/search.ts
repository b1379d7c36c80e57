import { matchResultSystem, npiSystem } from '../fhir/systems.ts';
import { Problem } from '../problem/problem.ts';
import { type GroupCode, groupCodes } from './group.ts';
import { groupIdentifier, groupIdentifierSystem } from './render.ts';
import type { GroupCriteria, Place } from './store.ts';

export interface GroupSearch {
  criteria: GroupCriteria;
  count: number;
  after: Place | undefined;
  /** The parameters that were understood, for the self link. */
  used: [name: string, value: string][];
  /** Names that were not understood, and ignored. */
  ignored: string[];
}

const count_default = 20;
const count_max = 100;
/** Values in one parameter, and parameters in one search. */
const values_max = 50;

/** Say how the answer is written; they select nothing. */
const presentation = new Set(['_format', '_pretty', '_total']);

/**
 * Reads a search for Groups (p2p 6.4). Unknown parameters are ignored, or refused when the caller asked for strict
 * handling; an unknown modifier is always refused, for ignoring it would find what was not asked for.
 *
 * @throws Problem `invalid` (O27: searches answer 400)
 */
export function readGroupSearch(query: URLSearchParams, strict: boolean): GroupSearch {
  let codes: readonly GroupCode[] = groupCodes;
  const identifiers: { npis: string[]; ids: string[] }[] = [];
  const search: GroupSearch = {
    criteria: { codes, identifiers },
    count: count_default,
    after: undefined,
    used: [],
    ignored: [],
  };
  const all = [...query];
  if (all.length > values_max) throw new Problem('invalid', `A search has at most ${values_max} parameters.`);
  for (const [name, value] of all) {
    switch (name) {
      case 'code':
      case 'characteristic': {
        const wanted = tokensOf(name, value).flatMap(codesOf);
        codes = codes.filter((code) => wanted.includes(code));
        break;
      }
      case '_id':
        identifiers.push({ npis: [], ids: valuesOf(name, value) });
        break;
      case 'identifier':
        identifiers.push({ npis: npisOf(tokensOf(name, value)), ids: ownIdsOf(tokensOf(name, value)) });
        break;
      case 'characteristic-value-reference':
      case 'characteristic-value-reference:identifier':
      case 'characteristic-value-reference:Organization':
        // The value is a logical reference: a literal one (Organization/1) finds nothing (O22).
        identifiers.push({ npis: npisOf(tokensOf(name, value)), ids: [] });
        break;
      case '_count':
        search.count = countOf(value);
        break;
      case '_cursor':
        search.after = placeOf(value);
        break;
      default:
        if (presentation.has(name)) break;
        if (name.split(':')[0]! in known)
          throw new Problem('invalid', 'This modifier of a search parameter is not supported.', {
            code: 'not-supported',
          });
        if (strict)
          throw new Problem('invalid', 'A search parameter is not supported.', { code: 'not-supported' });
        search.ignored.push(name);
        continue;
    }
    if (name !== '_cursor') search.used.push([name, value]);
  }
  return { ...search, criteria: { codes, identifiers } };
}

const known = {
  code: true,
  characteristic: true,
  identifier: true,
  _id: true,
  'characteristic-value-reference': true,
};

/** Where the next page starts. Opaque to clients. */
export const cursorOf = (place: Place): string =>
  Buffer.from(`${place.createdAt.toISOString()} ${place.id}`).toString('base64url');

function placeOf(cursor: string): Place {
  const [, at, id] = /^(\S+) (\S+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  const createdAt = new Date(at ?? '');
  if (id === undefined || Number.isNaN(createdAt.getTime()))
    throw new Problem('invalid', 'The page link is not one of ours.');
  return { createdAt, id };
}

function countOf(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Problem('invalid', '_count is not a number.');
  return Math.min(Number(value), count_max);
}

interface Token {
  /** Undefined: any system; '': no system. */
  system: string | undefined;
  /** '': any value of the system. */
  value: string;
}

function valuesOf(name: string, text: string): string[] {
  const values = text.split(/(?<!\\),/).map((value) => value.replace(/\\([,|$\\])/g, '$1'));
  if (values.length > values_max)
    throw new Problem('invalid', `A search parameter has at most ${values_max} values.`);
  if (values.some((value) => value === ''))
    throw new Problem('invalid', `The search parameter ${name} has an empty value.`);
  return values;
}

const tokensOf = (name: string, text: string): Token[] =>
  valuesOf(name, text).map((value) => {
    const bar = value.indexOf('|');
    return bar < 0
      ? { system: undefined, value }
      : { system: value.slice(0, bar), value: value.slice(bar + 1) };
  });

/** The guide prints quotation marks around the code; its readers send them. */
const codesOf = ({ system, value }: Token): GroupCode[] =>
  system === undefined || system === matchResultSystem
    ? groupCodes.filter((code) => value === '' || value.replace(/^"(.*)"$/, '$1') === code)
    : [];

const npisOf = (tokens: readonly Token[]): string[] =>
  tokens
    .filter(({ system, value }) => (system === undefined || system === npiSystem) && value !== '')
    .map(({ value }) => value);

function ownIdsOf(tokens: readonly Token[]): string[] {
  const prefix = groupIdentifier('');
  return tokens
    .filter(
      ({ system, value }) =>
        (system === undefined || system === groupIdentifierSystem) && value.startsWith(prefix),
    )
    .map(({ value }) => value.slice(prefix.length));
}
