import type { CodeSystem, CodeSystemConcept } from '../package/definitions.ts';

/** A code system whose codes are all at hand, as filters see it. */
export interface ConceptGraph {
  codes: readonly string[];
  /** Nearest broader codes: by nesting, or by the `parent` and `subsumedBy` properties. */
  parentsOf(code: string): readonly string[];
  propertiesOf(code: string): CodeSystemConcept['property'];
}

/** Deeper nesting than any terminology has. */
const depth_max = 60;

export function conceptGraph(system: CodeSystem): ConceptGraph {
  const parents = new Map<string, string[]>();
  const properties = new Map<string, CodeSystemConcept['property']>();
  const add = (concepts: readonly CodeSystemConcept[], above: string | undefined, depth: number): void => {
    if (depth > depth_max) return;
    for (const { code, concept, property } of concepts) {
      const broader = parents.get(code) ?? [];
      if (above !== undefined) broader.push(above);
      for (const one of property ?? [])
        if ((one.code === 'parent' || one.code === 'subsumedBy') && typeof one.valueCode === 'string')
          broader.push(one.valueCode);
      parents.set(code, broader);
      properties.set(code, property);
      if (concept) add(concept, code, depth + 1);
    }
  };
  add(system.concept ?? [], undefined, 0);
  return {
    codes: [...parents.keys()],
    parentsOf: (code) => parents.get(code) ?? [],
    propertiesOf: (code) => properties.get(code),
  };
}

/** Whether `code` lies below `ancestor`, at any depth; never itself. */
export function isBelow(graph: ConceptGraph, code: string, ancestor: string): boolean {
  const seen = new Set<string>();
  const open = [...graph.parentsOf(code)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === ancestor) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...graph.parentsOf(next));
  }
  return false;
}
