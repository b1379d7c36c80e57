import type { TokenShape } from '../record/condition.ts';

/** One search parameter of one type: what it is called, and which elements of the record it looks at. */
export interface Parameter {
  name: string;
  type: 'date' | 'reference' | 'string' | 'token' | 'uri';
  /** Canonical URL of the SearchParameter. */
  definition: string;
  /** jsonpaths below the record. */
  paths: string[];
  /** Of a token. */
  as?: TokenShape;
  /** Of a reference: the types that it may lead to, of those that leave. */
  targets?: string[];
  /** The member's own Patient: every record of the member has it. */
  patient?: true;
  /** Of a date that the columns of service dates cover: a superset, unless such a key stands in the text. */
  service?: { unless: string[] };
  /** Of a Period without an end: that of a finished service, which ends where it starts. */
  closed?: true;
}

const core = 'http://hl7.org/fhir/us/core/SearchParameter/us-core-';
const base = 'http://hl7.org/fhir/SearchParameter/';
export const pdexParameter = 'http://hl7.org/fhir/us/davinci-pdex/SearchParameter/';
export const carinParameter = 'http://hl7.org/fhir/us/carin-bb/SearchParameter/';

/** Where a SearchParameter is defined: in US Core under the type, in FHIR, or at a URL of its own. */
export type Source = 'core' | 'fhir' | `http${string}`;

const definitionOf = (source: Source, type: string, name: string): string => {
  if (source === 'core') return `${core}${type.toLowerCase()}-${name.replace(/^_/, '')}`;
  return source === 'fhir' ? `${base}${type}-${name}` : source;
};

/** A parameter without its type: the table names the type once. */
export type Row = (type: string) => Parameter;

type Token = 'concept' | 'coding' | 'identifier';

/** A token. `of` tells the data type at the paths; for a code, the system that its value set implies. */
export const token =
  (name: string, of: Token | { code: string | null }, paths: string, source: Source = 'core'): Row =>
  (type) => ({
    name,
    type: 'token',
    definition: definitionOf(source, type, name),
    paths: paths.split(' ').map((path) => (of === 'concept' ? `${path}.coding` : path)),
    as:
      typeof of === 'object'
        ? { of: 'code', system: of.code }
        : { of: of === 'identifier' ? 'identifier' : 'coding' },
  });

export const date =
  (
    name: string,
    paths: string,
    source: Source = 'core',
    more: Pick<Parameter, 'service' | 'closed'> = {},
  ): Row =>
  (type) => ({
    name,
    type: 'date',
    definition: definitionOf(source, type, name),
    paths: paths.split(' '),
    ...more,
  });

export const text =
  (name: string, paths: string, source: Source = 'core'): Row =>
  (type) => ({ name, type: 'string', definition: definitionOf(source, type, name), paths: paths.split(' ') });

export const reference =
  (name: string, paths: string, targets: string, source: Source = 'core'): Row =>
  (type) => ({
    name,
    type: 'reference',
    definition: definitionOf(source, type, name),
    paths: paths.split(' '),
    targets: targets.split(' '),
  });

export const patient =
  (path: string, source: Source = 'core'): Row =>
  (type) => ({
    name: 'patient',
    type: 'reference',
    definition: definitionOf(source, type, 'patient'),
    paths: [path],
    targets: ['Patient'],
    patient: true,
  });

/** Of every type. */
export const common: readonly Parameter[] = [
  { name: '_id', type: 'token', definition: `${base}Resource-id`, paths: [] },
  { name: '_lastUpdated', type: 'date', definition: `${base}Resource-lastUpdated`, paths: [] },
  { name: '_profile', type: 'uri', definition: `${base}Resource-profile`, paths: ['meta.profile'] },
];
