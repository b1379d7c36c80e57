/** A FHIR resource as the generator builds it. */
export interface Resource {
  resourceType: string;
  id: string;
  [element: string]: unknown;
}

export interface Reference {
  reference: string;
  display?: string;
}

export interface Coding {
  system: string;
  code: string;
  display?: string;
}

export interface Concept {
  coding: Coding[];
  text?: string;
}

export const refTo = (resource: Resource, display?: string): Reference =>
  display === undefined
    ? { reference: `${resource.resourceType}/${resource.id}` }
    : { reference: `${resource.resourceType}/${resource.id}`, display };

export const coding = (system: string, code: string, display?: string): Coding =>
  display === undefined ? { system, code } : { system, code, display };

/** A concept with one coding, its display as the text. */
export const concept = (system: string, code: string, display?: string): Concept => ({
  coding: [coding(system, code, display)],
  ...(display === undefined ? {} : { text: display }),
});

/** A decimal that keeps its last zeros on the wire: FHIR decimals carry their precision (1.50 is not 1.5). */
export const decimal = (value: number, places: number): string => `\u0001${value.toFixed(places)}\u0001`;

/** The resource as one line of JSON, decimals as they were written. */
export const lineOf = (resource: Resource): string =>
  JSON.stringify(resource).replace(/"\\u0001(-?\d+(?:\.\d+)?)\\u0001"/g, '$1');
