import { daysOf, endsBeforeItStarts, isInstant } from './date.ts';
import { elementTable } from './elements.ts';
import { isObject, type Json, type JsonObject, NumberText } from './lossless.ts';
import { resourceTypes } from './resource-types.ts';

/**
 * Whether a resource is FHIR R4 in shape: element names, JSON types, lists, required elements, required codes, real dates,
 * periods that do not end before they start. No profiles, no terminology. Types that the table does not know are
 * checked for what every resource has.
 */
export interface ShapeFault {
  reason:
    | 'unknown-property'
    | 'wrong-json-type'
    | 'invalid-date'
    | 'period-reversed'
    | 'required-missing'
    | 'code-not-in-value-set';
  /** Path of the element, without values: `ExplanationOfBenefit.item.sequence`. */
  path: string;
}

/**
 * The first fault, or undefined. `value` has no null and no empty parts: `scanResource` refuses those before.
 * @param tolerant elements that R4 does not know are passed over (pdex-83)
 */
export function shapeFault(resource: JsonObject, tolerant = false): ShapeFault | undefined {
  const type = resource.resourceType as string;
  return faultIn(resource, shapeOfType(type), type, tolerant);
}

interface Shape {
  elements: Map<string, Element>;
  required: string[][];
  /** Elements that the table does not list may occur: the type is not in it. */
  open: boolean;
}

interface Element {
  list: boolean;
  kind: Kind;
  /** Of a complex element; looked up when first needed, for shapes refer to each other. */
  shapeName: string;
  codes: Set<string> | undefined;
}

type Kind =
  | 's'
  | 'b'
  | 'n'
  | 'i'
  | 'date'
  | 'dateTime'
  | 'instant'
  | 'time'
  | 'code'
  | 'complex'
  | 'resource'
  | 'open';

const simpleKinds = new Set(['s', 'b', 'n', 'i', 'date', 'dateTime', 'instant', 'time']);

const everyElement = 'id:s extension:Extension*';
const everyBackbone = `${everyElement} modifierExtension:Extension*`;
const everyResource = `id:s meta:Meta implicitRules:s language:s text:Narrative contained:Resource* extension:Extension* modifierExtension:Extension* resourceType:s`;

let table: Map<string, Shape> | undefined;
function shapes(): Map<string, Shape> {
  table ??= new Map(
    elementTable
      .trim()
      .split(/\n(?! )/)
      .map((line) => {
        const [name, elements] = line.replace(/\s+/g, ' ').split(/ = ?/) as [string, string];
        const common = resourceTypes.has(name)
          ? everyResource
          : name.includes('.') || name === 'Timing' || name === 'Dosage'
            ? everyBackbone
            : everyElement;
        return [name, shapeOf(`${common} ${elements}`, false)];
      }),
  );
  if (!table.has('Element')) {
    table.set('Element', shapeOf(everyElement, false));
    table.set(anyResource, shapeOf(everyResource, true));
  }
  return table;
}

/** Stands for the resource types that the table does not know. */
const anyResource = 'any resource';
const shapeOfType = (type: string): Shape =>
  (resourceTypes.has(type) ? shapes().get(type) : undefined) ?? shapes().get(anyResource)!;

function shapeOf(text: string, open: boolean): Shape {
  const elements = new Map<string, Element>();
  const required = new Map<string, string[]>();
  for (const entry of text.trim().split(' ')) {
    const colon = entry.indexOf(':');
    const name = entry.slice(0, colon);
    const [, kind, list, mark] = /^(\{[^}]*\}|[\w.]+)(\*?)(!|\+\w+)?$/.exec(entry.slice(colon + 1))!;
    elements.set(name, elementOf(kind!, list === '*'));
    if (mark) {
      const group = mark === '!' ? name : mark.slice(1);
      required.set(group, [...(required.get(group) ?? []), name]);
    }
  }
  return { elements, required: [...required.values()], open };
}

function elementOf(kind: string, list: boolean): Element {
  if (kind.startsWith('{'))
    return { list, kind: 'code', shapeName: '', codes: new Set(kind.slice(1, -1).split(',')) };
  if (simpleKinds.has(kind)) return { list, kind: kind as Kind, shapeName: '', codes: undefined };
  return { list, kind: kind === 'Resource' ? 'resource' : 'complex', shapeName: kind, codes: undefined };
}

function faultIn(object: JsonObject, shape: Shape, path: string, tolerant: boolean): ShapeFault | undefined {
  for (const name in object) {
    const value = object[name];
    if (value === undefined) continue;
    const element = shape.elements.get(name);
    let fault: ShapeFault | undefined;
    if (element) fault = faultOf(value, element, path, name, tolerant);
    else if (name.charCodeAt(0) === 0x5f)
      fault = faultOfExtended(value, shape.elements.get(name.slice(1)), shape, path, name, tolerant);
    else if (!shape.open && !tolerant)
      return { reason: 'unknown-property', path: isName(name) ? `${path}.${name}` : path };
    if (fault) return fault;
  }
  for (const names of shape.required)
    if (!names.some((name) => object[name] !== undefined || object[`_${name}`] !== undefined))
      return { reason: 'required-missing', path: `${path}.${names.length === 1 ? names[0] : 'value'}` };
  const { start, end } = object;
  if (typeof start === 'string' && typeof end === 'string' && endsBeforeItStarts(start, end))
    return { reason: 'period-reversed', path };
  return undefined;
}

/** A property's name goes into a message only when it cannot be anything else than a name. */
const isName = (name: string): boolean => /^[A-Za-z]{1,64}$/.test(name);

function faultOf(
  value: Json,
  element: Element,
  path: string,
  name: string,
  tolerant: boolean,
): ShapeFault | undefined {
  if (!element.list) return faultOfOne(value, element, path, name, tolerant);
  if (!Array.isArray(value)) return { reason: 'wrong-json-type', path: `${path}.${name}` };
  for (const one of value) {
    // Null holds the place of a primitive that has only extensions (json.html#primitive).
    if (one === null && element.kind !== 'complex' && element.kind !== 'resource') continue;
    const fault = faultOfOne(one, element, path, name, tolerant);
    if (fault) return fault;
  }
  return undefined;
}

function faultOfOne(
  value: Json,
  element: Element,
  path: string,
  name: string,
  tolerant: boolean,
): ShapeFault | undefined {
  switch (element.kind) {
    case 's':
      if (typeof value === 'string' && value !== '') return undefined;
      break;
    case 'complex':
      if (isObject(value))
        return faultIn(value, shapes().get(element.shapeName)!, `${path}.${name}`, tolerant);
      break;
    case 'code':
      if (typeof value === 'string')
        return element.codes!.has(value)
          ? undefined
          : { reason: 'code-not-in-value-set', path: `${path}.${name}` };
      break;
    case 'b':
      if (typeof value === 'boolean') return undefined;
      break;
    case 'n':
      if (typeof value === 'number' || value instanceof NumberText) return undefined;
      break;
    case 'i':
      if (typeof value === 'number' && Number.isInteger(value)) return undefined;
      break;
    case 'resource':
      if (isObject(value) && typeof value.resourceType === 'string' && resourceTypes.has(value.resourceType))
        return faultIn(value, shapeOfType(value.resourceType), `${path}.${name}`, tolerant);
      break;
    default:
      if (typeof value === 'string')
        return isTimeOf(element.kind, value)
          ? undefined
          : { reason: 'invalid-date', path: `${path}.${name}` };
  }
  return { reason: 'wrong-json-type', path: `${path}.${name}` };
}

function isTimeOf(kind: Kind, value: string): boolean {
  if (kind === 'time') return /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?$/.test(value);
  if (kind === 'instant') return isInstant(value);
  return daysOf(value) !== undefined && (kind === 'dateTime' || !value.includes('T'));
}

/** `_birthDate` and its like: the id and extensions of a primitive. */
function faultOfExtended(
  value: Json,
  element: Element | undefined,
  shape: Shape,
  path: string,
  name: string,
  tolerant: boolean,
): ShapeFault | undefined {
  if (!element) return shape.open || tolerant ? undefined : { reason: 'unknown-property', path };
  if (element.kind === 'complex' || element.kind === 'resource') return { reason: 'unknown-property', path };
  const one: Element = { list: element.list, kind: 'complex', shapeName: 'Element', codes: undefined };
  if (!Array.isArray(value)) return faultOf(value, one, path, name, tolerant);
  for (const entry of value) {
    const fault = entry === null ? undefined : faultOf([entry], one, path, name, tolerant);
    if (fault) return fault;
  }
  return undefined;
}
