/**
 * What of a service's answer may be added to a query. Only of a person who is the one asked about as far as can be told: equal birth
 * date, agreeing given name, nothing that contradicts, and tied to the query by an address, a telephone or a mailbox that the requester
 * told. Somebody who shares name and birth date only may be a namesake, and is left out.
 */
import type { NormalAddress } from '../../person/normal/address.ts';
import type { NormalName } from '../../person/normal/name.ts';
import type { NormalTelecom } from '../../person/normal/telecom.ts';
import { compareAddresses } from '../compare/address.ts';
import { compareEmails, comparePhones } from '../compare/contact.ts';
import { compareGiven } from '../compare/given.ts';
import type { NameCounts } from '../compare/known-names.ts';
import { compareNames } from '../compare/names.ts';
import type { MemberQuery } from '../query.ts';
import { addedFacts_max } from './limits.ts';
import type { KnownPerson } from './source.ts';

export interface Facts {
  names: NormalName[];
  addresses: NormalAddress[];
  telecom: NormalTelecom[];
}

export type Relation = 'same' | 'contradicts' | 'untied';

const noCounts: NameCounts = { all: new Map() };
const givenAgrees = new Set<string>(['exact', 'form']);

/** How a person of a service stands to the one whom the requester describes. */
export function relationTo(query: MemberQuery, known: KnownPerson): Relation {
  if (query.birthDate === undefined || known.birthDate !== query.birthDate) return 'contradicts';
  if (query.sex && known.sex && query.sex !== known.sex) return 'contradicts';
  const { given, middle, suffix } = compareNames(query.names, known.names, noCounts);
  if (!givenAgrees.has(given) || middle === 'conflict' || suffix === 'conflict') return 'contradicts';
  const isTied =
    compareAddresses(query.addresses, known.addresses) === 'same' ||
    comparePhones(query.telecom, known.telecom) === 'same' ||
    compareEmails(query.telecom, known.telecom) === 'same';
  return isTied ? 'same' : 'untied';
}

/** Whether an answer about this query could be tied to it at all. */
export const canBeTied = ({ addresses, telecom }: MemberQuery): boolean =>
  telecom.length > 0 || addresses.some(({ number, street }) => number !== '' && street !== '');

/** What the persons know beyond the query, as former facts; undefined where that is nothing. */
export function factsBeyond(query: MemberQuery, persons: readonly KnownPerson[]): Facts | undefined {
  const facts: Facts = {
    names: beyond(
      query.names,
      persons.flatMap((known) => formerNames(query, known)),
      ({ family }) => family,
    ),
    addresses: beyond(
      query.addresses,
      persons.flatMap(({ addresses }) =>
        addresses.map((address) => ({ ...address, use: 'former' as const })),
      ),
      ({ line, city, state, postal }) => JSON.stringify([line, city, state, postal]),
    ),
    telecom: beyond(
      query.telecom,
      persons.flatMap(({ telecom }) => telecom.map((contact) => ({ ...contact, use: 'former' as const }))),
      ({ kind, value }) => `${kind} ${value}`,
    ),
  };
  return facts.names.length + facts.addresses.length + facts.telecom.length > 0 ? facts : undefined;
}

/**
 * Family names only, under the given names that the requester told: a given name or a generation of somebody else (a twin, a father)
 * never becomes the member's by an adapter.
 */
function formerNames(query: MemberQuery, known: KnownPerson): NormalName[] {
  const told = query.names.find(({ given }) => given.length > 0);
  if (!told) return [];
  return known.names
    .filter(({ family, given }) => family !== '' && (given.length === 0 || agrees(query, given)))
    .map(({ family, familyWords }) => ({
      family,
      familyWords,
      given: told.given,
      suffix: '',
      use: 'former',
    }));
}

const agrees = (query: MemberQuery, given: readonly string[]): boolean =>
  query.names.some((name) => givenAgrees.has(compareGiven(name.given, given).given));

function beyond<T>(told: readonly T[], known: readonly T[], keyOf: (one: T) => string): T[] {
  const seen = new Set(told.map(keyOf));
  return known.filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one))).slice(0, addedFacts_max);
}

/** The query with what is known beyond it. */
export const withFacts = (query: MemberQuery, facts: readonly Facts[]): MemberQuery => ({
  ...query,
  names: [...query.names, ...facts.flatMap(({ names }) => names)],
  addresses: [...query.addresses, ...facts.flatMap(({ addresses }) => addresses)],
  telecom: [...query.telecom, ...facts.flatMap(({ telecom }) => telecom)],
});
