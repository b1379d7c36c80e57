import { createHash } from 'node:crypto';
import { isObject, type JsonObject, parseJson, printJson, textOf } from '../fhir/lossless.ts';
import { parseReference } from '../fhir/reference.ts';
import { type ScannedResource, scanResource } from '../fhir/scan.ts';
import { assert } from '../problem/problem.ts';
import { hasDoubled, hasUnfetchable, withoutDoubles } from './attachments.ts';
import { withoutClaims } from './claims.ts';
import { withoutMoney } from './money.ts';
import { isActiveNarrative } from './narrative.ts';
import {
  type AuthorizationRules,
  isPriorAuthorization,
  lawfulAuthorizationRules,
  releaseAuthorization,
} from './prior-authorization.ts';
import { isAbsolute, mapReferences } from './references.ts';
import { authorizationReach, mayReferTo, payloadTypes, type WithheldReason } from './rules.ts';
import { serviceDays } from './service-date.ts';
import { stripMoney } from './strip-money.ts';

/** Goes into every hash: a record that was loaded under other rules is not unchanged. Raise it when a rule changes. */
const rulesVersion = '2';

/** One of our own resources as it may leave, and what the store wants to know about it. */
export interface ReleaseView {
  ref: string;
  type: string;
  /** One line of JSON; `meta.lastUpdated` is blank until `stamp` writes it. */
  text: Buffer;
  /** Where in `text` the 24 bytes of the instant go. */
  stampAt: number;
  /** What `stamp` writes over: bytes of `text` from, to (exclusive), and what stood there in the line. */
  stamped: { from: number; to: number; was: string };
  /** As it was loaded, where `text` differs in more than `meta.lastUpdated`. */
  source: Buffer | null;
  /** `meta.lastUpdated` as it was loaded; '' when it had none. */
  lastUpdated: string;
  serviceStart: string | null;
  serviceEnd: string | null;
  reach: string | null;
  paChanged: string | null;
  paUntil: string | null;
  withheld: WithheldReason | null;
  /** `Type/id` of everything that it refers to, other than Patients. */
  refs: string[];
  /** Ids of the Patients that it refers to. */
  patients: string[];
  /** Claims of `meta.profile` that were taken out. */
  unclaimed: readonly string[];
  hash: Buffer;
}

export interface ViewOptions {
  authorization?: AuthorizationRules;
  /** References (`Type/id`) to cut: those whose target we do not hold, or hold for somebody else. */
  cut?: (reference: string) => boolean;
  /** Claims of `meta.profile` that what leaves does not make: they would not hold. */
  unclaimed?: readonly string[];
}

/**
 * The release view of a line: money stripped, references closed, active narrative gone, everything else byte for byte
 * (an untouched line is never parsed and printed). The line has passed `scanResource` and the shape check.
 */
export function releaseView(
  line: Buffer,
  scanned: ScannedResource,
  resource: JsonObject,
  options: ViewOptions = {},
): ReleaseView {
  const type = scanned.resourceType!;
  const rules = options.authorization ?? lawfulAuthorizationRules;
  const { unclaimed = [] } = options;
  const release = releaseOf(type, line, scanned, resource, rules, options.cut, unclaimed);
  const text = release.text ?? line;
  const stampable = withRoomForInstant(text, release.text ? scannedAgain(text) : scanned);
  const days = serviceDays(resource);
  const { changed = null, until = null } = release;
  return {
    ref: `${type}/${scanned.id}`,
    type,
    text: stampable.text,
    stampAt: stampable.stampAt,
    stamped: stampable.stamped,
    source: release.text ? line : null,
    lastUpdated: scanned.lastUpdated
      ? line.toString('latin1', scanned.lastUpdated.start, scanned.lastUpdated.end)
      : '',
    serviceStart: days?.start ?? null,
    serviceEnd: days?.end ?? null,
    reach: changed === null ? (days?.end ?? null) : authorizationReach(changed, until),
    paChanged: changed,
    paUntil: until,
    withheld: release.withheld,
    ...targetsOf(type, scanned),
    unclaimed,
    hash: hashOf(line, scanned, unclaimed),
  };
}

/** Writes the instant of change into `text`, so that `_since`, `_lastUpdated` and the text agree (p2p 4.6). */
export function stamp(view: Pick<ReleaseView, 'text' | 'stampAt'>, instant: Date): void {
  view.text.write(instant.toISOString(), view.stampAt, 'latin1');
}

/** The line as it was loaded. */
export function loadedLine(view: Pick<ReleaseView, 'text' | 'source' | 'stamped'>): Buffer {
  if (view.source) return view.source;
  const { from, to, was } = view.stamped;
  return Buffer.concat([view.text.subarray(0, from), Buffer.from(was), view.text.subarray(to)]);
}

/** The view of a line that was loaded before, without some of its references or claims. */
export function viewOfLine(line: Buffer, options: Pick<ViewOptions, 'cut' | 'unclaimed'>): ReleaseView {
  return releaseView(line, scannedAgain(line), JSON.parse(line.toString()) as JsonObject, options);
}

interface Release {
  withheld: WithheldReason | null;
  /** Undefined: the line as it is. */
  text?: Buffer;
  changed?: string | null;
  until?: string | null;
}

function releaseOf(
  type: string,
  line: Buffer,
  scanned: ScannedResource,
  resource: JsonObject,
  rules: AuthorizationRules,
  cut: ((reference: string) => boolean) | undefined,
  unclaimed: readonly string[],
): Release {
  if (!payloadTypes.has(type)) return { withheld: 'type-not-in-payload' };
  if (hasUnfetchable(resource)) return { withheld: 'document-not-fetchable' };
  const cuts = scanned.references.some((r) => keptReference(type, r.text, cut) !== r.text);
  const active = hasActiveNarrative(resource);
  const money =
    type === 'ExplanationOfBenefit' ||
    (type === 'Coverage' && resource.costToBeneficiary !== undefined) ||
    line.includes('valueMoney');
  const doubled = hasDoubled(resource);
  if (!cuts && !active && !money && !doubled && unclaimed.length === 0) return { withheld: null };

  const whole = losslessly(line, resource);
  let facts: Release = { withheld: null };
  let left = whole.value;
  if (type === 'ExplanationOfBenefit' && isPriorAuthorization(left)) {
    const { resource: released, ...found } = releaseAuthorization(left, rules);
    facts = found;
    if (found.withheld === null) left = released;
  } else if (type === 'ExplanationOfBenefit') left = stripMoney(left);
  else if (money) left = (withoutMoney(left) as JsonObject | undefined) ?? left;
  if (doubled) left = withoutDoubles(left);
  if (active) {
    const { text: _narrative, ...rest } = left;
    left = rest;
  }
  if (cuts) left = mapReferences(left, (r) => keptReference(type, r, cut)) as JsonObject;
  if (unclaimed.length > 0) left = withoutClaims(left, unclaimed);
  const text = Buffer.from(whole.exact ? JSON.stringify(left) : printJson(left));
  return text.equals(line) ? facts : { ...facts, text };
}

interface Lossless {
  value: JsonObject;
  /** It holds plain numbers only: the plain printer is exact. */
  exact: boolean;
}

/** The line's value, numbers kept. `resource` itself, where printing it gives the line again. */
function losslessly(line: Buffer, resource: JsonObject): Lossless {
  const text = line.toString();
  if (JSON.stringify(resource) === text) return { value: resource, exact: true };
  const parsed = parseJson(text);
  assert('value' in parsed && isObject(parsed.value), 'a scanned line parses');
  return { value: parsed.value, exact: parsed.exact };
}

function hasActiveNarrative(resource: JsonObject): boolean {
  const div = isObject(resource.text) ? textOf(resource.text.div) : undefined;
  return div !== undefined && isActiveNarrative(div);
}

/** As it may stand in what leaves, or undefined to cut it. A version of a record is not kept, so nothing points to one. */
function keptReference(
  from: string,
  text: string,
  cut: ((reference: string) => boolean) | undefined,
): string | undefined {
  if (isAbsolute(text)) return text;
  const reference = parseReference(text);
  if (reference.kind !== 'local' || !mayReferTo(from, reference.type)) return undefined;
  const plain = `${reference.type}/${reference.id}`;
  return cut?.(plain) ? undefined : plain;
}

function targetsOf(from: string, scanned: ScannedResource): { refs: string[]; patients: string[] } {
  const refs = new Set<string>();
  const patients = new Set<string>();
  for (const { text } of scanned.references) {
    const reference = parseReference(text);
    if (reference.kind !== 'local') continue;
    if (reference.type === 'Patient') patients.add(reference.id);
    else if (mayReferTo(from, reference.type)) refs.add(`${reference.type}/${reference.id}`);
  }
  return { refs: [...refs], patients: [...patients] };
}

/**
 * SHA-256 of the line without what changes by itself: `meta.lastUpdated` and `meta.versionId`. With the claims that were
 * taken out, so that a load that judges otherwise renews what is held.
 */
function hashOf(line: Buffer, scanned: ScannedResource, unclaimed: readonly string[]): Buffer {
  const hash = createHash('sha256').update(rulesVersion).update(unclaimed.join(' '));
  const spans = [scanned.lastUpdated, scanned.versionId].filter((s) => s !== undefined);
  let from = 0;
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    hash.update(line.subarray(from, span.start));
    from = span.end;
  }
  return hash.update(line.subarray(from)).digest();
}

const blank = '0000-00-00T00:00:00.000Z';

type Stampable = Pick<ReleaseView, 'text' | 'stampAt' | 'stamped'>;

/** A copy of the text with room for an instant in `meta.lastUpdated`, wherever `meta` is, or after the id. */
function withRoomForInstant(text: Buffer, scanned: ScannedResource): Stampable {
  const { lastUpdated, meta, idSpan } = scanned;
  if (lastUpdated) return spliced(text, lastUpdated.start, lastUpdated.end, '', '');
  if (meta) return spliced(text, meta.start + 1, meta.start + 1, '"lastUpdated":"', '",');
  return spliced(text, idSpan!.end + 1, idSpan!.end + 1, ',"meta":{"lastUpdated":"', '"}');
}

function spliced(text: Buffer, from: number, to: number, before: string, after: string): Stampable {
  const middle = before + blank + after;
  const out = Buffer.allocUnsafe(from + middle.length + text.length - to);
  text.copy(out, 0, 0, from);
  out.write(middle, from, 'latin1');
  text.copy(out, from + middle.length, to);
  return {
    text: out,
    stampAt: from + before.length,
    stamped: { from, to: from + middle.length, was: text.toString('utf8', from, to) },
  };
}

function scannedAgain(text: Buffer): ScannedResource {
  const scan = scanResource(text);
  assert(scan.resource, 'what we print scans');
  return scan.resource;
}
