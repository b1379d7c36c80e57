import { isObject, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { type NormalAddress, normaliseAddress } from './normal/address.ts';
import { normaliseBirthDate } from './normal/birth-date.ts';
import { normaliseIdentifier, ssn4Of } from './normal/identifier.ts';
import { type NormalName, normaliseName } from './normal/name.ts';
import { type NormalTelecom, normaliseTelecom } from './normal/telecom.ts';

/** What the member index keeps of a Patient, in normal form. */
export interface ParsedPatient {
  patientId: string;
  names: NormalName[];
  /** A whole day, or null; placeholders (`1900-01-01`) are null. */
  birthDate: string | null;
  sex: 'male' | 'female' | 'other' | 'unknown' | null;
  addresses: NormalAddress[];
  telecom: NormalTelecom[];
  active: boolean;
  identifiers: MemberIdentifier[];
  /** Ids of Patients that `Patient.link` states to be the same person. */
  links: string[];
}

export interface MemberIdentifier {
  /**
   * `member`: v2-0203 MB; `subscriber`: the contract's number, shared by a family; `umb`: HRex; `mbi`: Medicare;
   * `ssn4`: the last four digits of a social security number, the rest is not kept; `other`: MR, DL, …
   */
  kind: 'member' | 'subscriber' | 'umb' | 'mbi' | 'ssn4' | 'other';
  system: string;
  value: string;
}

/** Reads a Patient that passed the shape check. */
export function parsePatient(patient: JsonObject): ParsedPatient {
  return {
    patientId: patient.id as string,
    names: namesOf(patient),
    birthDate: normaliseBirthDate(textOf(patient.birthDate)).birthDate ?? null,
    sex: sexOf(patient),
    addresses: addressesOf(patient),
    telecom: telecomOf(patient),
    active: patient.active !== false,
    identifiers: identifiersOf(patient.identifier, 'other'),
    links: objectsOf(patient.link).flatMap((link) => {
      const reference = isObject(link.other) ? textOf(link.other.reference) : undefined;
      return reference?.startsWith('Patient/') ? [reference.slice('Patient/'.length)] : [];
    }),
  };
}

/** More of a kind than this describes nobody; the rest is not read. */
const names_max = 20;
const givenNames_max = 10;
const addresses_max = 20;
const telecom_max = 20;
const identifiers_max = 40;
const valueCharacters_max = 200;

/** A text that is longer than any name or number says nothing: it is not read. */
export function shortTextOf(value: JsonObject[string]): string | undefined {
  const text = textOf(value);
  return text !== undefined && text.length <= valueCharacters_max ? text : undefined;
}

const textsOf = (value: JsonObject[string]): string[] =>
  Array.isArray(value) ? value.flatMap((entry) => shortTextOf(entry) ?? []) : [];

export const namesOf = (patient: JsonObject): NormalName[] =>
  unique(
    objectsOf(patient.name)
      .slice(0, names_max)
      .flatMap(
        (name) =>
          normaliseName({
            family: shortTextOf(name.family),
            given: textsOf(name.given).slice(0, givenNames_max),
            suffix: textsOf(name.suffix),
            use: textOf(name.use),
          }) ?? [],
      ),
  );

export const addressesOf = (patient: JsonObject): NormalAddress[] =>
  unique(
    objectsOf(patient.address)
      .slice(0, addresses_max)
      .map((address) =>
        normaliseAddress({
          line: textsOf(address.line),
          city: shortTextOf(address.city),
          state: shortTextOf(address.state),
          postalCode: shortTextOf(address.postalCode),
          use: textOf(address.use),
        }),
      )
      .filter(({ line, city, postal }) => line !== '' || city !== '' || postal !== ''),
  );

export const telecomOf = (patient: JsonObject): NormalTelecom[] =>
  unique(
    objectsOf(patient.telecom)
      .slice(0, telecom_max)
      .flatMap((telecom) => normaliseTelecom(shortTextOf(telecom.value) ?? '', textOf(telecom.use)) ?? []),
  );

const birthSexUrl = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex';

/** `gender`, else the US Core birth sex (hrex-pat-1). */
export function sexOf(patient: JsonObject): ParsedPatient['sex'] {
  const { gender } = patient;
  if (gender === 'male' || gender === 'female' || gender === 'other' || gender === 'unknown') return gender;
  const birthSex = objectsOf(patient.extension).find((e) => e.url === birthSexUrl)?.valueCode;
  return birthSex === 'M' ? 'male' : birthSex === 'F' ? 'female' : null;
}

const unique = <T extends object>(items: T[]): T[] =>
  items.length < 2 ? items : [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];

const kindByCode: Record<string, MemberIdentifier['kind']> = {
  MB: 'member',
  SN: 'subscriber',
  UMB: 'umb',
  MC: 'mbi',
  SS: 'ssn4',
};
const kindBySystem: Record<string, MemberIdentifier['kind']> = {
  'http://hl7.org/fhir/sid/us-mbi': 'mbi',
  'urn:oid:2.16.840.1.113883.4.927': 'mbi',
  'http://hl7.org/fhir/sid/us-ssn': 'ssn4',
  'urn:oid:2.16.840.1.113883.4.1': 'ssn4',
};

/** Identifiers in normal form; `untyped` is what one without a type or system that is known is. */
export function identifiersOf(
  identifiers: JsonObject[string],
  untyped: MemberIdentifier['kind'],
): MemberIdentifier[] {
  return unique(
    objectsOf(identifiers)
      .slice(0, identifiers_max)
      .flatMap((identifier) => {
        const system = shortTextOf(identifier.system) ?? '';
        const codes = isObject(identifier.type) ? objectsOf(identifier.type.coding).map((c) => c.code) : [];
        const known = codes.flatMap((code) => (typeof code === 'string' ? (kindByCode[code] ?? []) : []))[0];
        const kind = kindBySystem[system] ?? known ?? (codes.length === 0 ? untyped : 'other');
        const text = shortTextOf(identifier.value) ?? '';
        const value = kind === 'ssn4' ? ssn4Of(text) : normaliseIdentifier(text);
        return value === '' ? [] : [{ kind, system, value }];
      }),
  );
}
