import { childOf, type ElementNode } from '../element-tree.ts';
import { Compiler } from '../fhirpath/compile.ts';
import type { Environment } from '../fhirpath/environment.ts';
import { anyMember, type Holds, isRecord } from '../fhirpath/members.ts';
import { type Expression, parseExpression } from '../fhirpath/parse.ts';
import { UnreadableExpression } from '../fhirpath/tokens.ts';
import type { Run } from '../run.ts';
import type { Place } from './check.ts';
import { fixedValueOf } from './pattern.ts';
import { conformsTo } from './reference.ts';

/** Whether an item belongs to a slice. */
export type Matches = (item: unknown, run: Run) => boolean;

/** An element of a definition, with the definition. */
interface Spot {
  node: ElementNode;
  place: Place;
}

/** All discriminators of a slice as one test; undefined where they cannot be told (profiling.html#discriminator). */
export function sliceMatcher(
  slice: ElementNode,
  discriminators: readonly { type: string; path: string }[],
  place: Place,
): Matches | undefined {
  const tests = discriminators.map((one) => discriminatorTest({ node: slice, place }, one));
  if (tests.length === 0 || tests.includes(undefined)) return undefined;
  const [first, ...rest] = tests as Holds[];
  if (rest.length === 0) return first;
  return (item, run) => first!(item, run) && rest.every((test) => test(item, run));
}

function discriminatorTest(slice: Spot, { type, path }: { type: string; path: string }): Holds | undefined {
  const compiler = new Compiler({
    codeSet: (canonical) => slice.place.source.codeSet(canonical, slice.place.structure.scope),
  });
  try {
    const expression = parseExpression(path);
    const spots = spotsAt(slice, expression);
    if (type === 'exists') {
      const exists = compiler.any(expression, () => true);
      const [spot] = spots;
      if (spot?.node.definition.max === '0') return (item, env) => !exists(item, env);
      return spot === undefined || spot.node.definition.min > 0 ? exists : undefined;
    }
    const holds =
      type === 'type'
        ? typeTest(spots)
        : type === 'profile'
          ? profileTest(spots)
          : anyOf(spots.map(contentTest));
    return holds && compiler.any(expression, holds);
  } catch (error) {
    if (error instanceof UnreadableExpression) return undefined;
    throw error;
  }
}

const anyOf = (tests: readonly (Holds | undefined)[]): Holds | undefined => {
  if (tests.length === 0 || tests.includes(undefined)) return undefined;
  return tests.length === 1 ? tests[0] : (value, env) => tests.some((test) => test!(value, env));
};

/** Where a discriminator's path leads inside the slice's definition: several where a reference may go to several. */
function spotsAt(from: Spot, path: Expression): Spot[] {
  switch (path.kind) {
    case 'this':
      return [from];
    case 'member':
      return above(from, path.of).flatMap((spot) => childSpot(spot, path.name) ?? []);
    case 'call': {
      const [first] = path.args;
      const spots = above(from, path.of);
      if (path.name === 'resolve') return spots.flatMap(targetSpots);
      if (path.name === 'ofType') return spots;
      if (path.name === 'extension' && first?.kind === 'literal')
        return spots.flatMap((spot) => extensionSpot(spot, String(first.value)) ?? []);
      return [];
    }
    default:
      return [];
  }
}

const above = (from: Spot, of: Expression | undefined): Spot[] =>
  of === undefined ? [from] : spotsAt(from, of);

/** The child as the definition writes it out, else as the profile of the element's type has it. */
function childSpot({ node, place }: Spot, name: string): Spot | undefined {
  const child = childOf(node, name);
  if (child) return { node: child, place };
  for (const type of node.definition.type ?? []) {
    const root = rootOf(type.profile?.[0] ?? `http://hl7.org/fhir/StructureDefinition/${type.code}`, place);
    const inProfile = root && childOf(root.node, name);
    if (inProfile) return { node: inProfile, place: root.place };
  }
  return undefined;
}

function extensionSpot(spot: Spot, url: string): Spot | undefined {
  const extension = childSpot(spot, 'extension');
  const slice = extension?.node.slices.find(
    ({ definition }) => definition.type?.[0]?.profile?.[0]?.split('|')[0] === url,
  );
  return slice && { node: slice, place: extension!.place };
}

const targetSpots = ({ node, place }: Spot): Spot[] =>
  (node.definition.type ?? []).flatMap((type) =>
    (type.targetProfile ?? []).flatMap((target) => rootOf(target, place) ?? []),
  );

function rootOf(canonical: string, place: Place): Spot | undefined {
  const structure = place.source.structure(canonical, place.structure.scope);
  const node = structure && place.source.tree(structure).get(structure.elements[0]!.id);
  return node && { node, place: { structure, source: place.source } };
}

/** What the definition demands of the value: fixed, pattern, required binding, or the same of what lies below. */
function contentTest({ node, place }: Spot): Holds | undefined {
  const fixed = fixedValueOf(node.definition);
  if (fixed) return (value) => fixed.fits(value);
  const tests: Holds[] = [];
  for (const child of node.children) {
    if (child.definition.max === '0') continue;
    const test = contentTest({ node: child, place });
    if (test) tests.push(anyMember(child.name, test));
    for (const slice of child.slices) {
      if (slice.definition.min === 0) continue;
      const inSlice = contentTest({ node: slice, place });
      if (inSlice) tests.push(anyMember(child.name, inSlice));
    }
  }
  if (tests.length > 0) return (value, env) => tests.every((test) => test(value, env));
  const { binding } = node.definition;
  if (binding?.strength === 'required' && binding.valueSet !== undefined)
    return bindingTest(binding.valueSet, place);
  return undefined;
}

function bindingTest(canonical: string, place: Place): Holds | undefined {
  const codes = place.source.codeSet(canonical, place.structure.scope);
  if (!codes) return undefined;
  const isIn = (system: unknown, code: unknown): boolean =>
    typeof code === 'string' &&
    codes.hasCoding(typeof system === 'string' ? system : undefined, code) === 'in';
  return (value) => {
    if (typeof value === 'string') return codes.hasCode(value) === 'in';
    if (!isRecord(value)) return false;
    if (Array.isArray(value.coding))
      return value.coding.some((one: unknown) => isRecord(one) && isIn(one.system, one.code));
    return isIn(value.system, value.code);
  };
}

/** By type: of a resource, or of what a reference goes to. */
function typeTest(spots: readonly Spot[]): Holds | undefined {
  const types = new Set(
    spots.flatMap(({ node }) =>
      node.definition.path.includes('.')
        ? (node.definition.type ?? []).map(({ code }) => code)
        : [node.definition.path],
    ),
  );
  if (types.size === 0) return undefined;
  return (value) =>
    isRecord(value) && typeof value.resourceType === 'string' && types.has(value.resourceType);
}

/** By profile: of the item, or of what it refers to. */
function profileTest(spots: readonly Spot[]): Holds | undefined {
  const profiles = spots.flatMap(({ node, place }) => {
    if (!node.definition.path.includes('.')) return [place.structure];
    return (node.definition.type ?? []).flatMap((type) =>
      (type.profile ?? []).flatMap((profile) => place.source.structure(profile, place.structure.scope) ?? []),
    );
  });
  const [source] = spots.map(({ place }) => place.source);
  if (profiles.length === 0 || !source) return undefined;
  return (value, env: Environment) =>
    profiles.some((profile) =>
      conformsTo(value, `${profile.url}|${profile.version}`, source.conformance(profile), env as Run),
    );
}
