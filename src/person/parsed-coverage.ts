import { isObject, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { npiSystem } from '../fhir/systems.ts';
import { normaliseIdentifier } from './normal/identifier.ts';
import { identifiersOf, type MemberIdentifier, shortTextOf } from './parsed-patient.ts';

/** What the index keeps of a Coverage. */
export interface ParsedCoverage {
  id: string;
  /** `beneficiary`: our Patient id. */
  patientId: string;
  status: string;
  relationship: string | null;
  periodStart: string | null;
  periodEnd: string | null;
  /** The payor's NPI, else its reference or name as loaded. */
  payor: string | null;
  class: { type: string; value: string; name: string }[];
  identifiers: MemberIdentifier[];
}

/** Reads a Coverage that passed the shape check and names its beneficiary by a relative reference. */
export function parseCoverage(coverage: JsonObject, patientId: string): ParsedCoverage {
  const period = isObject(coverage.period) ? coverage.period : {};
  const identifiers = identifiersOf(coverage.identifier, 'member');
  const subscriber = normaliseIdentifier(shortTextOf(coverage.subscriberId) ?? '');
  // The subscriber's number has no system of its own: it is of the payer that gave the member's.
  const system = identifiers.find((i) => i.kind === 'member')?.system ?? '';
  if (subscriber !== '') identifiers.push({ kind: 'subscriber', system, value: subscriber });
  return {
    id: coverage.id as string,
    patientId,
    status: coverage.status as string,
    relationship: codesOf(coverage.relationship)[0] ?? null,
    periodStart: dayOf(period.start),
    periodEnd: dayOf(period.end),
    payor: objectsOf(coverage.payor).map(payorOf)[0] ?? null,
    class: objectsOf(coverage.class).map((c) => ({
      type: codesOf(c.type)[0] ?? '',
      value: textOf(c.value) ?? '',
      name: textOf(c.name) ?? '',
    })),
    identifiers,
  };
}

const codesOf = (concept: JsonObject[string]): string[] =>
  isObject(concept) ? objectsOf(concept.coding).flatMap((c) => textOf(c.code) ?? []) : [];

const dayOf = (value: JsonObject[string]): string | null => {
  const text = textOf(value) ?? '';
  return /^\d{4}-\d\d-\d\d/.test(text) ? text.slice(0, 10) : null;
};

function payorOf(payor: JsonObject): string | null {
  const identifier = payor.identifier;
  if (isObject(identifier) && identifier.system === npiSystem) return textOf(identifier.value) ?? null;
  return textOf(payor.reference) ?? textOf(payor.display) ?? null;
}
