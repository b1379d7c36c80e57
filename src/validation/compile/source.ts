import type { Definitions } from '../definitions.ts';
import { type ElementNode, treesOf } from '../element-tree.ts';
import { isRecord } from '../fhirpath/members.ts';
import type { Structure } from '../structure.ts';
import { type CodeSet, codeSetOf } from '../terminology/membership.ts';
import { allOf, type Check, type CheckSource } from './check.ts';
import { constraintCheck } from './constraint.ts';
import { objectCheck } from './object.ts';
import { containedRules } from './resource.ts';
import { typeRules } from './value.ts';

const baseUrl = 'http://hl7.org/fhir/StructureDefinition/';

/** Profiles of one resource that are looked at. */
const claims_max = 20;
/** Combinations of claims that are kept; hostile ones could be endless. */
const claimSets_max = 10_000;

/** Compiles definitions into checks, each once. What waits for its first use is put on `pending`. */
export function checkSourceOf(definitions: Definitions, pending?: (() => unknown)[]): CheckSource {
  const conformances = new Map<Structure, Check>();
  const trees = new Map<Structure, Map<string, ElementNode>>();
  const byClaims = new Map<string, readonly Check[]>();
  const objects = new Map<readonly ElementNode[], Check>();
  const codeSets = new Map<string, CodeSet | undefined>();
  const source: CheckSource = {
    structure: (canonical, scope) => definitions.structure(canonical, scope),
    tree(structure) {
      let tree = trees.get(structure);
      if (!tree) {
        tree = treesOf(structure);
        trees.set(structure, tree);
      }
      return tree;
    },
    conformance(structure) {
      const known = conformances.get(structure);
      if (known) return known;
      const compiled = source.lazily(() => conformanceCheck(structure, source));
      const check: Check = (value, run) => compiled()(value, run);
      conformances.set(structure, check);
      return check;
    },
    claimed(resource, scope) {
      const type = isRecord(resource) ? String(resource.resourceType) : '';
      const key = `${scope} ${type} ${claimsOf(resource).join(' ')}`;
      let checks = byClaims.get(key);
      if (!checks) {
        checks = [...claimedChecks(resource, type, scope, source)];
        if (byClaims.size < claimSets_max) byClaims.set(key, checks);
      }
      return checks;
    },
    codeSet(canonical, scope) {
      const key = `${scope} ${canonical}`;
      if (codeSets.has(key)) return codeSets.get(key);
      const valueSet = definitions.valueSet(canonical, scope);
      const codes = valueSet && codeSetOf(valueSet);
      codeSets.set(key, codes);
      return codes;
    },
    object(elements, compile) {
      let check = objects.get(elements);
      if (!check) {
        check = compile();
        objects.set(elements, check);
      }
      return check;
    },
    lazily<T>(compile: () => T) {
      let compiled: T | undefined;
      let isCompiled = false;
      const get = (): T => {
        if (!isCompiled) {
          compiled = compile();
          isCompiled = true;
        }
        return compiled as T;
      };
      pending?.push(get);
      return get;
    },
  };
  return source;
}

function conformanceCheck(structure: Structure, source: CheckSource): Check {
  const place = { structure, source };
  const root = source.tree(structure).get(structure.elements[0]!.id)!;
  const isResource = structure.kind === 'resource';
  const checks: Check[] = [];
  if (isResource) checks.push(typeCheck(structure.type));
  checks.push(objectCheck(root.children, place, isResource), ...typeRules(structure.type));
  if (isResource) checks.push(containedRules);
  for (const constraint of root.definition.constraint ?? [])
    checks.push(constraintCheck(constraint, structure.type, place));
  const all = allOf(checks);
  if (!isResource && !structure.isProfile) return all;
  const profile = `${structure.url}|${structure.version}`;
  return (value, run) => {
    const outer = run.profile;
    run.profile = profile;
    all(value, run);
    run.profile = outer;
  };
}

const typeCheck =
  (type: string): Check =>
  (value, run) => {
    if (isRecord(value) && value.resourceType !== type)
      run.error('structure', 'resource-type', `The profile is for ${type}.`);
  };

function* claimedChecks(
  resource: unknown,
  type: string,
  scope: string,
  source: CheckSource,
): Generator<Check, void, undefined> {
  let known = 0;
  for (const claim of claimsOf(resource)) {
    const structure = source.structure(claim, scope);
    if (!structure) {
      yield (_, run) => {
        run.skip(`profile ${claim}`);
        run.fault(
          'information',
          'not-found',
          'profile-unknown',
          'A profile is claimed that is not installed.',
          'meta.profile',
        );
      };
      continue;
    }
    known++;
    yield source.conformance(structure);
  }
  if (known > 0) return;
  const structure = /^[A-Za-z]{1,64}$/.test(type) ? source.structure(baseUrl + type, scope) : undefined;
  if (structure?.kind === 'resource') yield source.conformance(structure);
  else
    yield (_, run) =>
      run.error('structure', 'resource-type', 'There is no resource type of this name in FHIR R4.');
}

function claimsOf(resource: unknown): string[] {
  const meta = isRecord(resource) ? resource.meta : undefined;
  const claims = isRecord(meta) && Array.isArray(meta.profile) ? meta.profile : [];
  return [...new Set(claims.filter((claim): claim is string => typeof claim === 'string'))].slice(
    0,
    claims_max,
  );
}
