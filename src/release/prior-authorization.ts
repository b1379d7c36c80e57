// p2p 4.6, 5.6, O1; 42 CFR 422.121(b); pdex-131, 132, 395: which prior authorizations leave, and how
import { daysOf } from '../fhir/date.ts';
import { type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { profile } from '../fhir/systems.ts';
import { type AmountRules, withReleasableAmounts } from './authorization-amounts.ts';
import { keepReleasableLines } from './authorization-lines.ts';
import { isPharmacyType, refersToMedication } from './drug.ts';
import { decisionInForce, whenOf } from './review-action.ts';
import type { WithheldReason } from './rules.ts';

/** The switches of `release.*` (p2p 5.6 and O1). */
export type AuthorizationRules = AmountRules;
export const lawfulAuthorizationRules: AuthorizationRules = { amounts: 'requested', denied: 'exclude' };

export interface AuthorizationRelease {
  withheld: WithheldReason | null;
  /** As it may leave; as it was, when it may not. */
  resource: JsonObject;
  /** Day of the last change of status. */
  changed: string | null;
  /** In effect until this day; `infinity` while pending or without an end; null when not in effect by any statement. */
  until: string | null;
}

export const isPriorAuthorization = (eob: JsonObject): boolean =>
  eob.use === 'preauthorization' || hasProfile(eob);

function hasProfile(eob: JsonObject): boolean {
  const profiles = (eob.meta as JsonObject | undefined)?.profile;
  return (
    Array.isArray(profiles) &&
    profiles.some((p) => typeof p === 'string' && p.split('|')[0] === profile.priorAuthorization)
  );
}

export function releaseAuthorization(
  eob: JsonObject,
  rules = lawfulAuthorizationRules,
): AuthorizationRelease {
  const items = objectsOf(eob.item);
  const header = decisionInForce(objectsOf(eob.adjudication))?.decision ?? decisionByOutcome(eob);
  const lines = keepReleasableLines(eob, header, rules.denied === 'include');
  const facts = { changed: changedOn(eob), until: inEffectUntil(eob, lines.kept, header) };
  const out = (withheld: WithheldReason): AuthorizationRelease => ({ withheld, resource: eob, ...facts });

  if (isPharmacyType(eob)) return out('prior-authorization-drug');
  if (items.length === 0) {
    if (refersToMedication(eob)) return out('prior-authorization-drug');
    if (rules.denied === 'exclude' && header === 'denied') return out('prior-authorization-denied');
    if (rules.denied === 'exclude' && header === 'unreadable')
      return out('prior-authorization-undecided-code');
  } else if (lines.kept.length === 0) {
    if (lines.removed.has('denied')) return out('prior-authorization-denied');
    return out(
      lines.removed.has('unreadable') ? 'prior-authorization-undecided-code' : 'prior-authorization-drug',
    );
  }
  const resource = withReleasableAmounts(lines.authorization, rules);
  return { withheld: null, resource: withProfile(resource), ...facts };
}

/** Without any review action: still in work, or refused in words. */
function decisionByOutcome(eob: JsonObject): 'pending' | 'denied' | undefined {
  if (eob.outcome === 'queued') return 'pending';
  return /\b(?:denied|not certified|rejected)\b/i.test(textOf(eob.disposition) ?? '') ? 'denied' : undefined;
}

const lineEntries = (line: JsonObject): JsonObject[] => [
  ...objectsOf(line.adjudication),
  ...['item', 'addItem', 'detail', 'subDetail'].flatMap((level) =>
    objectsOf(line[level]).flatMap(lineEntries),
  ),
];

/** The latest adjudicationActionDate; where none is given, the later of `created` and `meta.lastUpdated`. */
function changedOn(eob: JsonObject): string | null {
  const dated = latestDay(lineEntries(eob).map(whenOf));
  if (dated !== null) return dated;
  return latestDay([textOf(eob.created), textOf((eob.meta as JsonObject | undefined)?.lastUpdated)]);
}

function latestDay(dates: (string | undefined)[]): string | null {
  const days = dates.flatMap((date) => (date === undefined ? [] : (daysOf(date)?.last ?? [])));
  return days.sort().at(-1) ?? null;
}

const itemPeriodUrl = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-itemPreAuthPeriod';

function inEffectUntil(eob: JsonObject, kept: JsonObject[], header: string | undefined): string | null {
  if (eob.status !== 'active') return null;
  const pending =
    eob.outcome === 'queued' ||
    eob.outcome === 'partial' ||
    header === 'pending' ||
    kept.some((line) => decisionInForce(objectsOf(line.adjudication))?.decision === 'pending');
  if (pending) return 'infinity';
  const periods = [
    ...objectsOf(eob.preAuthRefPeriod),
    ...kept.flatMap((line) =>
      objectsOf(line.extension)
        .filter((e) => e.url === itemPeriodUrl)
        .flatMap((e) => objectsOf([e.valuePeriod ?? null])),
    ),
  ];
  if (periods.some((period) => period.start !== undefined && period.end === undefined)) return 'infinity';
  return latestDay(periods.map((period) => textOf(period.end)));
}

/** pdex: "SHALL carry its canonical". */
function withProfile(eob: JsonObject): JsonObject {
  if (hasProfile(eob)) return eob;
  const meta = (eob.meta as JsonObject | undefined) ?? {};
  const others = Array.isArray(meta.profile) ? meta.profile : [];
  return { ...eob, meta: { ...meta, profile: [...others, profile.priorAuthorization] } };
}
