import type { ExpandedValueSet } from './value-set.ts';

/** Whether a code belongs; `unknown` where the packages at hand cannot tell. It is never taken for `in`. */
export type Membership = 'in' | 'out' | 'unknown';

export interface CodeSet {
  /** `url|version` of the value set. */
  canonical: string;
  /** A Coding. `system` may be absent. */
  hasCoding(system: string | undefined, code: string): Membership;
  /** A bare `code`, whose system the value set implies. */
  hasCode(code: string): Membership;
  /** The system to name when `hasCode` cannot tell. */
  unknownSystem: string;
}

export function codeSetOf(valueSet: ExpandedValueSet): CodeSet {
  const bySystem = new Map(
    Object.entries(valueSet.systems).map(([system, codes]) => [system, new Set(codes)]),
  );
  const anyCode = new Set<string>();
  for (const codes of bySystem.values()) for (const code of codes) anyCode.add(code);
  const open = new Set(valueSet.open);
  const grammars = valueSet.open.flatMap((system) => grammarOf(system) ?? []);
  const closed = !valueSet.partial && open.size === 0;
  return {
    canonical: valueSet.canonical,
    hasCoding(system, code) {
      if (system === undefined) return closed ? 'out' : 'unknown';
      if (bySystem.get(system)?.has(code)) return 'in';
      if (open.has(system)) {
        const grammar = grammarOf(system);
        return grammar ? (grammar.test(code) ? 'in' : 'out') : 'unknown';
      }
      return valueSet.partial ? 'unknown' : 'out';
    },
    hasCode(code) {
      if (anyCode.has(code)) return 'in';
      if (closed) return 'out';
      if (grammars.length === open.size && !valueSet.partial)
        return grammars.some((grammar) => grammar.test(code)) ? 'in' : 'out';
      return 'unknown';
    },
    unknownSystem: valueSet.open[0] ?? valueSet.canonical.split('|')[0]!,
  };
}

/** Code systems that are a grammar and no list: media types (BCP 13) and languages (BCP 47). */
function grammarOf(system: string): RegExp | undefined {
  if (system === 'urn:ietf:bcp:13') return mediaType;
  if (system === 'urn:ietf:bcp:47') return language;
  return undefined;
}

const mediaType =
  /^(application|audio|chemical|font|image|message|model|multipart|text|video|x-[\w-]{1,60})\/[\w!#$&^.+*-]{1,127}( *;[ \w!#$&^.+="/-]{1,200})?$/;
const language = /^([A-Za-z]{2,3}|[A-Za-z]{4,8}|x)(-[A-Za-z0-9]{1,8}){0,10}$/;
