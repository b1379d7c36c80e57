import { createHash } from 'node:crypto';
import { daysOf } from '../fhir/date.ts';
import { isObject, type Json, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { npiSystem } from '../fhir/systems.ts';
import {
  type NormalAddress,
  type NormalName,
  normaliseAddress,
  normaliseIdentifier,
  normaliseName,
} from '../person/normalise.ts';

/** Whose number an identifier is: the member's own, the family's, or our number of the person (UMB). */
export type IdentifierKind = 'member' | 'subscriber' | 'umb';

export interface QueryIdentifier {
  kind: IdentifierKind;
  system: string;
  /** Normalised: upper-case letters and digits. */
  value: string;
}

/** What a requester tells of a member, in the normal form of the index. */
export interface MemberQuery {
  names: NormalName[];
  /** A whole and believable day, else undefined. */
  birthDate: string | undefined;
  sex: 'male' | 'female' | undefined;
  identifiers: QueryIdentifier[];
  addresses: NormalAddress[];
  /** The coverage names another payer than us. */
  foreignPlan: boolean;
}

/** More of a kind than this is no description of one member; the rest is not read. */
const names_max = 20;
const identifiers_max = 20;
const addresses_max = 10;
const givenNames_max = 10;
const valueCharacters_max = 200;
/** Shorter numbers say nothing. */
const identifierCharacters_min = 3;

/** Birth dates that systems write for "unknown" (CMS HTE V.D). */
const birthDatePlaceholders = new Set(['1900-01-01', '1901-01-01', '1800-01-01', '9999-12-31', '0001-01-01']);
/** Given names that systems write before a child has one. */
const givenPlaceholders = new Set([
  'baby',
  'babyboy',
  'babygirl',
  'boy',
  'girl',
  'newborn',
  'infant',
  'unknown',
  'unk',
  'na',
]);
const familyPlaceholders = new Set(['unknown', 'unk', 'na']);

/** Reads `MemberPatient` and `CoverageToMatch`; what is missing, odd or a placeholder is left out, never guessed. */
export function readMemberQuery(patient: JsonObject, coverage: JsonObject, ourNpi: string): MemberQuery {
  const foreignPlan = namesAnotherPayer(coverage, ourNpi);
  return {
    names: objectsOf(patient.name).slice(0, names_max).flatMap(readName),
    birthDate: readBirthDate(patient.birthDate),
    sex: readSex(patient),
    identifiers: foreignPlan ? [] : readIdentifiers(patient, coverage),
    addresses: objectsOf(patient.address)
      .slice(0, addresses_max)
      .map((address) =>
        normaliseAddress({
          line: textsOf(address.line),
          city: shortText(address.city),
          state: shortText(address.state),
          postalCode: shortText(address.postalCode),
        }),
      )
      .filter((address) => address.line !== '' || address.postal !== ''),
    foreignPlan,
  };
}

/** SHA-256 of the query; the order in which things were told does not change it. */
export function fingerprintOf(query: MemberQuery): Buffer {
  const sorted = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).sort();
  const canonical = JSON.stringify([
    sorted(query.names.map(({ family, given, suffix }) => ({ family, given, suffix }))),
    query.birthDate ?? '',
    query.sex ?? '',
    sorted(query.identifiers),
    sorted(query.addresses),
    query.foreignPlan,
  ]);
  return createHash('sha256').update(canonical).digest();
}

function readName(name: JsonObject): NormalName[] {
  const normal = normaliseName({
    family: shortText(name.family),
    given: textsOf(name.given).slice(0, givenNames_max),
    suffix: textsOf(name.suffix),
  });
  if (!normal) return [];
  const family = familyPlaceholders.has(normal.family) ? '' : normal.family;
  const given =
    givenPlaceholders.has(normal.given.join('')) || givenPlaceholders.has(normal.given[0] ?? '')
      ? []
      : normal.given;
  return family === '' && given.length === 0 ? [] : [{ family, given, suffix: normal.suffix }];
}

function readBirthDate(value: Json | undefined): string | undefined {
  const text = textOf(value);
  if (text?.length !== 10 || daysOf(text) === undefined || birthDatePlaceholders.has(text)) return undefined;
  return text;
}

const birthSexUrl = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex';

/** `gender`, else the US Core birth sex (hrex-pat-1 asks for one of the two). `other` and `unknown` say nothing here. */
function readSex(patient: JsonObject): MemberQuery['sex'] {
  if (patient.gender === 'male' || patient.gender === 'female') return patient.gender;
  const birthSex = objectsOf(patient.extension).find((extension) => extension.url === birthSexUrl)?.valueCode;
  if (birthSex === 'M') return 'male';
  return birthSex === 'F' ? 'female' : undefined;
}

function readIdentifiers(patient: JsonObject, coverage: JsonObject): QueryIdentifier[] {
  const found = new Map<string, QueryIdentifier>();
  const add = (kind: IdentifierKind | undefined, system: Json | undefined, value: Json | undefined) => {
    const normal = normaliseIdentifier(shortText(value) ?? '');
    if (kind === undefined || normal.length < identifierCharacters_min || found.size >= identifiers_max)
      return;
    const identifier = { kind, system: shortText(system) ?? '', value: normal };
    found.set(JSON.stringify(identifier), identifier);
  };
  for (const id of objectsOf(coverage.identifier)) add(kindOf(id, 'member'), id.system, id.value);
  add('subscriber', undefined, coverage.subscriberId);
  for (const id of objectsOf(patient.identifier)) add(kindOf(id, undefined), id.system, id.value);
  return [...found.values()];
}

/** HRex 1.0 knows coverage identifiers without a type: there they are the member's number. */
function kindOf(identifier: JsonObject, untyped: IdentifierKind | undefined): IdentifierKind | undefined {
  const codes = (isObject(identifier.type) ? objectsOf(identifier.type.coding) : []).map(
    (coding) => coding.code,
  );
  if (codes.includes('MB')) return 'member';
  if (codes.includes('UMB')) return 'umb';
  if (codes.includes('SN')) return 'subscriber';
  return codes.length === 0 ? untyped : undefined;
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

function shortText(value: Json | undefined): string | undefined {
  const text = textOf(value);
  return text !== undefined && text.length <= valueCharacters_max ? text : undefined;
}

const textsOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.flatMap((item) => shortText(item) ?? []) : [];
