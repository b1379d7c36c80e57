import type { ConceptSet } from '../package/definitions.ts';
import { type ConceptGraph, isBelow } from './code-system.ts';

type Filter = NonNullable<ConceptSet['filter']>[number];
type Test = (code: string) => boolean;

/** A value set's filter (http://hl7.org/fhir/filter-operator) as a test; undefined where it cannot be told here. */
export function filterTest(filter: Filter, graph: ConceptGraph): Test | undefined {
  const { property, op, value } = filter;
  const isConcept = property === 'concept' || property === 'code' || property === 'subsumedBy';
  switch (op) {
    case 'is-a':
      return (code) => code === value || isBelow(graph, code, value);
    case 'descendent-of':
      return (code) => isBelow(graph, code, value);
    case 'is-not-a':
      return (code) => code !== value && !isBelow(graph, code, value);
    case 'generalizes':
      return (code) => code === value || isBelow(graph, value, code);
    case '=':
      if (property === 'parent') return (code) => graph.parentsOf(code).includes(value);
      if (property === 'concept' || property === 'code') return (code) => code === value;
      return (code) => valuesOf(graph, code, property).includes(value);
    case 'in':
    case 'not-in': {
      const listed = new Set(value.split(',').map((one) => one.trim()));
      const isIn: Test = isConcept
        ? (code) => listed.has(code)
        : (code) => valuesOf(graph, code, property).some((one) => listed.has(one));
      return op === 'in' ? isIn : (code) => !isIn(code);
    }
    case 'exists':
      return (code) => valuesOf(graph, code, property).length > 0 === (value === 'true');
    default:
      // `regex` would run an expression of the package's choosing over every code.
      return undefined;
  }
}

function valuesOf(graph: ConceptGraph, code: string, property: string): string[] {
  const values: string[] = [];
  for (const one of graph.propertiesOf(code) ?? []) {
    if (one.code !== property) continue;
    for (const name in one) {
      const value: unknown = one[name as keyof typeof one];
      if (
        name.startsWith('value') &&
        (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
      )
        values.push(String(value));
    }
  }
  return values;
}
