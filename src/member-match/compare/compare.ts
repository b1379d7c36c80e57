import type { Candidate } from '../candidate.ts';
import type { Fields } from '../model.ts';
import type { MemberQuery, QueryIdentifier } from '../query.ts';
import { compareAddresses } from './address.ts';
import { compareBirthDates } from './birth-date.ts';
import { compareEmails, comparePhones } from './contact.ts';
import { areTwins, shareContacts } from './household.ts';
import { cardNumbersOf, compareCard, comparePersonal, holdsAsOwn } from './identifier.ts';
import type { NameCounts } from './known-names.ts';
import { compareNames } from './names.ts';

export interface Comparison {
  candidate: Candidate;
  fields: Fields;
  /** The query carries the own number of a person who is not this candidate. */
  namesAnother: boolean;
  /** Other candidates of the same household and birth date. */
  twins: Comparison[];
}

/** Compares the query with all candidates at once: whether a number is one person's own shows only among all of them. */
export function compareAll(
  query: MemberQuery,
  candidates: readonly Candidate[],
  givenCounts: NameCounts = { all: new Map() },
): Comparison[] {
  const card = cardNumbersOf(query);
  const owners = card.map((id) => candidates.filter((candidate) => holdsAsOwn(candidate, id)));
  const shared = new Set<QueryIdentifier>(card.filter((_, i) => owners[i]!.length > 1));
  const fields = candidates.map((candidate) => compare(query, card, candidate, shared, givenCounts));
  shareContacts(candidates, fields);
  const comparisons: Comparison[] = candidates.map((candidate, at) => ({
    candidate,
    fields: fields[at]!,
    namesAnother: owners.some(
      (holders, i) =>
        holders.length > 0 && !holders.includes(candidate) && isWhole(card[i]!, candidate, card, owners),
    ),
    twins: [],
  }));
  for (const one of comparisons)
    one.twins = comparisons.filter((other) => areTwins(one.candidate, other.candidate));
  return comparisons;
}

/** A member's number, or a base that nobody but its owner holds; not when another number of the query is this person's own. */
function isWhole(
  id: QueryIdentifier,
  candidate: Candidate,
  card: readonly QueryIdentifier[],
  owners: readonly (readonly Candidate[])[],
): boolean {
  if (card.some((_, i) => owners[i]!.includes(candidate))) return false;
  return id.kind !== 'subscriber' || !candidate.identifiers.some((held) => held.value === id.value);
}

function compare(
  query: MemberQuery,
  card: readonly QueryIdentifier[],
  candidate: Candidate,
  shared: ReadonlySet<QueryIdentifier>,
  givenCounts: NameCounts,
): Fields {
  const { records, identifiers } = candidate;
  const only = records.length === 1 ? records[0] : undefined;
  const names = only?.names ?? records.flatMap((record) => record.names);
  const addresses = only?.addresses ?? records.flatMap((record) => record.addresses);
  const telecom = only?.telecom ?? records.flatMap((record) => record.telecom);
  const { given, middle, family, suffix } = compareNames(query.names, names, givenCounts);
  // Written out: a spread costs as much as comparing the names.
  return {
    given,
    middle,
    family,
    suffix,
    birthDate: compareBirthDates(
      query,
      records.map((record) => record.birthDate),
    ),
    sex: compareSex(
      query.sex,
      records.map((record) => record.sex),
    ),
    address: compareAddresses(query.addresses, addresses),
    phone: comparePhones(query.telecom, telecom),
    email: compareEmails(query.telecom, telecom),
    ssn4: comparePersonal('ssn4', query.identifiers, identifiers),
    mbi: comparePersonal('mbi', query.identifiers, identifiers),
    memberId: compareCard(card, candidate, shared),
  };
}

/** Unknown and other do not conflict. */
function compareSex(asked: string | undefined, held: readonly (string | null)[]): Fields['sex'] {
  const known = held.filter((sex) => sex === 'male' || sex === 'female');
  if (asked === undefined || known.length === 0) return 'missing';
  return known.every((sex) => sex === asked) ? 'agrees' : 'conflict';
}
