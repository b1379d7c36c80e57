// consent-and-sensitive-data 3.4: one person's records as the closure sees them
import { isObject, type Json, type JsonObject, objectsOf, textOf } from '../../fhir/lossless.ts';
import { parseReference } from '../../fhir/reference.ts';

export interface Link {
  /** Path of the Reference without list positions: `participant.member`, `encounter`. */
  element: string;
  /** `Type/id` of the same store. */
  target: string;
}

export interface GraphRecord {
  /** `Type/id`. */
  ref: string;
  type: string;
  /** What `classify` found in the record itself. */
  own: number;
  links: readonly Link[];
  /** What the record shares with records that it does not refer to: `claim:…`, `stay:…`, `pa:…`. */
  keys: readonly string[];
  /** A payer-wide record (Organization, Practitioner, …) that belongs to no person. */
  helper: boolean;
}

const helperTypes = new Set([
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'HealthcareService',
  'Medication',
  'Device',
  'Endpoint',
]);

/** A record as the closure needs it; `own` from `classify`. */
export function graphRecord(resource: JsonObject, own: number): GraphRecord {
  const type = String(resource.resourceType);
  const links: Link[] = [];
  collect(resource, '', links);
  return {
    ref: `${type}/${String(resource.id)}`,
    type,
    own,
    links,
    keys: isClaim(type) ? claimKeys(resource) : [],
    helper: helperTypes.has(type) && !isObject(resource.subject) && !isObject(resource.patient),
  };
}

export const isClaim = (type: string): boolean => type === 'ExplanationOfBenefit' || type === 'Claim';

function collect(value: Json, path: string, links: Link[]): void {
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, path, links);
    return;
  }
  if (!isObject(value)) return;
  for (const name in value) {
    const child = value[name]!;
    if (name === 'reference' && typeof child === 'string') {
      const parsed = parseReference(child);
      if (parsed.kind === 'local') links.push({ element: path, target: `${parsed.type}/${parsed.id}` });
    } else if (typeof child === 'object') collect(child, path === '' ? name : `${path}.${name}`, links);
  }
}

/**
 * Numbers that tie claims together: the claim's own number and those that `related` names (K6), the stay (facility and day of
 * admission, K6), the prior authorization's number (K7).
 */
function claimKeys(resource: JsonObject): string[] {
  const keys: string[] = [];
  const add = (kind: string, value: string | undefined) => {
    if (value) keys.push(`${kind}:${value.trim().toUpperCase()}`);
  };
  const authorization = resource.use === 'preauthorization';
  for (const identifier of objectsOf(resource.identifier))
    add(authorization ? 'pa' : 'claim', textOf(identifier.value));
  if (!authorization)
    for (const related of objectsOf(resource.related)) {
      if (isObject(related.reference)) add('claim', textOf(related.reference.value));
      if (isObject(related.claim) && isObject(related.claim.identifier))
        add('claim', textOf(related.claim.identifier.value));
    }
  for (const number of authorizationNumbers(resource)) add('pa', number);
  add('stay', stayOf(resource));
  return [...new Set(keys)];
}

function authorizationNumbers(resource: JsonObject): string[] {
  const numbers: string[] = [];
  const take = (value: Json | undefined) => {
    for (const entry of Array.isArray(value) ? value : [value])
      if (typeof entry === 'string') numbers.push(entry);
  };
  take(resource.preAuthRef);
  for (const insurance of objectsOf(resource.insurance)) take(insurance.preAuthRef);
  for (const item of objectsOf(resource.item))
    for (const holder of [item, ...objectsOf(item.adjudication)])
      for (const extension of objectsOf(holder.extension))
        if (/reviewAction$/.test(textOf(extension.url) ?? ''))
          for (const part of objectsOf(extension.extension))
            if (part.url === 'number') take(part.valueString);
  return numbers;
}

/** `facility|day of admission`, of institutional claims that say both. */
function stayOf(resource: JsonObject): string | undefined {
  const facility = isObject(resource.facility) ? resource.facility : resource.provider;
  const at = isObject(facility) ? textOf(facility.reference) : undefined;
  for (const info of objectsOf(resource.supportingInfo)) {
    if (!/admissionperiod/i.test(JSON.stringify(info.category ?? ''))) continue;
    const day = isObject(info.timingPeriod) ? textOf(info.timingPeriod.start) : textOf(info.timingDate);
    if (at && day) return `${at}|${day.slice(0, 10)}`;
  }
  return undefined;
}
