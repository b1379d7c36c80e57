// Protects the verdicts: every example that a publisher ships is judged as the publisher judged it, but for those listed here;
// and no example stays valid once it is broken, in each of the ways that a sender breaks things.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasPackages, openTestPackages, type TestPackage } from '../../test/env/fhir-packages.ts';
import type { Definitions } from './definitions.ts';
import { isRecord } from './fhirpath/members.ts';
import type { ElementDefinition } from './package/definitions.ts';

if (!hasPackages)
  process.stderr.write('published.test.ts: no FHIR packages beside the repository, skipped\n');

/** Where we differ from the publisher, and why. */
const disagreements: Record<string, string> = {
  'hl7.fhir.us.core#3.1.1 DiagnosticReport/cardiology-report': 'its hash `EQH/..AgME` is no base64',
  'hl7.fhir.us.core#3.1.1 Observation/satO2-fiO2':
    'L/min is not in ucum-vitals-common, to which the core profile of oxygen saturation binds it',
  'hl7.fhir.us.davinci-hrex#1.1.0 SubscriptionTopic/Task': 'the resource type is of R5',
  'hl7.fhir.us.davinci-hrex#1.2.0 SubscriptionTopic/Task': 'the resource type is of R5',
};

type Resource = Record<string, unknown>;

let guides: TestPackage[] = [];
let definitions: Definitions;
beforeAll(() => {
  if (hasPackages) ({ guides, definitions } = openTestPackages());
}, 120_000);

const name = (guide: TestPackage, resource: Resource): string =>
  `${guide.id} ${String(resource.resourceType)}/${String(resource.id)}`;

const isValid = (guide: TestPackage, resource: Resource, profiles?: readonly string[]): boolean =>
  guide.validator.validate(resource, { resolver: guide.resolver, ...(profiles && { profiles }) }).valid;

/** What the whole resource claims; a broken one may have lost its claims. */
const claims = ({ meta }: { meta?: { profile?: string[] } }): string[] | undefined => meta?.profile;

describe.runIf(hasPackages)('the examples of the guides', () => {
  test('are valid, but for a listed handful', () => {
    const wrong = guides.flatMap((guide) =>
      guide.examples
        .filter(({ resource }) => !isValid(guide, resource))
        .map(({ resource }) => name(guide, resource)),
    );
    expect(guides.length).toBeGreaterThan(10);
    expect(guides.flatMap(({ examples }) => examples).length).toBeGreaterThan(800);
    expect(wrong.sort()).toEqual(Object.keys(disagreements).sort());
  }, 120_000);

  test('two versions of one canonical are two profiles', () => {
    const canonical = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient';
    const versions = ['3.1.1', '6.1.0', '7.0.0'].map(
      (v) => definitions.structure(`${canonical}|${v}`, '')?.version,
    );
    expect(versions).toEqual(['3.1.1', '6.1.0', '7.0.0']);
    expect(definitions.structure(canonical, 'hl7.fhir.us.davinci-pdex#2.0.0')?.version).toBe('3.1.1');
    expect(definitions.structure(`${canonical}|9.9.9`, '')).toBeUndefined();
  });
});

/** Breaks a copy of a resource at one of the places where that can be done; undefined where there is none. */
type Mutation = (
  resource: Resource,
  elements: readonly ElementDefinition[],
  pick: number,
) => Resource | undefined;

/** Elements right below the root, that are there. */
const present = (
  resource: Resource,
  elements: readonly ElementDefinition[],
): { element: ElementDefinition; key: string }[] =>
  elements.flatMap((element) => {
    const [, key, more] = element.path.split('.');
    const there =
      key !== undefined && more === undefined && !element.id.includes(':') && resource[key] !== undefined;
    return there ? [{ element, key }] : [];
  });

const choose = <T>(items: readonly T[], pick: number): T | undefined =>
  items[pick % Math.max(items.length, 1)];

const dates =
  /^(lastUpdated|start|end|birthDate|date|created|issued|recordedDate|recorded|authoredOn|.*(DateTime|Date))$/;

const mutations: Record<string, Mutation> = {
  'a required element is dropped': (resource, elements, pick) => {
    const found = choose(
      present(resource, elements).filter(({ element }) => element.min > 0),
      pick,
    );
    if (!found) return undefined;
    delete resource[found.key];
    delete resource[`_${found.key}`];
    return resource;
  },
  'a code is not in its required value set': (resource, elements, pick) => {
    const codes = present(resource, elements).filter(
      ({ element, key }) =>
        element.binding?.strength === 'required' &&
        element.type?.[0]?.code === 'code' &&
        typeof resource[key] === 'string',
    );
    const found = choose(codes, pick);
    if (!found) return undefined;
    resource[found.key] = 'zebra';
    return resource;
  },
  'a required slice has other content': (resource, elements, pick) => {
    const slices = elements.filter(
      ({ path, sliceName, min }) => sliceName !== undefined && min > 0 && path.split('.').length === 2,
    );
    const key = choose(slices, pick)?.path.split('.')[1];
    const items = key === undefined ? undefined : resource[key];
    if (key === undefined || !Array.isArray(items)) return undefined;
    resource[key] = items.map((item: unknown) => zebraCodes(item));
    return resource;
  },
  'a reference goes to another type': (resource, elements, pick) => {
    const references = present(resource, elements).filter(
      ({ element }) =>
        element.type?.[0]?.code === 'Reference' &&
        (element.type[0].targetProfile ?? []).length > 0 &&
        !element.type[0].targetProfile!.some((target) => /\/(Resource|Schedule)$/.test(target)),
    );
    const found = choose(references, pick);
    if (!found) return undefined;
    const bad = { reference: 'Schedule/1' };
    resource[found.key] = Array.isArray(resource[found.key]) ? [bad] : bad;
    return resource;
  },
  'an invariant is broken': (resource) => {
    if (['Bundle', 'Parameters', 'Binary'].includes(String(resource.resourceType))) return undefined;
    const both = { url: 'urn:a', valueString: 'a', extension: [{ url: 'urn:b', valueString: 'b' }] };
    resource.extension = [...((resource.extension as unknown[]) ?? []), both];
    return resource;
  },
  'a day is in no calendar': (resource, _, pick) => {
    const places: { owner: Resource; key: string }[] = [];
    visit(resource, (owner) => {
      for (const key in owner)
        if (dates.test(key) && typeof owner[key] === 'string' && /^\d{4}-\d\d-\d\d/.test(owner[key]))
          places.push({ owner, key });
    });
    const found = choose(places, pick);
    if (!found) return undefined;
    found.owner[found.key] = '2023-02-30';
    return resource;
  },
  'an element has a name that there is not': (resource, _, pick) => {
    const owners: Resource[] = [];
    visit(resource, (owner) => owners.push(owner));
    choose(owners, pick)!.zebra = 'x';
    return resource;
  },
};

function visit(value: unknown, see: (owner: Resource) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, see);
  else if (isRecord(value)) {
    see(value);
    for (const key in value) visit(value[key], see);
  }
}

/** Every code, system, URL and type inside says something else. */
function zebraCodes(value: unknown): unknown {
  const copy = structuredClone(value);
  visit(copy, (owner) => {
    for (const key of ['code', 'system', 'url', 'uri', 'name', 'value'])
      if (typeof owner[key] === 'string') owner[key] = 'urn:zebra';
  });
  return typeof copy === 'string' ? 'urn:zebra' : copy;
}

describe.runIf(hasPackages)('no broken example is valid:', () => {
  for (const [what, mutate] of Object.entries(mutations))
    test(what, () => {
      const cases = guides.flatMap((guide) =>
        guide.examples.flatMap(({ resource }) => {
          const elements = elementsOf(resource, guide.id);
          const differs = disagreements[name(guide, resource)] !== undefined;
          return elements && !differs ? [{ guide, resource, elements }] : [];
        }),
      );
      let broken = 0;
      const judge = (index: number, pick: number): void => {
        const { guide, resource, elements } = cases[index]!;
        const mutant = mutate(structuredClone(resource), elements, pick);
        if (!mutant) return;
        broken++;
        expect(isValid(guide, mutant, claims(resource)), `${name(guide, resource)} at ${pick}`).toBe(false);
      };
      cases.forEach((_, index) => {
        judge(index, index);
      });
      fc.assert(
        fc.property(fc.nat(cases.length - 1), fc.nat(1000), (index, pick) => judge(index, pick)),
        { numRuns: 500 },
      );
      expect(broken).toBeGreaterThan(300);
    }, 120_000);
});

/** Of the profile that the resource claims first, else of its type. */
function elementsOf(resource: Resource, scope: string): ElementDefinition[] | undefined {
  const { meta, resourceType } = resource as { meta?: { profile?: string[] }; resourceType: string };
  const canonical = meta?.profile?.[0] ?? `http://hl7.org/fhir/StructureDefinition/${resourceType}`;
  return definitions.structure(canonical, scope)?.elements;
}
