/** Demographics in FHIR datatypes, as both services take and give them: least sent, little believed. */
import { type JsonObject, textOf } from '../../fhir/lossless.ts';
import { normaliseBirthDate } from '../../person/normal/birth-date.ts';
import { addressesOf, namesOf, sexOf, telecomOf } from '../../person/parsed-patient.ts';
import type { MemberQuery } from '../query.ts';
import { askedLimits } from './limits.ts';
import type { KnownPerson } from './source.ts';

/** Names, birth date, sex, addresses and contacts: no number of any kind, no coverage, nobody who asks. */
export function demographicsOf(query: MemberQuery): JsonObject {
  const { names, birthDate, sex, addresses, telecom } = query;
  return {
    name: names.slice(0, askedLimits.names_max).map(({ familyWords, given, suffix }) => ({
      family: familyWords.join(' '),
      given: [...given],
      ...(suffix !== '' && { suffix: [suffix] }),
    })),
    ...(birthDate !== undefined && { birthDate }),
    ...(sex && { gender: sex }),
    address: addresses.slice(0, askedLimits.addresses_max).map(({ line, city, state, postal }) => ({
      ...(line !== '' && { line: [line] }),
      ...(city !== '' && { city }),
      ...(state !== '' && { state: state.toUpperCase() }),
      ...(postal !== '' && { postalCode: postal }),
    })),
    telecom: telecom.slice(0, askedLimits.telecom_max).map(({ kind, value }) => ({ system: kind, value })),
  };
}

/** A key that is longer, or has other characters, may be a text about somebody: it is not kept. */
const keyShape = /^[\w.:|-]{1,128}$/;

export function knownPersonOf(person: JsonObject, key: string | undefined): KnownPerson {
  const sex = sexOf(person);
  return {
    key: key !== undefined && keyShape.test(key) ? key : '',
    names: namesOf(person),
    birthDate: normaliseBirthDate(textOf(person.birthDate)).birthDate,
    sex: sex === 'male' || sex === 'female' ? sex : undefined,
    addresses: addressesOf(person),
    telecom: telecomOf(person),
  };
}
