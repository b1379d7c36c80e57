// consent-and-sensitive-data 3.8: what stands behind the coarse policy of the wire. Everything that applies applies together.
import type { Days } from './facts.ts';

/** The categories of records that a member can choose from. */
export const categories = ['claims', 'pharmacy', 'prior-auth', 'clinical'] as const;

/** One narrowing: of a consent, or the member's own instruction to us. Null: it says nothing of that. */
export interface Grant {
  categories: readonly string[] | null;
  /** Mask of the classes that may go. */
  labels: number | null;
  serviceFrom: string | null;
  serviceTo: string | null;
  validFrom: string | null;
  validTo: string | null;
}

/** What is granted by all of them. */
export interface Granted {
  categories: ReadonlySet<string>;
  /** Mask of the classes that may go; null: nobody chose. */
  labels: number | null;
  window: { from: string | null; to: string | null };
  valid: { from: string | null; to: string | null };
}

export const everything: Granted = {
  categories: new Set(categories),
  labels: null,
  window: { from: null, to: null },
  valid: { from: null, to: null },
};

/** The intersection: no grant ever widens another, and the order of them is nothing (3.8 d, e). */
export const granted = (grants: readonly Grant[]): Granted => grants.reduce(both, everything);

function both(all: Granted, one: Grant): Granted {
  const chosen = one.categories && new Set(one.categories);
  return {
    categories: new Set([...all.categories].filter((category) => !chosen || chosen.has(category))),
    labels: one.labels === null ? all.labels : (all.labels ?? one.labels) & one.labels,
    window: {
      from: later(all.window.from, one.serviceFrom),
      to: earlier(all.window.to, one.serviceTo),
    },
    valid: { from: later(all.valid.from, one.validFrom), to: earlier(all.valid.to, one.validTo) },
  };
}

/** Nothing is left that could leave. */
export const isNothing = ({ categories: left, window }: Granted): boolean =>
  left.size === 0 || (window.from !== null && window.to !== null && window.to < window.from);

/** The days on which a consent and what is granted behind it both hold; undefined: on none. */
export function daysWithin(days: Days, { valid }: Granted): Days | undefined {
  const first = later(days.first, valid.from) as string;
  const last = earlier(days.last, valid.to) as string;
  return last < first ? undefined : { first, last };
}

const later = (a: string | null, b: string | null) => (a === null || (b !== null && b > a) ? b : a);
const earlier = (a: string | null, b: string | null) => (a === null || (b !== null && b < a) ? b : a);
