import { checkSourceOf } from './compile/source.ts';
import type { Definitions } from './definitions.ts';
import { isRecord } from './fhirpath/members.ts';
import type { Issue } from './issue.ts';
import { type Resolver, Run } from './run.ts';

export interface Validation {
  issues: Issue[];
  /** No error. Warnings, and what was not checked, do not make a resource invalid. */
  valid: boolean;
  /** What nobody vouches for: code systems that are not installed, unreadable invariants, unknown extensions; how often. */
  notChecked: ReadonlyMap<string, number>;
}

export interface ValidationOptions {
  /** Profiles that are asked for, instead of those that the resource claims. */
  profiles?: readonly string[];
  /** Looks up references: what is found is checked against the profiles that the reference asks for. */
  resolver?: Resolver | undefined;
}

export interface Validator {
  validate(resource: unknown, options?: ValidationOptions): Validation;
  /** Whether a profile is installed. */
  knows(canonical: string): boolean;
}

/**
 * Compiles everything that these profiles may ever need; nothing is left for the first resource. Definitions that remember
 * (the cache) know all of it afterwards.
 */
export function compileAll(
  definitions: Definitions,
  profiles: readonly { canonical: string; scope: string }[],
): number {
  const pending: (() => unknown)[] = [];
  const source = checkSourceOf(definitions, pending);
  for (const { canonical, scope } of profiles) {
    const structure = source.structure(canonical, scope);
    if (structure) source.conformance(structure);
  }
  let compiled = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    next();
    compiled++;
  }
  return compiled;
}

const nothing: ReadonlyMap<string, number> = new Map();

/**
 * Judges resources by what the installed packages say. `scope` says whose canonicals without a version are meant: ids of packages
 * (`hl7.fhir.us.core#6.1.0`), blank between; the newest is meant where it does not say.
 */
export function validatorOf(definitions: Definitions, scope = ''): Validator {
  const source = checkSourceOf(definitions);
  return {
    knows: (canonical) => source.structure(canonical, scope) !== undefined,
    validate(resource, { profiles, resolver } = {}) {
      if (!isRecord(resource) || typeof resource.resourceType !== 'string') return notAResource;
      const run = new Run(resource, scope, resolver);
      run.names[0] = /^[A-Za-z]{1,64}$/.test(resource.resourceType) ? resource.resourceType : 'Resource';
      const checks = source.claimed(
        profiles ? { resourceType: resource.resourceType, meta: { profile: profiles } } : resource,
        scope,
      );
      for (const check of checks) check(resource, run);
      return {
        issues: checks.length > 1 ? unrepeated(run.issues) : run.issues,
        valid: run.errors === 0,
        notChecked: run.notChecked.size === 0 ? nothing : run.notChecked,
      };
    },
  };
}

const notAResource: Validation = {
  issues: [
    {
      severity: 'error',
      code: 'structure',
      expression: '',
      profile: '',
      rule: 'type',
      text: 'This is no resource: an object with a resourceType was expected.',
    },
  ],
  valid: false,
  notChecked: nothing,
};

/** What several profiles say alike is said once. */
function unrepeated(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>();
  return issues.filter(({ severity, expression, rule, text }) => {
    const key = `${severity} ${expression} ${rule} ${text}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
