import { isRecord, isSame } from '../fhirpath/members.ts';
import type { ElementDefinition } from '../package/definitions.ts';
import type { Check } from './check.ts';

type Fits = (value: unknown) => boolean;

/** `fixed[x]`: the very value; `pattern[x]`: at least what it says (elementdefinition.html). */
export function fixedValueOf(
  definition: ElementDefinition,
): { kind: 'fixed' | 'pattern'; fits: Fits } | undefined {
  for (const name in definition) {
    const value: unknown = definition[name as `fixed${string}`];
    if (/^fixed[A-Z]/.test(name)) return { kind: 'fixed', fits: (one) => isSame(one, value) };
    if (/^pattern[A-Z]/.test(name)) return { kind: 'pattern', fits: patternOf(value) };
  }
  return undefined;
}

/** What a pattern says must be there; of its lists, every item somewhere in the list. */
function patternOf(pattern: unknown): Fits {
  if (Array.isArray(pattern)) {
    const items = pattern.map(patternOf);
    return (value) => Array.isArray(value) && items.every((item) => anyFits(value, item));
  }
  if (!isRecord(pattern)) return (value) => value === pattern || isSame(value, pattern);
  const parts = Object.entries(pattern).map(([name, part]) => ({ name, fits: patternOf(part) }));
  return (value) => {
    if (!isRecord(value)) return false;
    for (const { name, fits } of parts) if (!fits(value[name])) return false;
    return true;
  };
}

function anyFits(values: readonly unknown[], fits: Fits): boolean {
  for (let i = 0; i < values.length; i++) if (fits(values[i])) return true;
  return false;
}

export function fixedValueCheck(definition: ElementDefinition): Check | undefined {
  const fixed = fixedValueOf(definition);
  if (!fixed) return undefined;
  const { kind, fits } = fixed;
  return (value, run) => {
    if (!fits(value))
      run.error('value', kind, `The profile gives a ${kind} value here, and this is another.`);
  };
}
