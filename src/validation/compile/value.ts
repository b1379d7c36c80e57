import type { ElementNode } from '../element-tree.ts';
import { isRecord } from '../fhirpath/members.ts';
import type { ElementType } from '../package/definitions.ts';
import { primitives } from '../primitive.ts';
import { attachmentCheck } from './attachment.ts';
import { bindingCheck } from './binding.ts';
import { allOf, type Check, type Place } from './check.ts';
import { codingCheck } from './coding.ts';
import { constraintCheck } from './constraint.ts';
import { extensionContent } from './extension.ts';
import { limitsCheck } from './limits.ts';
import { narrativeCheck } from './narrative.ts';
import { objectCheck } from './object.ts';
import { fixedValueCheck } from './pattern.ts';
import { periodCheck } from './period.ts';
import { referenceCheck } from './reference.ts';
import { nestedResource } from './resource.ts';

const baseUrl = 'http://hl7.org/fhir/StructureDefinition/';

/** Everything that one value of an element must be, as one of its types. */
export function valueCheck(node: ElementNode, type: ElementType, place: Place): Check {
  const { definition } = node;
  const checks: Check[] = [];
  const profiled = profilesCheck(type, place);
  const isResource = isResourceType(type.code, place);
  // A profile has all that its type has; and only an extension's own definition knows its parts.
  if (isResource) checks.push(nestedResource(place.source, profiled ?? typeAsked(type.code)));
  else if (!profiled || (node.children.length > 0 && type.code !== 'Extension'))
    checks.push(contentCheck(node, type, place));
  if (profiled && !isResource) checks.push(profiled);
  const missing = missingCheck(type, place);
  if (missing) checks.push(missing);
  const fixed = fixedValueCheck(definition);
  if (fixed) checks.push(fixed);
  const limits = limitsCheck(definition);
  if (limits) checks.push(limits);
  if (type.code === 'Reference') checks.push(referenceCheck(type, place));
  if (definition.binding) {
    const bound = bindingCheck(definition.binding, type.code, place);
    if (bound) checks.push(bound);
  }
  for (const constraint of definition.constraint ?? [])
    checks.push(constraintCheck(constraint, type.code, place));
  return allOf(checks);
}

const isResourceType = (code: string, place: Place): boolean =>
  code === 'Resource' || place.source.structure(baseUrl + code, place.structure.scope)?.kind === 'resource';

/** An element may be for one type of resource only; its claims, or its type, say the rest. */
function typeAsked(code: string): Check | undefined {
  if (code === 'Resource' || code === 'DomainResource') return undefined;
  return (value, run) => {
    if (isRecord(value) && value.resourceType !== code)
      run.error('structure', 'resource-type', `The resource here is a ${code}.`);
  };
}

/** The type of a primitive, the elements of anything else. */
function contentCheck(node: ElementNode, type: ElementType, place: Place): Check {
  const { code } = type;
  if (code === 'xhtml') return narrativeCheck;
  const primitive = primitives.get(code === 'System.String' ? stringTypeOf(node) : code);
  if (primitive)
    return (value, run) => {
      if (!primitive(value))
        run.error('value', 'primitive', `This is no ${code === 'System.String' ? 'id' : code}.`);
    };
  const structure = place.source.structure(baseUrl + code, place.structure.scope);
  if (node.children.length === 0)
    return structure
      ? place.source.conformance(structure)
      : (value, run) => {
          if (!isRecord(value)) run.error('structure', 'type', 'An object was expected.');
          else run.skip(`type ${code}`);
        };
  const checks: Check[] = [place.source.object(node.children, () => objectCheck(node.children, place))];
  // The elements are written out here; what the type itself demands is not.
  const own = new Set((node.definition.constraint ?? []).map(({ key }) => key));
  for (const constraint of structure?.elements[0]?.constraint ?? [])
    if (!own.has(constraint.key)) checks.push(constraintCheck(constraint, code, place));
  checks.push(...typeRules(code));
  return allOf(checks);
}

/** Rules of a data type that are coded by hand. */
export function typeRules(type: string): Check[] {
  if (type === 'Extension') return [extensionContent];
  if (type === 'Period') return [periodCheck];
  if (type === 'Coding') return [codingCheck];
  if (type === 'Attachment') return [attachmentCheck];
  return [];
}

/** `Element.id` may be any text, `Extension.url` is a URL, `Resource.id` an id. */
function stringTypeOf(node: ElementNode): string {
  if (node.name === 'url') return 'uri';
  return node.definition.base?.path === 'Resource.id' ? 'id' : 'string';
}

/** Profiles on a type: one of them holds. Those that are not installed are not checked; undefined where none is. */
function profilesCheck(type: ElementType, place: Place): Check | undefined {
  const installed = (type.profile ?? []).flatMap(
    (profile) => place.source.structure(profile, place.structure.scope) ?? [],
  );
  const checks = installed.map((structure) => place.source.conformance(structure));
  if (checks.length < 2) return checks[0];
  return (value, run) => {
    if (!checks.some((check) => run.passes(() => check(value, run))))
      run.error('structure', 'profile', 'It fits none of the profiles that are allowed here.');
  };
}

/** Profiles that nobody can check are said to be so. */
function missingCheck(type: ElementType, place: Place): Check | undefined {
  const missing = (type.profile ?? []).filter(
    (profile) => !place.source.structure(profile, place.structure.scope),
  );
  return missing.length === 0
    ? undefined
    : (_, run) => missing.forEach((profile) => void run.skip(`profile ${profile}`));
}
