// consent-and-sensitive-data 3.2 (5): a list of terms over text. A hit adds a class; the lack of one clears nothing.
import type { TermRule } from './list-file.ts';

export interface CompiledTerms {
  rules: readonly TermRule[];
  /** The rules that a text meets. `drug`: the text names a drug. */
  find(text: string, drug: boolean): readonly TermRule[];
  /** By the anchor of terms: what finds these terms in a text, their exceptions ignored. For the quick look over a raw line. */
  byAnchor: ReadonlyMap<string, RegExp>;
}

/** Between the words of a term: spaces of any kind, hyphens, and what narrative writes for a space. */
const gap = '(?:[\\s\\u00a0_-]|&nbsp;|&#160;|&#xa0;|<br ?/?>){1,3}';
/** Texts remembered with their result: displays repeat, notes do not. */
const remembered_max = 20_000;
const rememberedText_max = 200;
const none: readonly TermRule[] = [];

const pattern = (term: string): string =>
  term
    .split(/[ -]+/)
    .map((word) => word.replace(/[.']/g, '\\$&').replace(/\*/g, '[a-z]*'))
    .join(gap);
const shapeOf = (terms: readonly string[]): RegExp =>
  new RegExp(`(?<![a-z0-9])(?:${terms.map(pattern).join('|')})(?![a-z0-9])`, 'i');

/**
 * Compiles terms: case does not matter, a term begins and ends with a word, `*` stands for the rest of a word.
 */
export function compileTerms(rules: readonly TermRule[]): CompiledTerms {
  const each = rules.map((rule) => ({ rule, shape: shapeOf([rule.term]) }));
  const any = rules.length === 0 ? undefined : shapeOf(rules.map(({ term }) => term));
  const anchors = [...new Set(rules.map(({ term }) => anchorOf(term)))];
  const byAnchor = new Map(
    anchors.map((anchor) => [
      anchor,
      shapeOf(rules.map(({ term }) => term).filter((term) => anchorOf(term) === anchor)),
    ]),
  );
  const remembered = new Map<string, readonly TermRule[]>();

  function search(text: string): readonly TermRule[] {
    if (any === undefined || !any.test(text)) return none;
    const low = text.toLowerCase();
    return each
      .filter(({ rule, shape }) => shape.test(text) && !rule.except.some((word) => low.includes(word)))
      .map(({ rule }) => rule);
  }
  return {
    rules,
    byAnchor,
    find(text, drug) {
      let found = remembered.get(text);
      if (found === undefined) {
        found = search(text);
        if (text.length <= rememberedText_max && remembered.size < remembered_max)
          remembered.set(text, found);
      }
      return drug || found.length === 0 ? found : found.filter((rule) => rule.scope !== 'drug');
    },
  };
}

/** Letters of the longest word of a term: the quick look over raw lines searches for it. */
export const anchor_min = 6;

/** The longest word of a term, without what a `*` leaves open. */
export function anchorOf(term: string): string {
  const words = term.split(/[ -]+/).map((word) => word.replace(/\*.*$/, ''));
  return words.reduce((a, b) => (b.length > a.length ? b : a), '');
}
