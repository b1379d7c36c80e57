import { isRecord } from '../fhirpath/members.ts';
import { canonicalOf } from '../package/canonical.ts';
import type { ElementType } from '../package/definitions.ts';
import { referenceParts } from '../reference-parts.ts';
import type { Run } from '../run.ts';
import type { Check, Place } from './check.ts';

interface Target {
  canonical: string;
  type: string;
  /** Only profiles are looked into; a base type says no more than the type. */
  check: (() => Check) | undefined;
}

/** A Reference: contained ones must be there (ref-1), the target's type fits, and its profile where it is at hand. */
export function referenceCheck(type: ElementType, place: Place): Check {
  const targets = targetsOf(type, place);
  const names = targets && new Set(targets.map((target) => target.type));
  const allowed = names && [...names].join(', ');
  return (value, run) => {
    if (!isRecord(value)) return;
    const { reference } = value;
    let targetType = typeof value.type === 'string' ? value.type : '';
    let target: unknown;
    if (typeof reference === 'string') {
      const parts = referenceParts(reference);
      if (parts.isContained || parts.type === '' || run.bundle !== undefined || run.resolver !== undefined) {
        target = run.find(reference);
        if (target === undefined && parts.isContained) {
          run.error('invariant', 'ref-1', 'The contained resource is not there.');
          return;
        }
      }
      if (isRecord(target) && typeof target.resourceType === 'string') targetType = target.resourceType;
      else if (parts.type !== '') targetType = parts.type;
    }
    if (!names || targetType === '') return;
    if (!names.has(targetType)) {
      run.error('structure', 'reference-target', `The reference may go to ${allowed} only.`);
      return;
    }
    if (isRecord(target) && !conforms(target, targetType, targets, run))
      run.error(
        'structure',
        'reference-profile',
        'What is referred to fits none of the profiles that are allowed.',
      );
  };
}

/** The targets that a Reference may have; undefined where it may be anything, or what it may be is not known. */
function targetsOf(type: ElementType, place: Place): Target[] | undefined {
  if (!type.targetProfile?.length) return undefined;
  const targets: Target[] = [];
  for (const canonical of type.targetProfile) {
    const { url } = canonicalOf(canonical);
    if (url === 'http://hl7.org/fhir/StructureDefinition/Resource') return undefined;
    const structure = place.source.structure(canonical, place.structure.scope);
    if (!structure) return undefined;
    targets.push({
      canonical,
      type: structure.type,
      check: structure.isProfile ? () => place.source.conformance(structure) : undefined,
    });
  }
  return targets;
}

function conforms(
  target: Record<string, unknown>,
  type: string,
  targets: readonly Target[],
  run: Run,
): boolean {
  const fitting = targets.filter((one) => one.type === type);
  if (fitting.some(({ check }) => check === undefined)) return true;
  return fitting.some(({ canonical, check }) => conformsTo(target, canonical, check!(), run));
}

/** Whether a resource at hand conforms; asked once per resource and profile. A circle conforms while it is looked at. */
export function conformsTo(target: unknown, canonical: string, check: Check, run: Run): boolean {
  const known = run.targets.get(target) ?? new Map<string, boolean>();
  run.targets.set(target, known);
  const answer = known.get(canonical);
  if (answer !== undefined) return answer;
  known.set(canonical, true);
  if (!run.mayNest()) return true;
  const { resource, root, depth, context } = run;
  run.resource = target;
  if (!isContained(target, root)) run.root = target;
  const passed = run.passes(() => check(target, run));
  run.resource = resource;
  run.root = root;
  run.depth = depth;
  run.context = context;
  known.set(canonical, passed);
  return passed;
}

const isContained = (target: unknown, root: unknown): boolean =>
  isRecord(root) && Array.isArray(root.contained) && root.contained.includes(target);
