// consent-and-sensitive-data 3.7: what a member or an officer says of a record's labels, above what was found in it
import type { Override } from '../consent/overrides.ts';
import { isObject, type Json, type JsonObject } from '../fhir/lossless.ts';
import { label } from '../sensitivity/bits.ts';
import { graphRecord } from '../sensitivity/closure/graph.ts';
import { codeForms, systemKey } from '../sensitivity/code-system.ts';
import { servicePeriod } from '../sensitivity/service-period.ts';

/**
 * The labels of one record under the overrides in force. What a member adds is the member's own wish (OWN) besides; a hold keeps the record
 * here under any consent; a removal of two officers takes classes off, but never PART2, which comes with a record or from its source. A
 * removal for a time is none: nobody would put the label back in time.
 */
export function overridden(labels: number, resource: JsonObject, overrides: readonly Override[]): number {
  let result = labels;
  for (const one of overrides) {
    if (one.effect === 'remove' && one.validTo !== null) continue;
    if (!concerns(one, resource)) continue;
    if (one.effect === 'add') result |= one.labels | (one.role === 'member' ? label.OWN : 0);
    else if (one.effect === 'hold') result |= label.HOLD;
    else result &= ~(one.labels & ~label.PART2);
  }
  return result;
}

function concerns({ scope, value }: Override, resource: JsonObject): boolean {
  const ref = `${String(resource.resourceType)}/${String(resource.id)}`;
  switch (scope) {
    case 'resource':
      return ref === value;
    case 'encounter':
      return ref === value || graphRecord(resource, 0).links.some(({ target }) => target === value);
    case 'code': {
      const bar = value.lastIndexOf('|');
      const [key, code] = [systemKey(value.slice(0, bar)), value.slice(bar + 1)];
      const forms = new Set(codeForms(key, code));
      return some(
        resource,
        (node) =>
          typeof node.system === 'string' &&
          typeof node.code === 'string' &&
          systemKey(node.system) === key &&
          codeForms(key, node.code).some((form) => forms.has(form)),
      );
    }
    case 'provider':
      return some(resource, (node) => node.value === value && typeof node.system === 'string');
    case 'dates': {
      const [from = '', to = ''] = value.split('/');
      const days = servicePeriod(resource);
      // A record without days cannot be told to be outside.
      return days === undefined || ((to === '' || days.first <= to) && (from === '' || days.last >= from));
    }
    // Of the person and of a category consent itself knows: no record leaves, or none of the category.
    case 'person':
    case 'category':
      return false;
  }
}

function some(value: Json | undefined, test: (node: JsonObject) => boolean): boolean {
  if (Array.isArray(value)) return value.some((entry) => some(entry, test));
  if (!isObject(value)) return false;
  if (test(value)) return true;
  for (const name in value) if (some(value[name], test)) return true;
  return false;
}
