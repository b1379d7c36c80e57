import type { CodeSystem, ConceptSet, Expansion, ExpansionEntry, ValueSet } from '../package/definitions.ts';
import { type ConceptGraph, conceptGraph } from './code-system.ts';
import { filterTest } from './filter.ts';

/** A value set written out, as far as the packages at hand allow. Plain data: it goes to the cache as it is. */
export interface ExpandedValueSet {
  /** `url|version` */
  canonical: string;
  /** System to the codes that belong. */
  systems: Record<string, string[]>;
  /** Systems of which more codes may belong: their codes, or a filter on them, cannot be told here. */
  open: string[];
  /** Parts are missing altogether: nothing can be said about any code that is not listed. */
  partial: boolean;
}

/** Where value sets and code systems come from. */
export interface Terminology {
  valueSet(canonical: string): ValueSet | undefined;
  codeSystem(canonical: string): CodeSystem | undefined;
  /** Written-out forms that somebody with a terminology server made. */
  expansions(url: string): readonly Expansion[];
}

/** Imports inside imports. */
const depth_max = 12;
/** More codes of one value set are not written out: it is checked as open. */
const codes_max = 200_000;

/** Writes a value set out (valueset.html#composition). */
export function expandValueSet(valueSet: ValueSet, terminology: Terminology): ExpandedValueSet {
  const canonical = `${valueSet.url}|${valueSet.version ?? ''}`;
  const composed = valueSet.compose ? composedOf(valueSet, terminology, 0) : undefined;
  if (composed && !composed.partial && composed.open.size === 0) return plain(canonical, composed);
  for (const expansion of terminology.expansions(valueSet.url)) {
    if (!isWhole(expansion)) continue;
    const listed = emptySet();
    addEntries(listed, expansion.contains ?? [], 0);
    return plain(canonical, listed);
  }
  return plain(canonical, composed ?? { ...emptySet(), partial: true });
}

interface Members {
  systems: Map<string, Set<string>>;
  open: Set<string>;
  partial: boolean;
}

const emptySet = (): Members => ({ systems: new Map(), open: new Set(), partial: false });

function composedOf(valueSet: ValueSet, terminology: Terminology, depth: number): Members {
  const all = emptySet();
  if (depth > depth_max) return { ...all, partial: true };
  for (const include of valueSet.compose?.include ?? []) unite(all, membersOf(include, terminology, depth));
  for (const exclude of valueSet.compose?.exclude ?? [])
    subtract(all, membersOf(exclude, terminology, depth));
  return all;
}

/** What one `include` or `exclude` stands for: its system's codes, of which all its value sets hold. */
function membersOf(part: ConceptSet, terminology: Terminology, depth: number): Members {
  let members = part.system === undefined ? undefined : membersOfSystem(part.system, part, terminology);
  for (const canonical of part.valueSet ?? []) {
    const imported = membersOfImport(canonical, terminology, depth);
    members = members ? intersection(members, imported) : imported;
  }
  return members ?? emptySet();
}

function membersOfImport(canonical: string, terminology: Terminology, depth: number): Members {
  const valueSet = terminology.valueSet(canonical);
  if (!valueSet) return { ...emptySet(), partial: true };
  if (valueSet.compose) return composedOf(valueSet, terminology, depth + 1);
  const members = emptySet();
  if (valueSet.expansion && isWhole(valueSet.expansion))
    addEntries(members, valueSet.expansion.contains ?? [], 0);
  else members.partial = true;
  return members;
}

function membersOfSystem(system: string, part: ConceptSet, terminology: Terminology): Members {
  const members = emptySet();
  if (part.concept) {
    members.systems.set(system, new Set(part.concept.map(({ code }) => code)));
    return members;
  }
  const held = terminology.codeSystem(part.version === undefined ? system : `${system}|${part.version}`);
  const graph = held && held.content !== 'supplement' ? conceptGraph(held) : undefined;
  const tests = graph && (part.filter ?? []).map((filter) => filterTest(filter, graph));
  if (!graph || tests!.includes(undefined) || graph.codes.length > codes_max) {
    members.open.add(system);
    return members;
  }
  if (held!.content !== 'complete') members.open.add(system);
  members.systems.set(system, new Set(passing(graph, tests as ((code: string) => boolean)[])));
  return members;
}

const passing = (graph: ConceptGraph, tests: readonly ((code: string) => boolean)[]): string[] =>
  graph.codes.filter((code) => tests.every((test) => test(code)));

function unite(all: Members, more: Members): void {
  for (const [system, codes] of more.systems) {
    const known = all.systems.get(system);
    if (known) for (const code of codes) known.add(code);
    else all.systems.set(system, new Set(codes));
  }
  for (const system of more.open) all.open.add(system);
  all.partial ||= more.partial;
}

/** What cannot be told to be excluded makes its system's codes doubtful: none is listed then. */
function subtract(all: Members, less: Members): void {
  for (const [system, codes] of less.systems) for (const code of codes) all.systems.get(system)?.delete(code);
  const doubtful = less.partial ? [...all.systems.keys()] : [...less.open];
  for (const system of doubtful) if (all.systems.delete(system)) all.open.add(system);
}

function intersection(a: Members, b: Members): Members {
  const both = emptySet();
  const systems = new Set([...a.systems.keys(), ...a.open, ...b.systems.keys(), ...b.open]);
  const holds = (m: Members, system: string, code: string) => m.systems.get(system)?.has(code) === true;
  const maybe = (m: Members, system: string) => m.partial || m.open.has(system);
  for (const system of systems) {
    const codes = new Set([...(a.systems.get(system) ?? []), ...(b.systems.get(system) ?? [])]);
    const kept = [...codes].filter((code) => holds(a, system, code) && holds(b, system, code));
    if (kept.length > 0) both.systems.set(system, new Set(kept));
    if (
      (maybe(a, system) && (maybe(b, system) || b.systems.has(system))) ||
      (maybe(b, system) && a.systems.has(system))
    )
      both.open.add(system);
  }
  both.partial = a.partial && b.partial;
  return both;
}

/** Nothing was left out: the server that made it gave neither a page nor a sample. */
function isWhole(expansion: Expansion): boolean {
  if (!expansion.contains) return false;
  if ((expansion.extension ?? []).some(({ url }) => url.includes('toocostly') || url.includes('unclosed')))
    return false;
  if (
    (expansion.parameter ?? []).some(
      ({ name, valueBoolean }) => name === 'limitedExpansion' && valueBoolean === true,
    )
  )
    return false;
  return expansion.total === undefined || expansion.total <= countOf(expansion.contains, 0);
}

const countOf = (entries: readonly ExpansionEntry[], depth: number): number =>
  depth > depth_max
    ? 0
    : entries.reduce((sum, entry) => sum + 1 + countOf(entry.contains ?? [], depth + 1), 0);

function addEntries(members: Members, entries: readonly ExpansionEntry[], depth: number): void {
  if (depth > depth_max) return;
  for (const { system, code, abstract, contains } of entries) {
    if (system !== undefined && code !== undefined && abstract !== true) {
      const codes = members.systems.get(system) ?? new Set();
      members.systems.set(system, codes.add(code));
    }
    if (contains) addEntries(members, contains, depth + 1);
  }
}

const plain = (canonical: string, members: Members): ExpandedValueSet => ({
  canonical,
  systems: Object.fromEntries([...members.systems].map(([system, codes]) => [system, [...codes]])),
  open: [...members.open],
  partial: members.partial,
});
