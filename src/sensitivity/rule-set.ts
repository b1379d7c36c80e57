// consent-and-sensitive-data 3.2, 3.3: lists become one rule set, or none: half a rule set releases the other half
import { createHash } from 'node:crypto';
import { Problem } from '../problem/problem.ts';
import { keysOf } from './bits.ts';
import { codeForms, systemKey } from './code-system.ts';
import { type CodeRule, parseList, type SelfTest } from './list-file.ts';
import type { Period } from './service-period.ts';
import { type CompiledTerms, compileTerms } from './terms.ts';

export interface RuleText {
  name: string;
  text: string;
}

/** The rules of one code system. */
interface SystemRules {
  exact: Map<string, CodeRule[]>;
  prefix: Map<string, CodeRule[]>;
  /** Lengths of the prefixes, so that a code is cut once a length. */
  lengths: number[];
  /** Codes as they were written, with what they meant: claims repeat a few thousand. */
  seen: Map<string, readonly CodeRule[]>;
}

export interface RuleSet {
  /** SHA-256 of all lists: two nodes with one id label alike. */
  id: string;
  /** `list version`, sorted, for people. */
  version: string;
  /** Rules by list. */
  size: Readonly<Record<string, number>>;
  systems: ReadonlyMap<string, SystemRules>;
  rules: readonly CodeRule[];
  terms: CompiledTerms;
}

/** A list that lost more than this share of its rules is a broken download, not a new version. */
const shrink_max = 0.1;
const seenCodes_max = 20_000;
const none: readonly CodeRule[] = [];

/**
 * Builds a rule set out of the texts of lists.
 * @param previous rules by list of the set in force before (`size`), if there was one
 * @throws Problem `invalid`: nothing in it, a list lost or shrunken by more than a tenth, a self-test that fails, no self-test,
 *   or a line that cannot be read. Nothing may be labelled and nothing may leave until it is put right.
 */
export function openRuleSet(
  files: readonly RuleText[],
  previous?: Readonly<Record<string, number>>,
): RuleSet {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const lists = sorted.map(({ name, text }) => parseList(name, text));
  const size: Record<string, number> = {};
  for (const file of lists)
    size[file.header.list] = (size[file.header.list] ?? 0) + file.codes.length + file.terms.length;
  const rules = lists.flatMap((file) => file.codes);
  if (rules.length === 0)
    refuse('it holds no code at all. Put the lists of config/sensitivity back, or give their folder');
  for (const list in previous) {
    const now = size[list] ?? 0;
    if (now < previous[list]! * (1 - shrink_max))
      refuse(
        `list ${list} has ${now} rules and had ${previous[list]}. ` +
          'If that is meant, install it with --shrink; else install the right file',
      );
  }
  const hash = createHash('sha256');
  for (const { name, text } of sorted) hash.update(`${name}\0${text.length}\0${text}`);
  const set: RuleSet = {
    id: hash.digest('hex'),
    version: lists
      .map(({ header }) => `${header.list} ${header.version}`)
      .sort()
      .join(', '),
    size,
    systems: indexed(rules),
    rules,
    terms: compileTerms(lists.flatMap((file) => file.terms)),
  };
  const tests = lists.flatMap((file) => file.tests);
  if (tests.length === 0) refuse('it has no self-test. Put self-test.csv beside the lists');
  for (const test of tests) if (!passes(set, test)) refuseTest(test);
  return set;
}

/**
 * The rules that a code meets on a day or days of service; without days the dates of the rules are ignored.
 * @param period asked only when a rule has dates
 */
export function rulesFor(
  set: RuleSet,
  system: string,
  code: string,
  period: () => Period | undefined,
): readonly CodeRule[] {
  const rules = set.systems.get(systemKey(system));
  if (rules === undefined) return none;
  let found = rules.seen.get(code);
  if (found === undefined) {
    found = lookUp(rules, systemKey(system), code);
    if (rules.seen.size < seenCodes_max) rules.seen.set(code, found);
  }
  if (found.length === 0 || found.every((rule) => rule.from === '' && rule.to === '')) return found;
  const days = period();
  if (days === undefined) return found;
  return found.filter(
    (rule) => (rule.from === '' || rule.from <= days.last) && (rule.to === '' || rule.to >= days.first),
  );
}

function lookUp(rules: SystemRules, key: string, code: string): readonly CodeRule[] {
  const found: CodeRule[] = [];
  for (const form of codeForms(key, code)) {
    found.push(...(rules.exact.get(form) ?? none));
    for (const length of rules.lengths) found.push(...(rules.prefix.get(form.slice(0, length)) ?? none));
  }
  return found.length === 0 ? none : found;
}

function indexed(rules: readonly CodeRule[]): Map<string, SystemRules> {
  const systems = new Map<string, SystemRules>();
  for (const rule of rules) {
    let own = systems.get(rule.system);
    if (!own) {
      own = { exact: new Map(), prefix: new Map(), lengths: [], seen: new Map() };
      systems.set(rule.system, own);
    }
    const index = rule.prefix ? own.prefix : own.exact;
    index.set(rule.code, [...(index.get(rule.code) ?? []), rule]);
    if (rule.prefix && !own.lengths.includes(rule.code.length)) own.lengths.push(rule.code.length);
  }
  return systems;
}

function passes(set: RuleSet, test: SelfTest): boolean {
  const days = test.date === '' ? undefined : { first: test.date, last: test.date };
  const found =
    test.system === 'text'
      ? set.terms.find(test.code, true)
      : rulesFor(set, test.system, test.code, () => days);
  const applied = found
    .filter((rule) => rule.confidence === 'high')
    .reduce((mask, rule) => mask | rule.mask, 0);
  return test.hit ? (applied & test.mask) === test.mask : (applied & test.mask) === 0;
}

function refuseTest(test: SelfTest): never {
  refuse(
    `its self-test fails: ${test.system} ${test.code}${test.date === '' ? '' : ` on ${test.date}`} ` +
      `${test.hit ? 'is not' : 'is'} labelled ${keysOf(test.mask).join()}. Compare the lists with the release that they came with`,
  );
}

function refuse(what: string): never {
  throw new Problem('invalid', `The sensitivity rule set is refused: ${what}.`);
}
