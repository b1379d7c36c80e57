import { clinical } from './clinical-parameters.ts';
import { payer } from './payer-parameters.ts';
import { common, type Parameter } from './table.ts';

/** How the CapabilityStatement lists a search parameter. */
export interface SearchParameter {
  name: string;
  type: 'date' | 'reference' | 'string' | 'token' | 'uri';
  definition: string;
  documentation?: string;
}

/** What can be searched for of a type: everything that a CapabilityStatement, a guide or a client wants to know. */
export interface TypeSearch {
  type: string;
  parameters: readonly SearchParameter[];
  /** Parameters that a guide wants together, in its order (US Core, PDex); any others go together too. */
  combinations: readonly (readonly string[])[];
  /** `Type:parameter` and `Type:*`, as `_include` takes them. */
  includes: readonly string[];
  revIncludes: readonly string[];
}

/** Types whose Provenances a guide does not bring along (p2p 6.3). */
const withoutProvenance = new Set([
  'ExplanationOfBenefit',
  'Location',
  'Medication',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Provenance',
]);

const tables = new Map(
  Object.entries({ ...clinical, ...payer })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, { rows, together }]) => [
      type,
      {
        together,
        parameters: new Map([...common, ...rows.map((row) => row(type))].map((p) => [p.name, p])),
      },
    ]),
);

/** The types that can be searched, in alphabetical order. They are also those that can be read. */
export const searchedTypes: readonly string[] = [...tables.keys()];

/** The parameters of a type by name, with what they look at. Undefined for a type that cannot be searched. */
export const parametersOf = (type: string): ReadonlyMap<string, Parameter> | undefined =>
  tables.get(type)?.parameters;

/** Whether a search of this type may bring along the Provenances of what it finds. */
export const bringsProvenance = (type: string): boolean => tables.has(type) && !withoutProvenance.has(type);

/** Undefined for a type that cannot be searched. */
export function typeSearch(type: string): TypeSearch | undefined {
  const table = tables.get(type);
  if (!table) return undefined;
  const parameters = [...table.parameters.values()];
  const references = parameters.filter((parameter) => parameter.type === 'reference');
  return {
    type,
    parameters: parameters.map(({ name, type: kind, definition, patient }) => ({
      name,
      type: kind,
      definition,
      ...(patient && { documentation: 'The member. All Patients of one member are alike.' }),
    })),
    combinations: table.together.map((names) => names.split(' ')),
    includes: references.length > 0 ? [...references.map(({ name }) => `${type}:${name}`), `${type}:*`] : [],
    revIncludes: bringsProvenance(type) ? ['Provenance:target'] : [],
  };
}
