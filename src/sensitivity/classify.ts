// consent-and-sensitive-data 3.2, 3.4 (K1): every code, text and source in a record, wherever it stands, labels the record
import { isObject, type Json, type JsonObject } from '../fhir/lossless.ts';
import { label } from './bits.ts';
import { systemKey } from './code-system.ts';
import { type ProgramSources, programmeOn } from './program-sources.ts';
import { type RuleSet, rulesFor } from './rule-set.ts';
import { labelsOf } from './security.ts';
import { type Period, servicePeriod } from './service-period.ts';

export interface Reason {
  /** The classes that it adds. */
  mask: number;
  source: 'label' | 'notice' | 'programme' | 'code' | 'term' | 'attachment';
  /** What told: `cms-samhsa F1020`, `terms opioid use disorder`, `otp`. Never the text of the record. */
  rule: string;
  /** Where: `item[0].detail[1].productOrService.coding[0]`. */
  path: string;
}

export interface Classified {
  /** Class bits, and OPAQUE when `opaque`. */
  labels: number;
  reasons: Reason[];
  /** It holds an attachment that nobody judged. */
  opaque: boolean;
  /** Hits of low confidence, and codes of our lists in a strange or missing system: shown to an officer, not applied. */
  suggestions: Reason[];
}

/** Reasons kept of one record: a hit is a hit, and a hostile record may hold a million. */
export const reasons_max = 100;
/** Characters of a text attachment that are read. */
const attachment_max = 1_000_000;

/** Strings that are no text: names of things, numbers, dates. */
const notText = new Set([
  'system',
  'url',
  'reference',
  'id',
  'code',
  'resourceType',
  'status',
  'use',
  'unit',
  'currency',
]);
/** Elements whose text names a drug. */
const drugPlace = /medication|productOrService|vaccine|ndc|drug|ingredient|substance|product|contained/i;
const inlineLabel = /security-label-ds4p.*inline-sec-label$/;

/**
 * The labels of one record by itself. Codes are found in every Coding (contained, extension, component, value, reason,
 * item detail, supporting information), in identifiers and extensions of a known code system, in text by terms. PART2 comes
 * from received labels, the notice of 42 CFR 2.32 and programme sources alone. Nothing in a record can take a label off, and nothing
 * in it (a date of an earlier labelling, a claim to be harmless) stops the look.
 */
export function classify(resource: JsonObject, rules: RuleSet, sources: ProgramSources): Classified {
  const walk = new Walk(resource, rules, sources);
  walk.object(resource, '');
  if (resource.resourceType === 'Binary' && resource.data !== undefined) walk.attachment(resource);
  return walk.done();
}

class Walk {
  private readonly path: (string | number)[] = [];
  private readonly reasons: Reason[] = [];
  private readonly suggestions: Reason[] = [];
  private labels = 0;
  private opaque = false;
  private period: Period | undefined;
  private periodKnown = false;
  private readonly resource: JsonObject;
  private readonly rules: RuleSet;
  private readonly sources: ProgramSources;

  constructor(resource: JsonObject, rules: RuleSet, sources: ProgramSources) {
    this.resource = resource;
    this.rules = rules;
    this.sources = sources;
  }

  done(): Classified {
    const { reasons, suggestions, opaque } = this;
    return { labels: this.labels | (opaque ? label.OPAQUE : 0), reasons, opaque, suggestions };
  }

  object(value: JsonObject, key: string): void {
    const { system, code } = value;
    if (typeof system === 'string') {
      if (typeof code === 'string') this.code(system, code);
      if (typeof value.value === 'string') this.identifier(system, value.value);
    } else if (typeof code === 'string') this.stray(code);
    if (typeof value.url === 'string') this.extension(value, value.url);
    if (key === 'supportingInfo') this.supporting(value);
    if (this.isAttachment(value, key)) this.attachment(value);
    for (const name in value) {
      const child = value[name]!;
      if (typeof child === 'string') this.text(child, name);
      else if (typeof child === 'object' && child !== null) this.child(child, name);
    }
  }

  private child(child: Json, name: string): void {
    this.path.push(name);
    if (name === 'security' && this.path[this.path.length - 2] === 'meta') this.security(child);
    else if (Array.isArray(child)) this.list(child, name);
    else if (isObject(child)) this.object(child, name);
    this.path.pop();
  }

  private list(list: Json[], name: string): void {
    for (let i = 0; i < list.length; i++) {
      const entry = list[i]!;
      this.path.push(i);
      if (typeof entry === 'string') this.text(entry, name);
      else if (Array.isArray(entry)) this.list(entry, name);
      else if (isObject(entry)) this.object(entry, name);
      this.path.pop();
    }
  }

  private days = (): Period | undefined => {
    if (!this.periodKnown) {
      this.period = servicePeriod(this.resource);
      this.periodKnown = true;
    }
    return this.period;
  };

  private code(system: string, code: string): void {
    const found = rulesFor(this.rules, system, code, this.days);
    for (const rule of found)
      this.add(rule.mask, 'code', `${rule.list} ${rule.code}`, rule.confidence === 'high');
    if (found.length === 0 && !this.rules.systems.has(systemKey(system))) this.stray(code);
  }

  /** A code of our lists without its system is no hit, but it is worth a look. Short codes are everybody's. */
  private stray(code: string): void {
    if (code.length < 5 || !/\d/.test(code)) return;
    for (const key of ['icd10', 'hcpcs', 'snomed'])
      for (const rule of rulesFor(this.rules, key, code, this.days))
        this.add(rule.mask, 'code', `${rule.list} ${rule.code} without its system`, false);
  }

  private identifier(system: string, value: string): void {
    const key = systemKey(system);
    if (key === 'npi') this.programme(this.sources.npis.get(value.trim()));
    else if (this.rules.systems.has(key)) this.code(system, value);
  }

  private programme(rows: Parameters<typeof programmeOn>[0]): void {
    const row = rows && programmeOn(rows, this.days());
    if (row) this.add(label.PART2 | label.SUD, 'programme', row.kind, true);
  }

  private extension(value: JsonObject, url: string): void {
    if (inlineLabel.test(url)) {
      const given = value.valueCoding ?? value.valueCodeableConcept;
      const mask = labelsOf(isObject(given) && Array.isArray(given.coding) ? given.coding : given);
      if (mask !== 0) this.add(mask, 'label', 'inline label', true);
    }
    if (!this.rules.systems.has(systemKey(url))) return;
    const code = value.valueCode ?? value.valueString ?? value.valueIdentifier;
    if (typeof code === 'string') this.code(url, code);
  }

  /** `category` says what a bare `valueString` is: a DRG, a type of bill. */
  private supporting(value: JsonObject): void {
    if (typeof value.valueString !== 'string' || !isObject(value.category)) return;
    const names = JSON.stringify(value.category).toLowerCase();
    for (const [name, key] of [
      ['drg', 'drg'],
      ['typeofbill', 'tob'],
    ] as const)
      if (names.includes(name)) this.code(key, value.valueString);
  }

  private security(value: Json): void {
    const mask = labelsOf(value);
    if (mask !== 0) this.add(mask, 'label', 'meta.security', true);
  }

  private text(text: string, name: string): void {
    if (name === 'reference') {
      if (this.sources.references.size > 0) this.programme(this.sources.references.get(lastTwo(text)));
      return;
    }
    if (text.length < 5 || notText.has(name) || isFigure(text)) return;
    this.path.push(name);
    this.terms(text);
    this.path.pop();
  }

  private terms(text: string): void {
    const { terms } = this.rules;
    // The place is only read when there is something to decide.
    const found = terms.find(text, true);
    if (found.length === 0) return;
    const drug =
      String(this.resource.resourceType).startsWith('Medication') ||
      this.path.some((step) => typeof step === 'string' && drugPlace.test(step));
    for (const rule of drug ? found : terms.find(text, false)) {
      const source = rule.scope === 'notice' ? 'notice' : 'term';
      this.add(rule.mask, source, `${rule.list} ${rule.term}`, rule.confidence === 'high');
    }
  }

  private isAttachment(value: JsonObject, key: string): boolean {
    if (typeof value.valueBase64Binary === 'string') return true;
    if (value.data === undefined && typeof value.url !== 'string') return false;
    return value.contentType !== undefined || /attachment$|^presentedForm$|^photo$/i.test(key);
  }

  /** An attachment stays opaque whatever its text says; what it says is added. */
  attachment(value: JsonObject): void {
    this.opaque = true;
    this.add(0, 'attachment', 'attachment', true);
    if (typeof value.data !== 'string' || !/^text\/|xml|json/.test(String(value.contentType ?? ''))) return;
    this.terms(Buffer.from(value.data.slice(0, attachment_max), 'base64').toString('utf8'));
  }

  private add(mask: number, source: Reason['source'], rule: string, applied: boolean): void {
    if (applied) this.labels |= mask;
    const list = applied ? this.reasons : this.suggestions;
    if (list.length >= reasons_max) return;
    list.push({ mask, source, rule, path: pathText(this.path) });
  }
}

/** A date, an amount, a number of something: no word in it. */
const isFigure = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && !/[a-z]{5}/i.test(text);
};

const lastTwo = (reference: string): string => reference.split('/').slice(-2).join('/');

const pathText = (path: readonly (string | number)[]): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
