import type { Environment } from './environment.ts';
import { UnreadableExpression } from './tokens.ts';

/** Variables of FHIR's FHIRPath (fhirpath.html#variables). */
export function variable(name: string): (env: Environment) => unknown {
  switch (name) {
    case 'resource':
      return (env) => env.resource;
    case 'rootResource':
      return (env) => env.root;
    case 'context':
      return (env) => env.context;
    case 'ucum':
      return () => 'http://unitsofmeasure.org';
    case 'sct':
      return () => 'http://snomed.info/sct';
    case 'loinc':
      return () => 'http://loinc.org';
    default:
      throw new UnreadableExpression(`%${name}`);
  }
}
