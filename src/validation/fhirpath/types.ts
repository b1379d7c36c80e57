import type { Environment } from './environment.ts';
import { isRecord } from './members.ts';

/**
 * Whether a value is of a FHIR type, as far as JSON tells: resources by their `resourceType`, the element that the
 * invariant stands on by its definition, booleans and numbers by themselves. Undefined where it does not tell.
 */
export function isOfType(value: unknown, type: string, env: Environment): boolean | undefined {
  const asked = lower(type);
  if (isRecord(value) && typeof value.resourceType === 'string')
    return (
      value.resourceType === type ||
      type === 'Resource' ||
      (type === 'DomainResource' && !plainResources.has(value.resourceType))
    );
  if (value === env.context) return lower(env.type) === asked;
  switch (typeof value) {
    case 'boolean':
      return asked === 'boolean';
    case 'number':
      if (!numeric.has(asked)) return false;
      return asked === 'decimal' ? undefined : Number.isInteger(value);
    case 'string':
      return textual.has(asked) ? undefined : false;
    default:
      return textual.has(asked) || numeric.has(asked) || asked === 'boolean' ? false : undefined;
  }
}

const lower = (type: string): string => type.charAt(0).toLowerCase() + type.slice(1);
const plainResources = new Set(['Bundle', 'Binary', 'Parameters']);
const numeric = new Set(['integer', 'decimal', 'positiveInt', 'unsignedInt']);
const textual = new Set(
  'string markdown code id uri url canonical oid uuid base64Binary date dateTime instant time xhtml'.split(
    ' ',
  ),
);
