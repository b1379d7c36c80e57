import type { ElementNode } from '../element-tree.ts';
import type { Run } from '../run.ts';
import type { Structure } from '../structure.ts';
import type { CodeSet } from '../terminology/membership.ts';

/** A compiled rule, or many: reports to the run what is wrong with the value where the run stands. */
export type Check = (value: unknown, run: Run) => void;

/** The check of one JSON property of an object. */
export interface Property {
  /** How FHIRPath writes it: `value.ofType(Quantity)` for `valueQuantity`. */
  label: string;
  check(value: unknown, run: Run, owner: Record<string, unknown>): void;
}

/** Where checks come from: whole definitions, compiled when first asked for and then shared. */
export interface CheckSource {
  structure(canonical: string, scope: string): Structure | undefined;
  tree(structure: Structure): Map<string, ElementNode>;
  /** Conformance to one definition. Recursive definitions get the same check again. */
  conformance(structure: Structure): Check;
  /** What a resource claims to conform to, as far as it is installed; else its type. */
  claimed(resource: unknown, scope: string): readonly Check[];
  codeSet(canonical: string, scope: string): CodeSet | undefined;
  /** The check of these elements as an object; elements that contain themselves get the same check again. */
  object(elements: readonly ElementNode[], compile: () => Check): Check;
  /** Compiles `compile` when it is first used, or when everything is. */
  lazily<T>(compile: () => T): () => T;
}

/** The definition whose elements are being compiled. */
export interface Place {
  structure: Structure;
  source: CheckSource;
}

export const nothing: Check = () => {};

/** Several checks as one. */
export function allOf(checks: readonly Check[]): Check {
  const [first, second, third] = checks;
  switch (checks.length) {
    case 0:
      return nothing;
    case 1:
      return first!;
    case 2:
      return (value, run) => {
        first!(value, run);
        second!(value, run);
      };
    case 3:
      return (value, run) => {
        first!(value, run);
        second!(value, run);
        third!(value, run);
      };
    default:
      return (value, run) => {
        for (const check of checks) check(value, run);
      };
  }
}
