import type { Environment } from './fhirpath/environment.ts';
import { isRecord } from './fhirpath/members.ts';
import type { Issue } from './issue.ts';
import { referenceParts } from './reference-parts.ts';

/** Issues kept of one resource; more are counted as one. */
export const issues_max = 500;
/** Elements inside elements. Real resources stay below 30. */
export const depth_max = 100;
/** Checks of all elements of a resource that may look at other resources: bundles that refer to themselves end here. */
const nested_max = 20_000;

/** Looks up what a reference means outside the resource: a bundle's neighbour, a row of a database. */
export type Resolver = (reference: string) => unknown;

/** The state of one validation. Checks are shared; everything that changes is here, and most of it is never touched. */
export class Run implements Environment {
  issues: Issue[] = [];
  /** Errors so far, kept or not. */
  errors = 0;
  profile = '';
  /** The property names and indices that lead to the element being checked; `depth` are in use. */
  names: string[] = [];
  indices: number[] = [];
  depth = 0;
  // Environment of expressions.
  resource: unknown;
  root: unknown;
  context: unknown;
  type = '';
  unknown = false;
  steps = 0;
  /** Counts of slices, claimed and given back like a stack. */
  counts = new Int32Array(256);
  countsUsed = 0;
  nested = 0;
  readonly notChecked = new Map<string, number>();
  readonly resolver: Resolver | undefined;
  /** Whose profiles are meant where resources inside claim some without a version. */
  readonly scope: string;
  /** Resources that were checked as targets, by profile: a circle is not walked twice. */
  readonly targets = new Map<unknown, Map<string, boolean>>();
  private readonly contained = new Map<unknown, Map<string, unknown>>();
  private neighbours: Map<string, unknown> | undefined;
  bundle: unknown;

  constructor(resource: unknown, scope: string, resolver: Resolver | undefined) {
    this.scope = scope;
    this.resource = resource;
    this.root = resource;
    this.resolver = resolver;
  }

  fault(severity: Issue['severity'], code: string, rule: string, text: string, child = ''): void {
    if (severity === 'error') this.errors++;
    if (this.issues.length > issues_max) return;
    if (this.issues.length === issues_max) {
      this.issues.push({
        severity: 'error',
        code: 'too-costly',
        expression: this.names[0] ?? '',
        profile: this.profile,
        rule: 'too-many-issues',
        text: `There are more than ${issues_max} issues; the rest is left out.`,
      });
      return;
    }
    const expression = child === '' ? this.expression() : `${this.expression()}.${child}`;
    this.issues.push({ severity, code, expression, profile: this.profile, rule, text });
  }

  error(code: string, rule: string, text: string, child = ''): void {
    this.fault('error', code, rule, text, child);
  }

  /** Something that nobody can be blamed for, but nobody vouches for either. */
  skip(what: string): void {
    this.notChecked.set(what, (this.notChecked.get(what) ?? 0) + 1);
  }

  /** Whether a check passes; what it reports is dropped. */
  passes(check: () => void): boolean {
    const { errors } = this;
    const kept = this.issues.length;
    check();
    const passed = this.errors === errors;
    this.errors = errors;
    this.issues.length = Math.min(kept, this.issues.length);
    return passed;
  }

  /** Whether another resource may still be looked at. */
  mayNest(): boolean {
    return ++this.nested <= nested_max;
  }

  claimCounts(size: number): number {
    const from = this.countsUsed;
    this.countsUsed += size;
    if (this.countsUsed > this.counts.length) {
      const larger = new Int32Array(this.countsUsed * 2);
      larger.set(this.counts);
      this.counts = larger;
    }
    this.counts.fill(0, from, this.countsUsed);
    return from;
  }

  private expression(): string {
    let text = this.names[0] ?? '';
    for (let i = 1; i <= this.depth; i++) {
      text += `.${this.names[i]}`;
      if (this.indices[i]! >= 0) text += `[${this.indices[i]}]`;
    }
    return text;
  }

  /** What a Reference or its text means: the resource, `{ resourceType }` where only that is known, or undefined. */
  resolve(reference: unknown): unknown {
    const text =
      typeof reference === 'string' ? reference : isRecord(reference) ? reference.reference : undefined;
    const target = typeof text === 'string' ? this.find(text) : undefined;
    if (target !== undefined) return target;
    const type =
      (typeof text === 'string' ? referenceParts(text).type : '') ||
      (isRecord(reference) && typeof reference.type === 'string' ? reference.type : '');
    if (type !== '') return stubOf(type);
    this.unknown = true;
    return undefined;
  }

  /** The resource itself, where it is at hand. */
  find(reference: string): unknown {
    if (reference.startsWith('#')) {
      if (reference.length === 1) return this.root;
      return this.containedIn(this.root).get(reference.slice(1));
    }
    return this.neighboursOf().get(reference) ?? this.resolver?.(reference);
  }

  private containedIn(resource: unknown): Map<string, unknown> {
    let byId = this.contained.get(resource);
    if (!byId) {
      byId = new Map();
      const contained = isRecord(resource) ? resource.contained : undefined;
      if (Array.isArray(contained))
        for (const one of contained) if (isRecord(one) && typeof one.id === 'string') byId.set(one.id, one);
      this.contained.set(resource, byId);
    }
    return byId;
  }

  /** Entries of the bundle around: by fullUrl, and by `Type/id` (bundle.html#references). */
  private neighboursOf(): Map<string, unknown> {
    if (this.neighbours) return this.neighbours;
    this.neighbours = new Map();
    const entries = isRecord(this.bundle) ? this.bundle.entry : undefined;
    if (Array.isArray(entries))
      for (const entry of entries) {
        if (!isRecord(entry) || !isRecord(entry.resource)) continue;
        const { resourceType, id } = entry.resource;
        if (typeof id === 'string') this.neighbours.set(`${String(resourceType)}/${id}`, entry.resource);
        if (typeof entry.fullUrl === 'string') this.neighbours.set(entry.fullUrl, entry.resource);
      }
    return this.neighbours;
  }
}

const stubs = new Map<string, { resourceType: string }>();
function stubOf(type: string): { resourceType: string } {
  let stub = stubs.get(type);
  if (!stub) {
    stub = { resourceType: type };
    // Types come from references, which anybody writes.
    if (stubs.size < 1000) stubs.set(type, stub);
  }
  return stub;
}
