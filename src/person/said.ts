import type { NormalAddress } from './normal/address.ts';
import type { NormalName } from './normal/name.ts';
import type { NormalTelecom } from './normal/telecom.ts';
import type { ParsedCoverage } from './parsed-coverage.ts';
import type { MemberIdentifier, ParsedPatient } from './parsed-patient.ts';

/**
 * What a Patient or a Coverage says, as one short text beside its id: read whole, compared in code, never searched. Ten
 * million of them are why it is an array without names. The first element is the form of the rest.
 */

export type SaidByPatient = Omit<ParsedPatient, 'patientId' | 'links'>;
export type SaidByCoverage = Omit<ParsedCoverage, 'id' | 'patientId' | 'class'>;

const form = 1;

type Words = readonly (string | number)[];
type SaidPatient = [
  form: number,
  names: string[][],
  birthDate: string,
  sex: string,
  addresses: string[][],
  telecom: string[],
  active: number,
  identifiers: [systems: string[], ...Words[]],
];
type SaidCoverage = [
  form: number,
  status: string,
  relationship: string,
  periodStart: string,
  periodEnd: string,
  payor: string,
  identifiers: [systems: string[], ...Words[]],
];

export function writePatient(patient: SaidByPatient): string {
  const said: SaidPatient = [
    form,
    patient.names.map((n) => trimmed([n.familyWords.join(' '), n.given.join(' '), n.suffix, useOf(n.use)])),
    patient.birthDate ?? '',
    patient.sex ?? '',
    patient.addresses.map((a) =>
      trimmed([a.number, a.street, a.unit, a.city, a.state, a.postal, useOf(a.use)]),
    ),
    patient.telecom.map((t) => (t.use === 'former' ? '-' : '') + t.value),
    patient.active ? 1 : 0,
    writeIdentifiers(patient.identifiers),
  ];
  return JSON.stringify(said);
}

export function readPatient(text: string): SaidByPatient {
  const [, names, birthDate, sex, addresses, telecom, active, identifiers] = JSON.parse(text) as SaidPatient;
  return {
    names: names.map(readName),
    birthDate: birthDate === '' ? null : birthDate,
    sex: sex === '' ? null : (sex as ParsedPatient['sex']),
    addresses: addresses.map(readAddress),
    telecom: telecom.map(readTelecom),
    active: active === 1,
    identifiers: readIdentifiers(identifiers),
  };
}

export function writeCoverage(coverage: SaidByCoverage): string {
  const { status, relationship, periodStart, periodEnd, payor, identifiers } = coverage;
  const said: SaidCoverage = [
    form,
    status,
    relationship ?? '',
    periodStart ?? '',
    periodEnd ?? '',
    payor ?? '',
    writeIdentifiers(identifiers),
  ];
  return JSON.stringify(said);
}

export function readCoverage(text: string): SaidByCoverage {
  const [, status, relationship, start, end, payor, identifiers] = JSON.parse(text) as SaidCoverage;
  return {
    status,
    relationship: orNull(relationship),
    periodStart: orNull(start),
    periodEnd: orNull(end),
    payor: orNull(payor),
    identifiers: readIdentifiers(identifiers),
  };
}

const orNull = (text: string): string | null => (text === '' ? null : text);

const useOf = (use: NormalName['use']): string => (use === 'current' ? '' : use.slice(0, 1));
const uses: Record<string, NormalName['use']> = { '': 'current', f: 'former', n: 'nickname' };

function readName([family = '', given = '', suffix = '', use = '']: string[]): NormalName {
  const familyWords = family === '' ? [] : family.split(' ');
  return {
    family: familyWords.join(''),
    familyWords,
    given: given === '' ? [] : given.split(' '),
    suffix,
    use: uses[use]!,
  };
}

function readAddress(said: string[]): NormalAddress {
  const [number = '', street = '', unit = '', city = '', state = '', postal = '', use = ''] = said;
  const line = [number, street, unit].filter((part) => part !== '').join(' ');
  return { line, number, street, unit, city, state, postal, use: use === '' ? 'current' : 'former' };
}

function readTelecom(said: string): NormalTelecom {
  const former = said.startsWith('-');
  const value = former ? said.slice(1) : said;
  return { kind: value.includes('@') ? 'email' : 'phone', value, use: former ? 'former' : 'current' };
}

const letterOf = { member: 'm', subscriber: 's', umb: 'u', mbi: 'b', ssn4: '4', other: 'o' } as const;
const kindOf = Object.fromEntries(Object.entries(letterOf).map(([kind, letter]) => [letter, kind])) as Record<
  string,
  MemberIdentifier['kind']
>;

/** Systems are long and few: each is written once. */
function writeIdentifiers(identifiers: readonly MemberIdentifier[]): [string[], ...Words[]] {
  const systems = [...new Set(identifiers.map((identifier) => identifier.system))];
  return [
    systems,
    ...identifiers.map(({ kind, system, value }) => [letterOf[kind], value, systems.indexOf(system)]),
  ];
}

const readIdentifiers = ([systems, ...identifiers]: [string[], ...Words[]]): MemberIdentifier[] =>
  identifiers.map(([letter, value, system]) => ({
    kind: kindOf[letter as string]!,
    system: systems[system as number]!,
    value: value as string,
  }));

/** Without the empty texts at its end. */
function trimmed(words: string[]): string[] {
  while (words.at(-1) === '') words.pop();
  return words;
}
