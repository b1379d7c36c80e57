import type { NormalName } from '../person/normalise.ts';
import type { Candidate, HeldIdentifier } from './candidate.ts';
import type { MemberQuery, QueryIdentifier } from './query.ts';

/** How each field of a query stands to a candidate. */
export interface Fields {
  /** Any name that either side knows, so maiden and former names count. */
  familyName: 'agrees' | 'differs' | 'missing';
  /** `short`: one is the beginning of the other (Vito, Vit). Nicknames are not assumed: Bill and William differ. */
  givenName: 'agrees' | 'short' | 'initial' | 'differs' | 'missing';
  birthDate: 'agrees' | 'differs' | 'missing';
  sex: 'agrees' | 'differs' | 'missing';
  /** `own`: a number that this person alone holds. `family`: one that the family shares. */
  identifier: 'own' | 'family' | 'none';
  address: 'agrees' | 'differs' | 'missing';
  suffix: 'agrees' | 'differs' | 'missing';
}

export interface Comparison {
  candidate: Candidate;
  fields: Fields;
  /** The query carries the own number of a person who is not this candidate. */
  namesAnother: boolean;
}

/** Compares the query with all candidates at once: whether a number is one person's own shows only among all of them. */
export function compareAll(query: MemberQuery, candidates: readonly Candidate[]): Comparison[] {
  return candidates.map((candidate) => ({
    candidate,
    fields: compare(query, candidate, candidates),
    namesAnother: query.identifiers.some((id) => {
      const owner = ownerOf(id, candidates);
      return (
        owner !== undefined && owner !== candidate && !candidate.identifiers.some((held) => isSame(id, held))
      );
    }),
  }));
}

function compare(query: MemberQuery, candidate: Candidate, all: readonly Candidate[]): Fields {
  const names = candidate.records.flatMap((record) => record.names);
  return {
    familyName: compareFamily(query.names, names),
    givenName: bestGiven(query.names, names),
    birthDate: verdict(query.birthDate, present(candidate.records.map((record) => record.birthDate))),
    sex: verdict(
      query.sex,
      candidate.records.map((record) => record.sex).filter((sex) => sex === 'male' || sex === 'female'),
    ),
    identifier: compareIdentifiers(query.identifiers, candidate, all),
    address: compareAddresses(query, candidate),
    suffix: compareSuffixes(query.names, names),
  };
}

/** Records of one person that contradict each other agree with nothing: a wrong merge must not answer for two people. */
function verdict(asked: string | undefined, held: readonly string[]): 'agrees' | 'differs' | 'missing' {
  if (asked === undefined || held.length === 0) return 'missing';
  return held.every((value) => value === asked) ? 'agrees' : 'differs';
}

const present = (values: readonly (string | null)[]): string[] => values.filter((value) => value !== null);

function compareFamily(asked: readonly NormalName[], held: readonly NormalName[]): Fields['familyName'] {
  const families = new Set(held.map((name) => name.family).filter((family) => family !== ''));
  const wanted = asked.map((name) => name.family).filter((family) => family !== '');
  if (wanted.length === 0 || families.size === 0) return 'missing';
  return wanted.some((family) => families.has(family)) ? 'agrees' : 'differs';
}

const givenOrder = ['agrees', 'short', 'initial', 'differs', 'missing'] as const;

function bestGiven(asked: readonly NormalName[], held: readonly NormalName[]): Fields['givenName'] {
  const levels = asked.flatMap((one) => held.map((other) => compareGiven(one.given, other.given)));
  return givenOrder.find((level) => levels.includes(level)) ?? 'missing';
}

/** Fewer letters than this are no short form of a name. */
const shortFormCharacters_min = 3;

/** Whole given names: María Ana and María Beatriz are two people (the twins that a first-name comparison mixes up). */
export function compareGiven(one: readonly string[], other: readonly string[]): Fields['givenName'] {
  const [first, second] = [one[0], other[0]];
  if (first === undefined || second === undefined) return 'missing';
  if (one.join('') === other.join('')) return 'agrees';
  if (isJoined(one, other) || isJoined(other, one)) return 'agrees';
  for (let i = 1; i < Math.min(one.length, other.length); i++) {
    if (!middleAgrees(one[i]!, other[i]!)) return 'differs';
  }
  if (first === second) return 'agrees';
  const [short, long] = first.length < second.length ? [first, second] : [second, first];
  if (!long.startsWith(short)) return 'differs';
  if (short.length >= shortFormCharacters_min) return 'short';
  return short.length === 1 ? 'initial' : 'differs';
}

/** Maryann and Mary Ann. */
const isJoined = (joined: readonly string[], parts: readonly string[]): boolean =>
  parts.length > 1 && joined.length === 1 && joined[0] === parts.slice(0, 2).join('');

const middleAgrees = (one: string, other: string): boolean =>
  one === other ||
  (one.length === 1 && other.startsWith(one)) ||
  (other.length === 1 && one.startsWith(other));

/** Equal value, and no two namespaces that contradict each other. */
const isSame = (asked: QueryIdentifier, held: HeldIdentifier): boolean =>
  held.kind !== 'other' &&
  asked.value === held.value &&
  (asked.system === '' || held.system === '' || asked.system === held.system);

const isOwnKind = (kind: string): boolean => kind === 'member' || kind === 'umb';

/** The one person whose own number this is; undefined for a family's number, and for one that several hold as their own. */
function ownerOf(asked: QueryIdentifier, all: readonly Candidate[]): Candidate | undefined {
  if (!isOwnKind(asked.kind)) return undefined;
  const owners = all.filter((candidate) =>
    candidate.identifiers.some((held) => isOwnKind(held.kind) && isSame(asked, held)),
  );
  return owners.length === 1 ? owners[0] : undefined;
}

function compareIdentifiers(
  asked: readonly QueryIdentifier[],
  candidate: Candidate,
  all: readonly Candidate[],
): Fields['identifier'] {
  if (asked.some((id) => ownerOf(id, all) === candidate)) return 'own';
  return asked.some((id) => candidate.identifiers.some((held) => isSame(id, held))) ? 'family' : 'none';
}

/** Street line and postal code, both. */
function compareAddresses(query: MemberQuery, candidate: Candidate): Fields['address'] {
  const whole = (address: { line: string; postal: string }) => address.line !== '' && address.postal !== '';
  const asked = query.addresses.filter(whole);
  const held = candidate.records.flatMap((record) => record.addresses).filter(whole);
  if (asked.length === 0 || held.length === 0) return 'missing';
  const agrees = asked.some((one) =>
    held.some((other) => one.line === other.line && one.postal === other.postal),
  );
  return agrees ? 'agrees' : 'differs';
}

/** Jr and II are used for each other. */
const generation = (suffix: string): string => (suffix === 'jr' ? '2' : suffix);

function compareSuffixes(asked: readonly NormalName[], held: readonly NormalName[]): Fields['suffix'] {
  const suffixes = (names: readonly NormalName[]) =>
    new Set(names.map((name) => generation(name.suffix)).filter((suffix) => suffix !== ''));
  const wanted = suffixes(asked);
  const known = suffixes(held);
  if (wanted.size === 0 || known.size === 0) return 'missing';
  return [...wanted].some((suffix) => known.has(suffix)) ? 'agrees' : 'differs';
}
