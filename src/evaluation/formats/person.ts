import type { JsonObject } from '../../fhir/lossless.ts';

export const mbiSystem = 'http://hl7.org/fhir/sid/us-mbi';
export const ssnSystem = 'http://hl7.org/fhir/sid/us-ssn';

/** The payer of data that speak of none. */
export const madeUpNpi = '1234567893';

/** What public sets tell of a person; an empty text is absent. */
export interface PublicPerson {
  /** The first is the current one. */
  names: readonly { family: string; given: readonly string[]; suffix?: string }[];
  birthDate?: string | undefined;
  gender?: 'male' | 'female' | undefined;
  address?: JsonObject | undefined;
  phone?: string | undefined;
  /** A number of the person's own, and the system that it is from; an empty value is absent. */
  number?: { system: string; value: string } | undefined;
}

/** A FHIR Patient of what is told. */
export function patientOf(person: PublicPerson): JsonObject {
  const { birthDate, gender, address, phone, number } = person;
  return {
    resourceType: 'Patient',
    name: person.names.map(({ family, given, suffix }, i) => ({
      use: i === 0 ? 'official' : 'usual',
      ...(family !== '' && { family }),
      ...(given.some(isTold) && { given: given.filter(isTold) }),
      ...(suffix && { suffix: [suffix] }),
    })),
    ...(birthDate !== undefined && { birthDate }),
    ...(gender !== undefined && { gender }),
    ...(address !== undefined && { address: [address] }),
    ...(phone && { telecom: [{ system: 'phone', value: phone }] }),
    ...(number && number.value !== '' && { identifier: [{ ...number }] }),
  };
}

/** A FHIR Address; undefined where nothing is told. */
export function addressOf(told: {
  lines: readonly string[];
  city: string;
  state: string;
  postalCode: string;
}): JsonObject | undefined {
  const lines = told.lines.map((line) => line.trim()).filter(isTold);
  const address: JsonObject = {
    ...(lines.length > 0 && { line: lines }),
    ...(told.city !== '' && { city: told.city }),
    ...(told.state !== '' && { state: told.state }),
    ...(told.postalCode !== '' && { postalCode: told.postalCode }),
  };
  return Object.keys(address).length > 0 ? address : undefined;
}

/** `19800214` as a FHIR date; undefined where it is none. */
export const dayOf = (digits: string): string | undefined =>
  /^\d{8}$/.test(digits) ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}` : undefined;

const isTold = (text: string): boolean => text.trim() !== '';

/** A member-match request; `coverage` absent: only demographics are told. */
export const parametersOf = (id: string, patient: JsonObject, coverage?: JsonObject): JsonObject => ({
  resourceType: 'Parameters',
  id,
  parameter: [
    { name: 'MemberPatient', resource: patient },
    ...(coverage ? [{ name: 'CoverageToMatch', resource: coverage }] : []),
  ],
});
