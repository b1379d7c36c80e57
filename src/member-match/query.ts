import { createHash } from 'node:crypto';
import { isObject, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { npiSystem } from '../fhir/systems.ts';
import type { NormalAddress } from '../person/normal/address.ts';
import { normaliseBirthDate } from '../person/normal/birth-date.ts';
import { normaliseIdentifier } from '../person/normal/identifier.ts';
import type { NormalName } from '../person/normal/name.ts';
import type { NormalTelecom } from '../person/normal/telecom.ts';
import {
  addressesOf,
  identifiersOf,
  type MemberIdentifier,
  namesOf,
  sexOf,
  shortTextOf,
  telecomOf,
} from '../person/parsed-patient.ts';

export type QueryIdentifier = MemberIdentifier;

/** What a requester tells of a member, in the normal form of the index. */
export interface MemberQuery {
  names: NormalName[];
  /** A whole and believable day, else undefined. */
  birthDate: string | undefined;
  /** What is known of a birth date that is no whole day: `1980` or `1980-02`. */
  partialBirthDate?: string;
  sex: 'male' | 'female' | undefined;
  /** Never of kind `other`; none when the coverage is of another payer. */
  identifiers: QueryIdentifier[];
  addresses: NormalAddress[];
  telecom: NormalTelecom[];
  /** The coverage names another payer than us. */
  foreignPlan: boolean;
  /** `self`, `spouse`, `child`, … of the coverage. */
  relationship?: string;
  /** The member's number within the contract (`Coverage.dependent`). */
  dependent?: string;
}

/** Shorter numbers say nothing. */
const identifierCharacters_min = 3;
const queryIdentifiers_max = 20;

/** Reads `MemberPatient` and `CoverageToMatch`; what is missing, odd or a placeholder is left out, never guessed. */
export function readMemberQuery(patient: JsonObject, coverage: JsonObject, ourNpi: string): MemberQuery {
  const foreignPlan = namesAnotherPayer(coverage, ourNpi);
  const { birthDate, partialBirthDate } = normaliseBirthDate(textOf(patient.birthDate));
  const sex = sexOf(patient);
  const relationship = isObject(coverage.relationship)
    ? textOf(objectsOf(coverage.relationship.coding)[0]?.code)
    : undefined;
  const dependent = normaliseIdentifier(shortTextOf(coverage.dependent) ?? '');
  return {
    names: namesOf(patient),
    birthDate,
    ...(partialBirthDate !== undefined && { partialBirthDate }),
    sex: sex === 'male' || sex === 'female' ? sex : undefined,
    identifiers: foreignPlan ? [] : readIdentifiers(patient, coverage),
    addresses: addressesOf(patient),
    telecom: telecomOf(patient),
    foreignPlan,
    ...(relationship !== undefined && { relationship }),
    ...(dependent !== '' && { dependent }),
  };
}

/** SHA-256 of the query; the order in which things were told does not change it. */
export function fingerprintOf(query: MemberQuery): Buffer {
  const sorted = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).sort();
  const canonical = JSON.stringify([
    sorted(query.names),
    query.birthDate ?? query.partialBirthDate ?? '',
    query.sex ?? '',
    sorted(query.identifiers),
    sorted(query.addresses),
    sorted(query.telecom),
    query.foreignPlan,
    query.relationship ?? '',
    query.dependent ?? '',
  ]);
  return createHash('sha256').update(canonical).digest();
}

/** HRex 1.0 knows coverage identifiers without a type: there they are the member's number. */
function readIdentifiers(patient: JsonObject, coverage: JsonObject): QueryIdentifier[] {
  const found = new Map<string, QueryIdentifier>();
  const add = (identifier: QueryIdentifier) => {
    if (identifier.kind === 'other' || identifier.value.length < identifierCharacters_min) return;
    if (found.size < queryIdentifiers_max) found.set(JSON.stringify(identifier), identifier);
  };
  for (const identifier of identifiersOf(coverage.identifier, 'member')) add(identifier);
  add({
    kind: 'subscriber',
    system: '',
    value: normaliseIdentifier(shortTextOf(coverage.subscriberId) ?? ''),
  });
  for (const identifier of identifiersOf(patient.identifier, 'other')) add(identifier);
  return [...found.values()];
}

/** Only an NPI tells: a payor that is named otherwise (display, another system, a reference) may be us. */
function namesAnotherPayer(coverage: JsonObject, ourNpi: string): boolean {
  const npis = objectsOf(coverage.payor)
    .map((payor) => payor.identifier)
    .filter((id) => isObject(id))
    .filter((id) => id.system === npiSystem && typeof id.value === 'string')
    .map((id) => id.value);
  return npis.length > 0 && !npis.includes(ourNpi);
}
