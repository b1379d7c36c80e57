import type { ElementNode } from '../element-tree.ts';
import { isRecord } from '../fhirpath/members.ts';
import { depth_max } from '../run.ts';
import type { Check, Place, Property } from './check.ts';
import { propertiesOf, type Required } from './property.ts';

/** The elements of an object: which may be there, what each must be, which must be there. */
export function objectCheck(nodes: readonly ElementNode[], place: Place, isResource = false): Check {
  const properties = new Map<string, Property>();
  const required: Required[] = [];
  const choices: string[] = [];
  for (const node of nodes) {
    propertiesOf(node, place, properties, required);
    if (node.isChoice) choices.push(node.name);
  }
  if (isResource) properties.set('resourceType', { label: 'resourceType', check: () => {} });
  const unknown = (name: string): [rule: string, text: string] =>
    choices.some((choice) => /[A-Z]/.test(name.charAt(choice.length)) && name.startsWith(choice))
      ? ['type', 'The element may not have this type here.']
      : ['unknown-element', 'There is no element of this name.'];
  return (value, run) => {
    if (!isRecord(value)) {
      run.error('structure', 'type', 'An object was expected.');
      return;
    }
    if (run.depth >= depth_max) {
      run.error('too-costly', 'too-deep', `Elements lie more than ${depth_max} levels deep.`);
      return;
    }
    run.depth++;
    const { depth } = run;
    let size = 0;
    for (const name in value) {
      const property = properties.get(name);
      if (property) {
        if (name !== 'id') size++;
        run.names[depth] = property.label;
        run.indices[depth] = -1;
        property.check(value[name], run, value);
      } else if (value[name] !== undefined) {
        size++;
        run.names[depth] = isName(name) ? name : '?';
        run.indices[depth] = -1;
        const [rule, text] = unknown(name);
        run.error('structure', rule, text);
      }
    }
    run.depth--;
    if (size === 0) run.error('invariant', 'ele-1', 'An element has a value or children.');
    for (let i = 0; i < required.length; i++) {
      const { names, label, min } = required[i]!;
      if (!hasAny(value, names))
        run.error(
          'required',
          'cardinality-min',
          `This must be there${min > 1 ? ` ${min} times` : ''}.`,
          label,
        );
    }
  };
}

/** A property's name goes into a message only when it cannot be anything else than a name. */
const isName = (name: string): boolean => /^_?[A-Za-z]{1,64}$/.test(name);

function hasAny(value: Record<string, unknown>, names: readonly string[]): boolean {
  for (let i = 0; i < names.length; i++) if (value[names[i]!] !== undefined) return true;
  return false;
}
