import type { ElementDefinition } from './package/definitions.ts';
import type { Structure } from './structure.ts';

/** One element of a snapshot, with what lies below it. */
export interface ElementNode {
  definition: ElementDefinition;
  /** Last part of the path: `birthDate`, `value` for `value[x]`. */
  name: string;
  isChoice: boolean;
  children: ElementNode[];
  slices: ElementNode[];
}

/** Every element of a snapshot by its id, linked up. Slices hang on the element that they slice, sub-slices (`a/b`) on their slice. */
export function treesOf(structure: Structure): Map<string, ElementNode> {
  const nodes = new Map<string, ElementNode>();
  for (const definition of structure.elements) {
    const last = definition.path.slice(definition.path.lastIndexOf('.') + 1);
    const node: ElementNode = {
      definition,
      name: last.replace('[x]', ''),
      isChoice: last.endsWith('[x]'),
      children: [],
      slices: [],
    };
    nodes.set(definition.id, node);
    if (definition.path.includes('.')) hang(node, nodes);
  }
  return nodes;
}

function hang(node: ElementNode, nodes: ReadonlyMap<string, ElementNode>): void {
  const { id } = node.definition;
  const lastDot = id.lastIndexOf('.');
  const colon = id.indexOf(':', lastDot);
  if (colon > 0) {
    const slash = id.lastIndexOf('/');
    const sliced =
      (slash > colon ? nodes.get(id.slice(0, slash)) : undefined) ?? nodes.get(id.slice(0, colon));
    if (sliced) {
      sliced.slices.push(node);
      return;
    }
  }
  nodes.get(id.slice(0, lastDot))?.children.push(node);
}

/** The child of this name. */
export const childOf = (node: ElementNode, name: string): ElementNode | undefined =>
  node.children.find((child) => child.name === name);

/** A slice has what its element has, where it does not say otherwise itself. */
export function inherited(slice: ElementNode, from: ElementNode): ElementNode {
  const own = new Set(slice.children.map(({ name }) => name));
  const children =
    slice.children.length === 0
      ? from.children
      : [...slice.children, ...from.children.filter(({ name }) => !own.has(name))];
  const keys = new Set((slice.definition.constraint ?? []).map(({ key }) => key));
  const constraint = [
    ...(slice.definition.constraint ?? []),
    ...(from.definition.constraint ?? []).filter(({ key }) => !keys.has(key)),
  ];
  return { ...slice, definition: { ...slice.definition, constraint }, children };
}
