import { isRecord } from '../fhirpath/members.ts';
import type { Binding } from '../package/definitions.ts';
import type { Run } from '../run.ts';
import type { CodeSet, Membership } from '../terminology/membership.ts';
import { allOf, type Check, type Place } from './check.ts';

/** Types that a binding can stand on, each with the way to its codes. */
const boundTypes = new Set(['code', 'Coding', 'CodeableConcept', 'Quantity', 'string', 'uri']);

/** Required and extensible bindings (terminologies.html#strength), and the outer limit of `maxValueSet`. */
export function bindingCheck(binding: Binding, type: string, place: Place): Check | undefined {
  if (!boundTypes.has(type)) return undefined;
  const checks: Check[] = [];
  if (binding.valueSet !== undefined)
    checks.push(membershipCheck(binding.valueSet, type, binding.strength === 'required', place));
  if (binding.maxValueSet !== undefined) checks.push(membershipCheck(binding.maxValueSet, type, true, place));
  return allOf(checks);
}

function membershipCheck(canonical: string, type: string, required: boolean, place: Place): Check {
  const codes = place.source.codeSet(canonical, place.structure.scope);
  const report = reporter(canonical, required);
  if (!codes) {
    const name = canonical.split('|')[0]!;
    return (value, run) => run.skip(systemOf(value) ?? name);
  }
  if (type === 'CodeableConcept') return conceptCheck(codes, required, report);
  if (type === 'Coding' || type === 'Quantity')
    return (value, run) => {
      if (!isRecord(value)) return;
      const { system, code } = value;
      if (typeof code !== 'string') {
        if (type === 'Coding' && required && !hasExtension(value)) report(run);
        return;
      }
      settle(
        codes.hasCoding(typeof system === 'string' ? system : undefined, code),
        system,
        codes,
        run,
        report,
      );
    };
  return (value, run) => {
    if (typeof value === 'string') settle(codes.hasCode(value), undefined, codes, run, report);
  };
}

/** One coding that belongs is enough. */
function conceptCheck(codes: CodeSet, required: boolean, report: (run: Run) => void): Check {
  return (value, run) => {
    if (!isRecord(value)) return;
    const { coding } = value;
    if (!Array.isArray(coding)) {
      if ((required || typeof value.text !== 'string') && !hasExtension(value)) report(run);
      return;
    }
    let unknown: unknown;
    for (const one of coding) {
      if (!isRecord(one) || typeof one.code !== 'string') continue;
      const system = typeof one.system === 'string' ? one.system : undefined;
      const member = codes.hasCoding(system, one.code);
      if (member === 'in') return;
      if (member === 'unknown') unknown = system ?? codes.unknownSystem;
    }
    if (typeof unknown === 'string') run.skip(unknown);
    else report(run);
  };
}

function settle(
  member: Membership,
  system: unknown,
  codes: CodeSet,
  run: Run,
  report: (run: Run) => void,
): void {
  if (member === 'out') report(run);
  else if (member === 'unknown') run.skip(typeof system === 'string' ? system : codes.unknownSystem);
}

const reporter = (canonical: string, required: boolean) => {
  const text = required
    ? `The code is not in the required value set ${canonical}.`
    : `The code is not in the extensible value set ${canonical}; that is right only if the set has no code for it.`;
  const rule = required ? 'binding-required' : 'binding-extensible';
  return (run: Run): void => run.fault(required ? 'error' : 'warning', 'code-invalid', rule, text);
};

const hasExtension = (value: Record<string, unknown>): boolean => Array.isArray(value.extension);

/** The system that a value names, for counting what was not checked. */
function systemOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const first: unknown = Array.isArray(value.coding) ? value.coding[0] : value;
  return isRecord(first) && typeof first.system === 'string' ? first.system : undefined;
}
