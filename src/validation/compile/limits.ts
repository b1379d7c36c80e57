import { isRecord } from '../fhirpath/members.ts';
import type { ElementDefinition } from '../package/definitions.ts';
import type { Check } from './check.ts';

/** `maxLength`, and `minValue[x]` and `maxValue[x]` of numbers and dates. */
export function limitsCheck(definition: ElementDefinition): Check | undefined {
  const min = limitOf(definition, /^minValue[A-Z]/);
  const max = limitOf(definition, /^maxValue[A-Z]/);
  const { maxLength } = definition;
  if (min === undefined && max === undefined && maxLength === undefined) return undefined;
  return (value, run) => {
    if (maxLength !== undefined && typeof value === 'string' && value.length > maxLength)
      run.error('too-long', 'max-length', `Longer than ${maxLength} characters.`);
    if (isBeyond(min, value)) run.error('value', 'min-value', 'Less than the least value.');
    if (isBeyond(value, max)) run.error('value', 'max-value', 'More than the greatest value.');
  };
}

const isBeyond = (a: unknown, b: unknown): boolean =>
  (typeof a === 'number' && typeof b === 'number' && a > b) ||
  (typeof a === 'string' && typeof b === 'string' && a > b);

function limitOf(definition: ElementDefinition, shape: RegExp): unknown {
  for (const name in definition)
    if (shape.test(name)) {
      const limit: unknown = definition[name as `minValue${string}`];
      return isRecord(limit) ? undefined : limit;
    }
  return undefined;
}
