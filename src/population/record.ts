import { duplicateCover, slots_max } from './covers.ts';
import { anyWrongDate } from './errors/birth-date.ts';
import { withoutDiacritics } from './errors/diacritics.ts';
import { typo } from './errors/typo.ts';
import {
  type Coverage,
  coverageOf,
  fhirAddress,
  type HumanName,
  medicareIdentifier,
  type Patient,
  phoneText,
  ssnIdentifier,
  uniqueMemberIdentifier,
} from './fhir.ts';
import { nicknames } from './names/nicknames.ts';
import type { Person } from './person.ts';
import { type Draws, drawsOf, scatter } from './random.ts';

/** A row of the members file: a person as this payer has them, with the errors of its own records. */
export interface Member {
  id: string;
  patient: Patient;
  coverages: Coverage[];
}

/** The same with what was done to the person, for the truth files. */
export interface MemberRecord {
  member: Member;
  person: Person;
  duplicate: boolean;
  noise: string[];
}

const upperCase_share = 0.35;
const diacriticsLost_share = 0.82;
const nameTypo_share = 0.012;
const dateError_share = 0.008;
const nickname_share = 0.02;
const suffix_share = 0.7;
const phone_share = 0.88;
const email_share = 0.75;
const ssn_share = 0.35;
const maiden_share = 0.6;
const alsoCalled_share = 0.06;
const sexUnknown_share = 0.004;
const sexOther_share = 0.002;
const records_max = 2;

/** `M` and nine digits: one number per person and record, also of people who are no members. */
export const memberIdOf = (person: Person, duplicate: boolean): string =>
  `M${String(scatter((person.household * slots_max + person.slot) * records_max + Number(duplicate))).padStart(9, '0')}`;

/** The ids of a person's records; none where this payer never covered the person. */
export function memberIdsOf(person: Person): string[] {
  if (person.covers.length === 0) return [];
  return person.duplicate
    ? [memberIdOf(person, false), memberIdOf(person, true)]
    : [memberIdOf(person, false)];
}

/** All records of a person, in the order of the index. */
export function recordsOf(seed: string, person: Person): MemberRecord[] {
  if (person.covers.length === 0) return [];
  const first = record(seed, person, false);
  return person.duplicate ? [first, record(seed, person, true)] : [first];
}

function record(seed: string, person: Person, duplicate: boolean): MemberRecord {
  const draws = drawsOf(`${seed}|record|${person.id}|${Number(duplicate)}`);
  const id = memberIdOf(person, duplicate);
  const noise: string[] = [];
  const birthDate = storedBirthDate(draws, person, noise);
  const covers = duplicate ? [duplicateCover(person)] : person.covers;
  const number = id.slice(1);
  const identifier = [uniqueMemberIdentifier(`U${number}`)];
  if (person.mbi && person.covers[0]!.kind === 'medicare-advantage')
    identifier.push(medicareIdentifier(person.mbi));
  if (draws.chance(ssn_share)) identifier.push(ssnIdentifier(person.ssn4));
  const patient: Patient = {
    resourceType: 'Patient',
    id,
    identifier,
    name: storedNames(draws, person, noise),
    gender: draws.chance(sexUnknown_share) ? 'unknown' : draws.chance(sexOther_share) ? 'other' : person.sex,
    birthDate,
    address: [fhirAddress(draws, person.address, 'home')],
  };
  if (person.previousAddress && draws.chance(0.6))
    patient.address!.push(fhirAddress(draws, person.previousAddress, 'old'));
  const telecom = storedTelecom(draws, person);
  if (telecom.length > 0) patient.telecom = telecom;
  return {
    member: { id, patient, coverages: covers.map((cover, at) => coverageOf(id, covers.length - at, cover)) },
    person,
    duplicate,
    noise,
  };
}

function storedBirthDate(draws: Draws, person: Person, noise: string[]): string {
  const wrong = draws.chance(dateError_share) ? anyWrongDate(draws, person.birthDate) : undefined;
  if (wrong) noise.push('dob');
  return wrong?.date ?? person.birthDate;
}

function storedNames(draws: Draws, person: Person, noise: string[]): HumanName[] {
  let { family, given } = person;
  const short = nicknames(given, person.sex);
  if (short.length > 0 && draws.chance(nickname_share)) {
    given = draws.pick(short);
    noise.push('nick');
  }
  if (draws.chance(nameTypo_share)) {
    given = typo(draws, given);
    noise.push('given_typo');
  }
  if (draws.chance(nameTypo_share)) {
    family = typo(draws, family);
    noise.push('family_typo');
  }
  const lost = draws.chance(diacriticsLost_share);
  const upper = draws.chance(upperCase_share);
  const stored = (text: string): string => {
    const plain = lost ? withoutDiacritics(text) : text;
    return upper ? plain.toUpperCase() : plain;
  };
  const middle = draws.next();
  const middleStored =
    !person.middle || middle >= 0.7 ? [] : [middle < 0.3 ? person.middle : person.middle[0]!];
  const names: HumanName[] = [
    { use: 'official', family: stored(family), given: [given, ...middleStored].map(stored) },
  ];
  if (person.suffix && draws.chance(suffix_share)) names[0]!.suffix = [person.suffix];
  if (person.maiden && draws.chance(maiden_share))
    names.push({ use: 'maiden', family: stored(person.maiden), given: [stored(given)] });
  if (short.length > 0 && draws.chance(alsoCalled_share))
    names.push({ use: 'usual', family: stored(family), given: [stored(draws.pick(short))] });
  return names;
}

function storedTelecom(draws: Draws, person: Person): NonNullable<Patient['telecom']> {
  const telecom: NonNullable<Patient['telecom']> = [];
  const phone = (value: string, use: string) =>
    telecom.push({ system: 'phone', value: phoneText(draws, value), use });
  if (person.phone && draws.chance(phone_share)) phone(person.phone, 'mobile');
  if (person.landline && draws.chance(0.6)) phone(person.landline, 'home');
  if (person.previousPhone && draws.chance(0.5)) phone(person.previousPhone, 'old');
  if (person.email && draws.chance(email_share)) telecom.push({ system: 'email', value: person.email });
  return telecom;
}
