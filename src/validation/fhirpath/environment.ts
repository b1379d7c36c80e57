import type { CodeSet } from '../terminology/membership.ts';

/** What an expression may ask about while it runs. One is shared by all expressions of a validation. */
export interface Environment {
  /** `%resource`: the resource, or the contained one, that holds the element. */
  resource: unknown;
  /** `%rootResource`: the resource that contains it. */
  root: unknown;
  /** `%context`: the element that the invariant stands on, and its FHIR type. */
  context: unknown;
  type: string;
  /** The resource that a Reference means, or as much as its text tells: `{ resourceType }`. */
  resolve(reference: unknown): unknown;
  /** Set when something could not be told: the result then says nothing. */
  unknown: boolean;
  /** Work done so far: what visits everything counts its visits. */
  steps: number;
}

/** What an expression needs when it is compiled. */
export interface Compilation {
  codeSet(canonical: string): CodeSet | undefined;
}

/** More visits than any real resource needs; beyond it the invariant is not checked. */
export const steps_max = 300_000;

/** Whether there is work left for `count` visits more. */
export function mayVisit(env: Environment, count: number): boolean {
  env.steps += count;
  if (env.steps <= steps_max) return true;
  env.unknown = true;
  return false;
}
