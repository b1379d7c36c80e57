import { NumberText } from '../../fhir/lossless.ts';
import type { Environment } from './environment.ts';

/** A predicate on one value, and the same on whether any of several values holds. */
export type Holds = (value: unknown, env: Environment) => boolean;

/** Names of R4's choice elements: `value` is found as `valueQuantity`. */
const choiceNames = new Set(
  `abatement additive age allowed amount answer asNeeded author born bounds characteristic chargeItem collected content
  created date deceased defaultValue definingSubstance definition detail diagnosis dose doseNumber due effective entity
  event example fastingStatus fixed identified indication item legallyBinding location manufacturer maxValue medication
  minValue minimumVolume module multipleBirth name occurred occurrence offset onset participantEffective pattern performed
  probability procedure product quantity rate reported scheduled seriesDoses serviced source statusReason studyEffective
  subject substance target time timing topic used value`.split(/\s+/),
);

export const isChoice = (name: string): boolean => choiceNames.has(name);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);

/** Whether `holds` is true of any value of the property `name`; stops at the first. */
export function anyMember(name: string, holds: Holds): Holds {
  const shadow = `_${name}`;
  const choice = isChoice(name);
  return (focus, env) => {
    if (!isRecord(focus)) return false;
    // A resource's type at the head of a path, `Patient.name`, is the resource itself.
    let found = focus[name];
    // `toString` is no property of the data.
    if (found === undefined || typeof found === 'function') {
      if (focus.resourceType === name) return holds(focus, env);
      const key = choice ? choiceKey(focus, name) : undefined;
      found = key === undefined ? focus[shadow] : (focus[key] ?? focus[`_${key}`]);
      if (found === undefined) return false;
    }
    if (!Array.isArray(found)) return holds(found, env);
    for (let i = 0; i < found.length; i++) {
      const one: unknown = found[i];
      if (one !== null && holds(one, env)) return true;
    }
    return false;
  };
}

/** The property that holds a choice element: `valueString` for `value`. */
function choiceKey(focus: Record<string, unknown>, name: string): string | undefined {
  for (const key in focus) {
    if (key.length > name.length && key.startsWith(name)) {
      const next = key.charCodeAt(name.length);
      if (next >= 65 && next <= 90) return key;
    }
  }
  return undefined;
}

/** Values one after the other, as `children()` gives them. */
export function childrenOf(value: unknown): unknown[] {
  const children: unknown[] = [];
  if (!isRecord(value)) return children;
  for (const name in value) {
    if (name === 'resourceType') continue;
    const child = value[name];
    if (Array.isArray(child)) for (const one of child) children.push(one);
    else if (child !== undefined && child !== null) children.push(child);
  }
  return children;
}

/** Whether two values are the same, deeply; the order of properties does not count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof NumberText) return isSame(Number(a.text), b);
  if (b instanceof NumberText) return isSame(a, Number(b.text));
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => name in b && isSame(a[name], b[name]))
  );
}
