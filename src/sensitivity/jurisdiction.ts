// consent-and-sensitive-data 1.2: state law as dated data. The most restrictive rule wins; an unknown state is a state that has it.
import { Problem } from '../problem/problem.ts';
import { maskOf } from './bits.ts';

const places = ['holderState', 'recipientState', 'memberState', 'serviceState'] as const;
type Place = (typeof places)[number];

export interface JurisdictionRule {
  id: string;
  from: string | null;
  to: string | null;
  /** All of them must fit. */
  when: Partial<Record<Place, string>>;
  mask: number;
  /** Denied, everywhere or to recipients outside a state. */
  deny: { recipientStateNot: string | null } | null;
  /** Denied but with this authorization on file. */
  require: string | null;
  /** Authorizations that lift `deny`. */
  unless: string[];
  /** File of the statement that goes with each record; without it the record stays. */
  attach: string | null;
  basis: string;
}

/** What is known of one answer to one partner. Undefined: not known. */
export interface JurisdictionFacts extends Partial<Record<Place, string | undefined>> {
  /** The day of the release, `YYYY-MM-DD`. */
  on: string;
  authorizations: ReadonlySet<string>;
  /** Statement files that the operator has put in place. */
  notices: ReadonlySet<string>;
}

export interface JurisdictionEffects {
  deny: number;
  attach: { mask: number; notice: string; rule: string }[];
  /** Rules that deny, for the officer. */
  rules: string[];
}

/**
 * Reads the rules.
 * @throws Problem `invalid` that names the rule: a rule that cannot be read might be the one that denies
 */
export function parseJurisdictions(text: string): JurisdictionRule[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw new Problem('invalid', 'The jurisdiction rules are not JSON.', { cause });
  }
  if (!Array.isArray(list)) throw new Problem('invalid', 'The jurisdiction rules must be a list.');
  const rules = list.map((entry, i) => readRule(entry as Record<string, unknown>, i));
  const ids = new Set(rules.map(({ id }) => id));
  if (ids.size < rules.length) throw new Problem('invalid', 'Two jurisdiction rules have one id.');
  return rules;
}

const keys = new Set(['id', 'from', 'to', 'when', 'labels', 'deny', 'require', 'unless', 'attach', 'basis']);

function readRule(entry: Record<string, unknown>, i: number): JurisdictionRule {
  const id = typeof entry?.id === 'string' ? entry.id : '';
  const wrong = (what: string): never => {
    throw new Problem('invalid', `Jurisdiction rule ${id || i + 1}: ${what}.`);
  };
  if (id === '') wrong('it has no id');
  for (const key in entry) if (!keys.has(key)) wrong(`"${key}" is not known here`);
  const day = (name: string): string | null => {
    const value = entry[name] ?? null;
    if (value !== null && !/^\d{4}-\d{2}-\d{2}$/.test(String(value))) wrong(`${name} is a day, YYYY-MM-DD`);
    return value as string | null;
  };
  const when = (entry.when ?? {}) as Record<string, unknown>;
  for (const place in when)
    if (!places.includes(place as Place) || !isState(when[place]))
      wrong(`when: ${places.join(', ')}, two letters each`);
  const labels = Array.isArray(entry.labels) ? entry.labels.map((key) => maskOf(String(key))) : [];
  if (labels.length === 0 || labels.includes(undefined)) wrong('labels are keys of the label table');
  const deny = entry.deny as { recipientStateNot?: unknown } | true | undefined;
  const except = deny === undefined || deny === true ? null : (deny.recipientStateNot ?? null);
  if (deny !== undefined && deny !== true && !isState(except))
    wrong('deny is true, or {"recipientStateNot": "CA"}');
  if (deny === undefined && entry.require === undefined && entry.attach === undefined)
    wrong('it has no effect: deny, require or attach');
  const basis = typeof entry.basis === 'string' ? entry.basis : wrong('it names no basis in law');
  return {
    id,
    from: day('from'),
    to: day('to'),
    when: when as JurisdictionRule['when'],
    mask: labels.reduce<number>((mask, one) => mask | one!, 0),
    deny: deny === undefined ? null : { recipientStateNot: except as string | null },
    require: (entry.require as string | undefined) ?? null,
    unless: (entry.unless as string[] | undefined) ?? [],
    attach: (entry.attach as string | undefined) ?? null,
    basis,
  };
}

const isState = (value: unknown): boolean => typeof value === 'string' && /^[A-Z]{2}$/.test(value);

/** All that the rules in force on that day do, together: denials add up, statements add up, nothing lifts another rule's effect. */
export function jurisdictionEffects(
  rules: readonly JurisdictionRule[],
  facts: JurisdictionFacts,
): JurisdictionEffects {
  const effects: JurisdictionEffects = { deny: 0, attach: [], rules: [] };
  const deny = (rule: JurisdictionRule) => {
    effects.deny |= rule.mask;
    effects.rules.push(rule.id);
  };
  for (const rule of rules) {
    if (!applies(rule, facts)) continue;
    if (rule.deny && !rule.unless.some((one) => facts.authorizations.has(one))) {
      const inside = rule.deny.recipientStateNot;
      if (inside === null || facts.recipientState !== inside) deny(rule);
    }
    if (rule.require && !facts.authorizations.has(rule.require)) deny(rule);
    if (rule.attach === null) continue;
    // The law wants its own words beside the record: without them there is no lawful way to send it.
    if (facts.notices.has(rule.attach))
      effects.attach.push({ mask: rule.mask, notice: rule.attach, rule: rule.id });
    else deny(rule);
  }
  return effects;
}

function applies(rule: JurisdictionRule, facts: JurisdictionFacts): boolean {
  if ((rule.from !== null && facts.on < rule.from) || (rule.to !== null && facts.on > rule.to)) return false;
  return places.every((place) => {
    const wanted = rule.when[place];
    return wanted === undefined || facts[place] === undefined || facts[place] === wanted;
  });
}
