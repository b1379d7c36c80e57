import { Problem } from '../problem/problem.ts';
import type { Binding, Constraint, ElementDefinition, StructureDefinition } from './package/definitions.ts';

/** A StructureDefinition without its prose. Plain data: it goes to the cache as it is. */
export interface Structure {
  url: string;
  version: string;
  /** The package that it is from: its own canonicals are read there. */
  scope: string;
  type: string;
  kind: StructureDefinition['kind'];
  isProfile: boolean;
  elements: ElementDefinition[];
}

/** Elements of one profile; the largest guide has 3,000. */
const elements_max = 20_000;

/** Checked by hand, at every element or where they belong: FHIRPath would be slow there, or cannot say it. */
const handCoded = new Set([
  'ele-1',
  'ext-1',
  'dom-1',
  'dom-2',
  'dom-3',
  'dom-4',
  'dom-5',
  'dom-6',
  'dom-r4b',
  'txt-1',
  'txt-2',
  'ref-1',
  'per-1',
]);

export function structureOf(json: StructureDefinition, scope: string): Structure {
  const elements = json.snapshot?.element ?? [];
  if (elements.length > elements_max)
    throw new Problem('invalid', `The profile ${json.url} has too many elements.`);
  return {
    url: json.url,
    version: json.version ?? '',
    scope,
    type: json.type,
    kind: json.kind,
    isProfile: json.derivation === 'constraint',
    elements: elements.map(elementOf),
  };
}

function baseOf({ base, max }: ElementDefinition): ElementDefinition['base'] {
  if (!base) return undefined;
  const isResourceId = base.path === 'Resource.id';
  return base.max === max && !isResourceId
    ? undefined
    : { max: base.max, ...(isResourceId && { path: base.path }) };
}

const maxValueSetUrl = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet';

function elementOf(json: ElementDefinition): ElementDefinition {
  const element: ElementDefinition = {
    id: json.id ?? json.path,
    path: json.path,
    min: json.min,
    max: json.max,
  };
  if (json.sliceName !== undefined) element.sliceName = json.sliceName;
  // A list stays a list in JSON whatever a profile makes of it: that is all that the base still says.
  const base = baseOf(json);
  if (base) element.base = base;
  if (json.contentReference !== undefined) element.contentReference = json.contentReference;
  if (json.maxLength !== undefined) element.maxLength = json.maxLength;
  if (json.type)
    element.type = json.type.map(({ code, profile, targetProfile }) => ({
      code: typeNameOf(code),
      ...(profile && { profile }),
      ...(targetProfile && { targetProfile }),
    }));
  if (json.slicing)
    element.slicing = {
      rules: json.slicing.rules,
      ordered: json.slicing.ordered === true,
      discriminator: (json.slicing.discriminator ?? []).map(({ type, path }) => ({ type, path })),
    };
  const binding = json.binding && bindingOf(json.binding);
  if (binding) element.binding = binding;
  const constraints = (json.constraint ?? []).filter(
    ({ key, expression }) => expression && !handCoded.has(key),
  );
  if (constraints.length > 0) element.constraint = constraints.map(constraintOf);
  for (const name in json)
    if (/^(fixed|pattern|minValue|maxValue)[A-Z]/.test(name))
      element[name as `fixed${string}`] = json[name as `fixed${string}`];
  return element;
}

/** `http://hl7.org/fhirpath/System.String` stands for the value itself. */
const typeNameOf = (code: string): string =>
  code.startsWith('http://hl7.org/fhirpath/')
    ? 'System.String'
    : code.replace('http://hl7.org/fhir/StructureDefinition/', '');

const constraintOf = ({ key, severity, human, expression }: Constraint): Constraint => ({
  key,
  severity,
  human,
  ...(expression !== undefined && { expression }),
});

/** Preferred and example bindings leave every code free: they are dropped, unless there is an outer limit. */
function bindingOf(
  json: Binding & { extension?: { url: string; valueCanonical?: string }[] },
): Binding | undefined {
  const maxValueSet = json.extension?.find(({ url }) => url === maxValueSetUrl)?.valueCanonical;
  const binds = json.strength === 'required' || json.strength === 'extensible';
  if (!binds && maxValueSet === undefined) return undefined;
  return {
    strength: json.strength,
    ...(binds && json.valueSet !== undefined && { valueSet: json.valueSet }),
    ...(maxValueSet !== undefined && { maxValueSet }),
  };
}
