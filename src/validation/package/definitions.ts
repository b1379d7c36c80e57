/** The parts of FHIR's own definitions that checking needs; everything else in them is prose. */
export interface StructureDefinition {
  resourceType: 'StructureDefinition';
  url: string;
  version?: string;
  name: string;
  kind: 'primitive-type' | 'complex-type' | 'resource' | 'logical';
  abstract: boolean;
  type: string;
  baseDefinition?: string;
  derivation?: 'specialization' | 'constraint';
  snapshot?: { element: ElementDefinition[] };
  differential?: { element: { id?: string; sliceName?: string; min?: number }[] };
}

export interface ElementDefinition {
  id: string;
  path: string;
  sliceName?: string;
  min: number;
  max: string;
  base?: { path?: string; max: string };
  contentReference?: string;
  type?: ElementType[];
  slicing?: Slicing;
  binding?: Binding;
  constraint?: Constraint[];
  maxLength?: number;
  /** `fixed[x]`, `pattern[x]`, `minValue[x]`, `maxValue[x]`. */
  [choice: `fixed${string}` | `pattern${string}` | `minValue${string}` | `maxValue${string}`]: unknown;
}

export interface ElementType {
  code: string;
  profile?: string[];
  targetProfile?: string[];
  aggregation?: string[];
}

export interface Slicing {
  discriminator?: { type: string; path: string }[];
  rules: 'open' | 'closed' | 'openAtEnd';
  ordered?: boolean;
}

export interface Binding {
  strength: 'required' | 'extensible' | 'preferred' | 'example';
  valueSet?: string;
  /** Codes beyond `valueSet` must at least be in this one. */
  maxValueSet?: string;
}

export interface Constraint {
  key: string;
  severity: 'error' | 'warning';
  human: string;
  expression?: string;
}

export interface ValueSet {
  resourceType: 'ValueSet';
  url: string;
  version?: string;
  compose?: { include?: ConceptSet[]; exclude?: ConceptSet[] };
  expansion?: Expansion;
}

export interface ConceptSet {
  system?: string;
  version?: string;
  concept?: { code: string }[];
  filter?: { property: string; op: string; value: string }[];
  valueSet?: string[];
}

export interface Expansion {
  total?: number;
  parameter?: { name: string; valueBoolean?: boolean; valueUri?: string; valueString?: string }[];
  extension?: { url: string }[];
  contains?: ExpansionEntry[];
}

export interface ExpansionEntry {
  system?: string;
  code?: string;
  abstract?: boolean;
  contains?: ExpansionEntry[];
}

export interface CodeSystem {
  resourceType: 'CodeSystem';
  url: string;
  version?: string;
  content: 'not-present' | 'example' | 'fragment' | 'complete' | 'supplement';
  caseSensitive?: boolean;
  hierarchyMeaning?: string;
  concept?: CodeSystemConcept[];
}

export interface CodeSystemConcept {
  code: string;
  concept?: CodeSystemConcept[];
  property?: { code: string; [value: `value${string}`]: unknown }[];
}
