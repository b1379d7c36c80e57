/**
 * SMART scopes in both grammars, and the operation scopes of PDex and HRex. What a token may do is the meeting of what was asked
 * and what the client may hold at most; nothing here ever widens either. This server writes nothing on a client's
 * behalf, so only `r` and `s` can be granted.
 */
import { resourceTypes } from '../fhir/resource-types.ts';
import { operation } from '../fhir/systems.ts';

export type Action = 'c' | 'r' | 'u' | 'd' | 's';
export type OperationScope = 'member-match' | 'bulk-member-match';

export interface ResourceScope {
  kind: 'resource';
  context: 'system' | 'patient';
  /** A resource type, or `*`. */
  type: string;
  /** A subset of `cruds`, in that order. */
  actions: string;
  /** How it was asked for, so that the answer uses the same grammar. */
  grammar: 'v1' | 'v2';
}

/** What another system of our own plan may tell us: no partner's token holds it, and it reads nothing. */
export type IntakeRight = 'decisions.write' | 'events.write';

export type ScopeEntry =
  | ResourceScope
  | { kind: 'operation'; operation: OperationScope }
  | { kind: 'intake'; right: IntakeRight };

export interface GrantedScope {
  readonly entries: readonly ScopeEntry[];
  /** As it stands in a token and a token response. */
  readonly text: string;
}

/** What a request needs: an operation, an action on a type, or an action on some type (the handler checks which). */
export type ScopeNeed =
  | { operation: OperationScope }
  | { intake: IntakeRight }
  | { type: string; action: Action }
  | { anyType: Action };

export type GrantDecision = { granted: GrantedScope } | { refused: string };

/** Longest scope parameter that is read. */
export const scopeCharacters_max = 4096;

const grantable = 'rs';
const v1Actions: Record<string, string> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** The spelling that goes out (PDex 2.2.0), then those that are understood too (2.1.0, and the bulk page's malformed one). */
const operationSpellings: Record<OperationScope, readonly [string, ...string[]]> = {
  'member-match': [operation.memberMatch],
  'bulk-member-match': [
    operation.bulkMemberMatch,
    'http://hl7.org/fhir/us/davinci-pdex/OperationDefinition/bulk-member-match',
    'system.Group.u?code=http://hl7.org/fhir/us/davinci-pdex/ValueSet/PDexMultiMemberMatchResultVS|match',
  ],
};

const operationOf = new Map<string, OperationScope>(
  Object.entries(operationSpellings).flatMap(([name, spellings]) =>
    spellings.map((spelling): [string, OperationScope] => [spelling, name as OperationScope]),
  ),
);

/** The scope URL that asks for an operation. */
export const operationScopeUrl = (name: OperationScope): string => operationSpellings[name][0];

/**
 * One scope token; `undefined` for what is malformed, names no R4 resource type, or restricts by a search expression,
 * which no route enforces: to grant it without its restriction would widen it.
 */
export function parseScope(token: string): ScopeEntry | undefined {
  const named = operationOf.get(token);
  if (named) return { kind: 'operation', operation: named };
  const right = /^intake\/((?:decisions|events)\.write)$/.exec(token)?.[1];
  if (right) return { kind: 'intake', right: right as IntakeRight };
  const parts = /^(system|patient)\/(\*|[A-Z][A-Za-z]*)\.([a-z]+|\*)$/.exec(token);
  if (!parts) return undefined;
  const [, context, type, permission] = parts as unknown as [string, 'system' | 'patient', string, string];
  if (type !== '*' && !resourceTypes.has(type)) return undefined;
  const v1 = Object.hasOwn(v1Actions, permission) ? v1Actions[permission] : undefined;
  if (v1) return { kind: 'resource', context, type, actions: v1, grammar: 'v1' };
  if (!/^c?r?u?d?s?$/.test(permission)) return undefined;
  return { kind: 'resource', context, type, actions: permission, grammar: 'v2' };
}

/** Every scope token of `text` that can be understood; `unknown` are the others. */
export function parseScopes(text: string): { entries: ScopeEntry[]; unknown: string[] } {
  const entries: ScopeEntry[] = [];
  const unknown: string[] = [];
  for (const token of text.split(' ').filter(Boolean)) {
    const entry = parseScope(token);
    if (entry) entries.push(entry);
    else unknown.push(token);
  }
  return { entries, unknown };
}

/**
 * What a token may hold. Unknown, write-only and unheld scopes are left out (RFC 6749 3.3); when nothing remains the
 * request is refused (`invalid_scope`). With a patient, no operation is granted (a token after a match is for that
 * patient's data only, pdex-201); `patient/` scopes need one.
 */
export function grant(requested: string, held: string, forPatient = false): GrantDecision {
  if (requested.length > scopeCharacters_max) return { refused: 'scope is too long' };
  if (requested.trim() === '') return { refused: 'scope is empty' };
  const most = parseScopes(held).entries;
  const entries = parseScopes(requested)
    .entries.filter((asked) =>
      asked.kind !== 'resource' ? !forPatient : asked.context === 'system' || forPatient,
    )
    .flatMap((asked) => meet(asked, most));
  const granted = scopeOf(entries);
  return granted.entries.length > 0 ? { granted } : { refused: 'no requested scope can be granted' };
}

/** True when `scope` allows what is needed. */
export function covers(scope: GrantedScope, need: ScopeNeed): boolean {
  return scope.entries.some((entry) => {
    if ('operation' in need) return entry.kind === 'operation' && entry.operation === need.operation;
    if ('intake' in need) return entry.kind === 'intake' && entry.right === need.intake;
    if (entry.kind !== 'resource') return false;
    if ('anyType' in need) return entry.actions.includes(need.anyType);
    return (entry.type === '*' || entry.type === need.type) && entry.actions.includes(need.action);
  });
}

/** A scope value from its entries, without repetitions. */
export function scopeOf(entries: readonly ScopeEntry[]): GrantedScope {
  const byText = new Map(entries.map((entry) => [print(entry), entry]));
  return { entries: [...byText.values()], text: [...byText.keys()].join(' ') };
}

function print(entry: ScopeEntry): string {
  if (entry.kind === 'operation') return operationScopeUrl(entry.operation);
  if (entry.kind === 'intake') return `intake/${entry.right}`;
  const permission = entry.grammar === 'v1' && entry.actions === v1Actions.read ? 'read' : entry.actions;
  return `${entry.context}/${entry.type}.${permission}`;
}

function meet(asked: ScopeEntry, held: readonly ScopeEntry[]): ScopeEntry[] {
  if (asked.kind === 'operation') {
    return held.some((h) => h.kind === 'operation' && h.operation === asked.operation) ? [asked] : [];
  }
  if (asked.kind === 'intake')
    return held.some((h) => h.kind === 'intake' && h.right === asked.right) ? [asked] : [];
  const met = held.flatMap((h) => (h.kind === 'resource' ? meetResource(asked, h) : []));
  return met.filter(
    (one, i) => !met.some((other, j) => i !== j && includes(other, one) && (!includes(one, other) || j < i)),
  );
}

function meetResource(asked: ResourceScope, held: ResourceScope): ResourceScope[] {
  if (asked.context === 'system' && held.context === 'patient') return [];
  if (asked.type !== '*' && held.type !== '*' && asked.type !== held.type) return [];
  const actions = [...grantable]
    .filter((a) => asked.actions.includes(a) && held.actions.includes(a))
    .join('');
  if (actions === '') return [];
  return [{ ...asked, type: asked.type === '*' ? held.type : asked.type, actions }];
}

const includes = (wide: ResourceScope, narrow: ResourceScope): boolean =>
  (wide.type === '*' || wide.type === narrow.type) &&
  [...narrow.actions].every((a) => wide.actions.includes(a));
