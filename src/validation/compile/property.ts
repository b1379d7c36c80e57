import { type ElementNode, inherited } from '../element-tree.ts';
import { isRecord } from '../fhirpath/members.ts';
import type { ElementType } from '../package/definitions.ts';
import { primitives } from '../primitive.ts';
import { type Check, nothing, type Place, type Property } from './check.ts';
import { extensionList } from './extension.ts';
import { type ListCheck, slicedList } from './slicing.ts';
import { valueCheck } from './value.ts';

/** An element that must be there, under any of these JSON names. */
export interface Required {
  names: string[];
  label: string;
  min: number;
}

/** The JSON properties of one element: one, or one for each type of a choice; with `_name` for what primitives carry. */
export function propertiesOf(
  node: ElementNode,
  place: Place,
  properties: Map<string, Property>,
  required: Required[],
): void {
  if (node.definition.contentReference !== undefined) {
    referredProperty(node, place, properties, required);
    return;
  }
  if (node.isChoice) {
    choiceProperties(node, place, properties, required);
    return;
  }
  const types = node.definition.type ?? [];
  add(node, types, node.name, node.name, place, properties);
  require(required, [node.name], node.name, node.definition.min);
}

function require(required: Required[], names: string[], label: string, min: number): void {
  if (min > 0) required.push({ names: names.flatMap((name) => [name, `_${name}`]), label, min });
}

/** Each type of a choice has its own name, and may have its own slice (`value[x]:valueQuantity`). */
function choiceProperties(
  node: ElementNode,
  place: Place,
  properties: Map<string, Property>,
  required: Required[],
): void {
  const names: string[] = [];
  const isClosed = node.definition.slicing?.rules === 'closed' && node.slices.length > 0;
  for (const type of node.definition.type ?? []) {
    const name = node.name + type.code.charAt(0).toUpperCase() + type.code.slice(1);
    const slice = node.slices.find(({ definition }) =>
      definition.type?.some(({ code }) => code === type.code),
    );
    if (isClosed && !slice) continue;
    const chosen = slice ? inherited(slice, node) : node;
    const own = chosen.definition.type?.find(({ code }) => code === type.code) ?? type;
    add(chosen, [own], name, `${node.name}.ofType(${type.code})`, place, properties);
    names.push(name);
    if (slice) require(required, [name], `${node.name}.ofType(${type.code})`, slice.definition.min);
  }
  require(required, names, node.name, node.definition.min);
}

function add(
  node: ElementNode,
  types: readonly ElementType[],
  name: string,
  label: string,
  place: Place,
  properties: Map<string, Property>,
): void {
  const isPrimitive = types.some(({ code }) => primitives.has(code) || code === 'xhtml');
  const isList = !/^[01]$/.test(node.definition.base?.max ?? node.definition.max);
  const [type] = types;
  // The slice of a list may narrow the type.
  const checkOf = (slice: ElementNode): Check => compiled(slice, slice.definition.type?.[0] ?? type, place);
  const check = lazily(place, () => compiled(node, type, place));
  if (node.definition.max === '0') properties.set(name, { label, check: forbidden });
  else if (!isList) properties.set(name, { label, check: (value, run) => single(value, check, run) });
  else properties.set(name, { label, check: listCheck(node, check, place, checkOf, isPrimitive, name) });
  if (isPrimitive) {
    const shadow = lazily(place, () => elementOf(place));
    const alone: Property['check'] = (value, run, owner) => {
      // With a value beside it, an id alone is content enough.
      if (owner[name] === undefined || !isOnlyId(value)) single(value, shadow, run);
    };
    properties.set(`_${name}`, { label, check: isList ? shadowList(shadow) : alone });
  }
}

const compiled = (node: ElementNode, type: ElementType | undefined, place: Place): Check =>
  type ? valueCheck(node, type, place) : nothing;

const single = (value: unknown, check: Check, run: Parameters<Check>[1]): void => {
  if (Array.isArray(value)) run.error('structure', 'type', 'A single value was expected, and not a list.');
  else check(value, run);
};

const forbidden: Property['check'] = (_, run) =>
  run.error('structure', 'cardinality-max', 'The profile does not allow this element.');

function listCheck(
  node: ElementNode,
  check: Check,
  place: Place,
  checkOf: (slice: ElementNode) => Check,
  isPrimitive: boolean,
  name: string,
): Property['check'] {
  const { min, max } = node.definition;
  const most = max === '*' ? Number.POSITIVE_INFINITY : Number(max);
  const isExtension = node.name === 'extension' || node.name === 'modifierExtension';
  const special = place.source.lazily((): ListCheck | undefined => {
    if (isExtension) return extensionList(node, check, place, checkOf);
    return node.slices.length > 0
      ? (slicedList(node, check, place, checkOf) ?? unsliced(node, check))
      : undefined;
  });
  return (value, run, owner) => {
    if (!Array.isArray(value)) {
      run.error('structure', 'type', 'A list was expected.');
      return;
    }
    if (value.length === 0) run.error('structure', 'empty', 'An empty list is not allowed.');
    if (value.length > most) run.error('structure', 'cardinality-max', `There may be ${max} of these only.`);
    if (value.length < min && value.length > 0)
      run.error('required', 'cardinality-min', `There must be at least ${min} of these.`);
    const shadows = isPrimitive ? owner[`_${name}`] : undefined;
    const list = special();
    if (list) list(value, run);
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (item === null) {
        // Null holds the place of a primitive that has only extensions (json.html#primitive).
        if (!Array.isArray(shadows) || !isRecord(shadows[i])) {
          run.indices[run.depth] = i;
          run.error('structure', 'empty', 'Null is not a value.');
        }
      } else if (!list) {
        run.indices[run.depth] = i;
        check(item, run);
      }
    }
    run.indices[run.depth] = -1;
  };
}

/** Slices that cannot be told apart here: the items are checked as what they are, and the slicing is not. */
const unsliced =
  (node: ElementNode, check: Check): ListCheck =>
  (items, run) => {
    run.skip(`slicing ${node.definition.path}`);
    for (let i = 0; i < items.length; i++) {
      run.indices[run.depth] = i;
      if (items[i] !== null) check(items[i], run);
    }
  };

/** `_given`: nulls hold places here too. */
const shadowList =
  (check: Check): Property['check'] =>
  (value, run) => {
    if (!Array.isArray(value)) {
      run.error('structure', 'type', 'A list was expected.');
      return;
    }
    for (let i = 0; i < value.length; i++) {
      if (value[i] === null || isOnlyId(value[i])) continue;
      run.indices[run.depth] = i;
      check(value[i], run);
    }
    run.indices[run.depth] = -1;
  };

const isOnlyId = (value: unknown): boolean =>
  isRecord(value) && typeof value.id === 'string' && Object.keys(value).length === 1;

function elementOf(place: Place): Check {
  const element = place.source.structure(
    'http://hl7.org/fhir/StructureDefinition/Element',
    place.structure.scope,
  );
  return element ? place.source.conformance(element) : () => {};
}

/** Most elements of most definitions never occur: a check is compiled when it is first used. */
function lazily(place: Place, compile: () => Check): Check {
  const compiledCheck = place.source.lazily(compile);
  return (value, run) => compiledCheck()(value, run);
}

/** `contentReference`: the element has what another one of the base definition has (elementdefinition.html). */
function referredProperty(
  node: ElementNode,
  place: Place,
  properties: Map<string, Property>,
  required: Required[],
): void {
  const [url, id] = node.definition.contentReference!.split('#') as [string, string];
  const type = url === '' ? `http://hl7.org/fhir/StructureDefinition/${id.split('.')[0]}` : url;
  const structure = place.source.structure(type, place.structure.scope);
  const target = structure && place.source.tree(structure).get(id);
  if (!target) {
    properties.set(node.name, { label: node.name, check: (_, run) => run.skip(`element ${id}`) });
    return;
  }
  const { min, max, base, constraint } = node.definition;
  const definition = {
    ...target.definition,
    min,
    max,
    ...(base && { base }),
    constraint: constraint ?? target.definition.constraint ?? [],
  };
  const children = node.children.length > 0 ? node.children : target.children;
  const referred: ElementNode = { ...target, name: node.name, definition, children, slices: node.slices };
  add(referred, definition.type ?? [], node.name, node.name, { ...place, structure }, properties);
  require(required, [node.name], node.name, min);
}
