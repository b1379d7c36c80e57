import { isObject, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import {
  type NormalAddress,
  type NormalName,
  normaliseAddress,
  normaliseIdentifier,
  normaliseName,
  normaliseTelecom,
} from './normalise.ts';

/** What the member index keeps of a Patient, in normal form. */
export interface ParsedPatient {
  patientId: string;
  names: NormalName[];
  /** A whole day, or null. */
  birthDate: string | null;
  sex: 'male' | 'female' | 'other' | 'unknown' | null;
  addresses: NormalAddress[];
  telecom: string[];
  active: boolean;
  identifiers: MemberIdentifier[];
  /** Ids of Patients that `Patient.link` states to be the same person. */
  links: string[];
}

export interface MemberIdentifier {
  /** `member`: v2-0203 MB; `subscriber`: the contract's number, shared by a family; `umb`: HRex; `other`: MR, SS, … */
  kind: 'member' | 'subscriber' | 'umb' | 'other';
  system: string;
  value: string;
}

/** Reads a Patient that passed the shape check. */
export function parsePatient(patient: JsonObject): ParsedPatient {
  return {
    patientId: patient.id as string,
    names: unique(objectsOf(patient.name).flatMap((n) => normaliseName(humanName(n)) ?? [])),
    birthDate: /^\d{4}-\d\d-\d\d$/.test(textOf(patient.birthDate) ?? '')
      ? (patient.birthDate as string)
      : null,
    sex: sexOf(patient),
    addresses: unique(
      objectsOf(patient.address).map((a) =>
        normaliseAddress({
          line: textsOf(a.line),
          city: textOf(a.city),
          state: textOf(a.state),
          postalCode: textOf(a.postalCode),
        }),
      ),
    ),
    telecom: [
      ...new Set(objectsOf(patient.telecom).flatMap((t) => normaliseTelecom(textOf(t.value) ?? '') ?? [])),
    ],
    active: patient.active !== false,
    identifiers: identifiersOf(patient.identifier, 'other'),
    links: objectsOf(patient.link).flatMap((link) => {
      const reference = isObject(link.other) ? textOf(link.other.reference) : undefined;
      return reference?.startsWith('Patient/') ? [reference.slice('Patient/'.length)] : [];
    }),
  };
}

const birthSexUrl = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex';

/** `gender`, else the US Core birth sex (hrex-pat-1). */
function sexOf(patient: JsonObject): ParsedPatient['sex'] {
  if (patient.gender !== undefined) return patient.gender as ParsedPatient['sex'];
  const birthSex = objectsOf(patient.extension).find((e) => e.url === birthSexUrl)?.valueCode;
  return birthSex === 'M' ? 'male' : birthSex === 'F' ? 'female' : null;
}

const humanName = (name: JsonObject) => ({
  family: textOf(name.family),
  given: textsOf(name.given),
  suffix: textsOf(name.suffix),
});

const textsOf = (value: JsonObject[string]): string[] =>
  Array.isArray(value) ? value.flatMap((entry) => textOf(entry) ?? []) : [];

const unique = <T extends object>(items: T[]): T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

const kindByCode: Record<string, MemberIdentifier['kind']> = { MB: 'member', SN: 'subscriber', UMB: 'umb' };

/** Identifiers in normal form; `untyped` is what one without a type of ours is. */
export function identifiersOf(
  identifiers: JsonObject[string],
  untyped: MemberIdentifier['kind'],
): MemberIdentifier[] {
  return unique(
    objectsOf(identifiers).flatMap((identifier) => {
      const value = normaliseIdentifier(textOf(identifier.value) ?? '');
      if (value === '') return [];
      const codes = isObject(identifier.type) ? objectsOf(identifier.type.coding).map((c) => c.code) : [];
      const known = codes.flatMap((code) => (typeof code === 'string' ? (kindByCode[code] ?? []) : []))[0];
      return [
        {
          kind: known ?? (codes.length === 0 ? untyped : 'other'),
          system: textOf(identifier.system) ?? '',
          value,
        },
      ];
    }),
  );
}
