import { daysOf } from '../fhir/date.ts';
import { isObject, type Json, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { npiSystem, system } from '../fhir/systems.ts';
import type { ConsentFacts } from './facts.ts';

export interface ReadOptions {
  /** `MemberPatient.id`: the consent must be that patient's. */
  patientId: string;
  /** Only `Patient/<id>` names the patient (mm-6); else whatever ends in that id. */
  strictReferences?: boolean;
}

export type ReadConsent = { facts: ConsentFacts } | { structural: string };

/**
 * Reads an HRex Consent (p2p 1.7). Only what is no Consent at all is a structural fault, which refuses the whole request;
 * everything else is one member's trouble and must not touch the others (pdex-154a): it comes back as `faults`.
 */
export function readHrexConsent(resource: Json | undefined, options: ReadOptions): ReadConsent {
  if (!isObject(resource) || resource.resourceType !== 'Consent') return { structural: 'not a Consent' };
  const provision = isObject(resource.provision) ? resource.provision : {};
  const actors = objectsOf(provision.actor);
  const signer = signerOf(resource, actors, options);
  const faults = [
    !hasCode([resource.scope], system.consentScope, 'patient-privacy') && 'scope',
    !hasCode(listOf(resource.category), system.actCode, 'IDSCL') && 'category',
    !isPatient(resource.patient, options) && 'patient',
    !signer && 'performer',
    !isObject(resource.sourceReference) && 'source',
    provision.type !== 'permit' && 'provision type',
    !hasCode(listOf(provision.action), system.consentAction, 'disclose') && 'action',
    ...forbidden.map((name) => provision[name] !== undefined && `provision.${name}`),
    ('modifierExtension' in resource || 'modifierExtension' in provision) && 'modifierExtension',
  ].filter((fault) => fault !== false);
  return {
    facts: {
      documentId: textOf(resource.id) ?? '',
      status: textOf(resource.status) ?? '',
      faults,
      sources: npisOf(actors, system.participantType, 'performer', resource),
      recipients: npisOf(actors, system.participationType, 'IRCP', resource),
      policies: objectsOf(resource.policy).flatMap((policy) => textOf(policy.uri) ?? []),
      days: readDays(provision.period),
      signer: signer === 'member' ? 'member' : 'representative',
      capacity: signer === 'member' ? null : (signer?.capacity ?? null),
      part2Statement: hasCode(listOf(resource.category), system.actCode, '42CFRPart2CD'),
    },
  };
}

/** HRex forbids them: each would narrow or widen the permission in a way that nobody here would enforce. */
const forbidden = ['securityLabel', 'purpose', 'class', 'code', 'dataPeriod', 'data', 'provision'] as const;

const listOf = (value: Json | undefined): (Json | undefined)[] => (Array.isArray(value) ? value : []);

const hasCode = (concepts: readonly (Json | undefined)[], codeSystem: string, code: string): boolean =>
  concepts
    .flatMap((concept) => (isObject(concept) ? objectsOf(concept.coding) : []))
    .some((coding) => coding.system === codeSystem && coding.code === code);

/**
 * The member, or somebody for the member in a capacity that the contained RelatedPerson or an actor tells (pdex-205, 206). Another
 * Patient is nobody who could sign.
 */
function signerOf(
  consent: JsonObject,
  actors: readonly JsonObject[],
  options: ReadOptions,
): 'member' | { capacity: string | null } | undefined {
  const performers = objectsOf(consent.performer);
  const patient = isObject(consent.patient) ? textOf(consent.patient.reference) : undefined;
  // Whoever is named as the patient is the member, in whatever spelling: whether that is this member is asked apart.
  const isMember = (one: JsonObject) =>
    isPatient(one, options) || (patient !== undefined && textOf(one.reference) === patient);
  if (performers.some(isMember)) return 'member';
  const others = performers.filter(
    (one) =>
      (textOf(one.reference) !== undefined || isObject(one.identifier)) &&
      !/(^|\/)Patient\//.test(textOf(one.reference) ?? ''),
  );
  if (others.length === 0) return undefined;
  const related = objectsOf(consent.contained).filter(
    (one) =>
      one.resourceType === 'RelatedPerson' &&
      others.some((other) => textOf(other.reference) === `#${textOf(one.id)}`),
  );
  const concepts = [...related.flatMap((one) => listOf(one.relationship)), ...actors.map((one) => one.role)];
  const [capacity] = concepts
    .flatMap((concept) => (isObject(concept) ? objectsOf(concept.coding) : []))
    .filter((coding) => coding.system === system.roleCode)
    .flatMap((coding) => textOf(coding.code) ?? []);
  return { capacity: capacity ?? null };
}

/** HRex's and PDex's own examples write absolute URLs, `#1` and `patient-1` for `Patient/1`. */
function isPatient(value: Json | undefined, { patientId, strictReferences = false }: ReadOptions): boolean {
  const reference = isObject(value) ? textOf(value.reference) : undefined;
  if (reference === undefined || patientId === '') return false;
  if (reference === `Patient/${patientId}`) return true;
  if (strictReferences) return false;
  if (reference.endsWith(`/Patient/${patientId}`))
    return /^https?:\/\//.test(reference) && !/[?#]/.test(reference);
  return [patientId, `#${patientId}`, `patient-${patientId}`].includes(reference);
}

/** NPIs of the actors of a role: by identifier, or by reference to an Organization that the Consent contains. */
function npisOf(
  actors: readonly JsonObject[],
  roleSystem: string,
  role: string,
  consent: JsonObject,
): string[] {
  return actors
    .filter((actor) => hasCode([actor.role], roleSystem, role))
    .flatMap((actor) => {
      if (!isObject(actor.reference)) return [];
      const { identifier, reference } = actor.reference;
      if (isObject(identifier)) return npiOf(identifier);
      const contained = objectsOf(consent.contained).find(
        (resource) => resource.resourceType === 'Organization' && reference === `#${textOf(resource.id)}`,
      );
      return contained ? objectsOf(contained.identifier).flatMap(npiOf) : [];
    });
}

const npiSystems: readonly (Json | undefined)[] = [npiSystem, 'urn:oid:2.16.840.1.113883.4.6'];

const npiOf = (identifier: JsonObject): string[] =>
  npiSystems.includes(identifier.system) && typeof identifier.value === 'string' ? [identifier.value] : [];

/**
 * The whole days that lie inside the period, so that reading a time of day as a day never widens it: what starts during a day
 * counts from the next, what ends during a day counted until the day before. A time at a day's border is that border.
 */
function readDays(period: Json | undefined): ConsentFacts['days'] {
  if (!isObject(period)) return undefined;
  const [start, end] = [textOf(period.start) ?? '', textOf(period.end) ?? ''];
  const [startDays, endDays] = [daysOf(start), daysOf(end)];
  if (!startDays || !endDays) return undefined;
  const first = /T(?!00:00:00(?:\.0+)?(?:Z|[+-]|$))/.test(start)
    ? addDay(startDays.first, 1)
    : startDays.first;
  const last = /T(?!23:59:)/.test(end) ? addDay(endDays.last, -1) : endDays.last;
  return last < first ? undefined : { first, last };
}

const day_ms = 86_400_000;
const addDay = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * day_ms).toISOString().slice(0, 10);
