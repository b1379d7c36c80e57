import { isRecord } from '../fhirpath/members.ts';
import { depth_max } from '../run.ts';
import type { Check, CheckSource } from './check.ts';

/** Rules on what a resource contains (domainresource.html, dom-2 to dom-5). */
export const containedRules: Check = (value, run) => {
  if (!isRecord(value) || !Array.isArray(value.contained)) return;
  const named = referencesIn(value);
  value.contained.forEach((one: unknown, i: number) => {
    if (!isRecord(one)) return;
    const at = `contained[${i}]`;
    if (one.contained !== undefined)
      run.error('invariant', 'dom-2', 'A contained resource contains no others.', at);
    const meta = isRecord(one.meta) ? one.meta : {};
    if (meta.versionId !== undefined || meta.lastUpdated !== undefined)
      run.error('invariant', 'dom-4', 'A contained resource has no version and no time of change.', at);
    if (meta.security !== undefined)
      run.error('invariant', 'dom-5', 'A contained resource has no security label.', at);
    const isNamed = typeof one.id === 'string' && named.has(`#${one.id}`);
    if (!isNamed && !referencesIn(one).has('#'))
      run.error(
        'invariant',
        'dom-3',
        'A contained resource is referred to, or refers to what contains it.',
        at,
      );
  });
};

/** Every text that begins with `#`, at any depth: references, canonicals and URIs may all name what is contained. */
function referencesIn(resource: Record<string, unknown>): Set<string> {
  const found = new Set<string>();
  const open: { value: unknown; depth: number }[] = [{ value: resource, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') {
      if (value.charCodeAt(0) === 0x23) found.add(value);
    } else if (typeof value === 'object' && value !== null && depth < 2 * depth_max)
      for (const child of Object.values(value)) open.push({ value: child, depth: depth + 1 });
  }
  return found;
}

/**
 * A resource inside another: contained, an entry, a parameter. Expressions and references see it as their resource. It is
 * what its own claims say, and what the element around it asks for.
 */
export function nestedResource(source: CheckSource, asked: Check | undefined): Check {
  return (value, run) => {
    if (!isRecord(value) || typeof value.resourceType !== 'string') {
      run.error('structure', 'type', 'A resource was expected.');
      return;
    }
    const { resource, root, bundle, profile } = run;
    run.resource = value;
    if (run.names[run.depth] !== 'contained') {
      run.root = value;
      run.bundle ??= root;
    }
    if (asked) asked(value, run);
    for (const check of source.claimed(value, run.scope)) check(value, run);
    run.resource = resource;
    run.root = root;
    run.bundle = bundle;
    run.profile = profile;
  };
}
