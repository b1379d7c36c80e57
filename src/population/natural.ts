import { draftOf, parametersOf } from './draft.ts';
import { drift, driftNumber } from './errors/drift.ts';
import { anyMember, type Found, findPerson, isMember } from './find.ts';
import { outsiders, type Population } from './population.ts';
import { type Draws, drawsOf } from './random.ts';
import { memberIdsOf } from './record.ts';
import { unlistedTwin } from './stress/constructed.ts';
import { tierOf } from './tier.ts';
import type { Query } from './truth.ts';
import { oneOf } from './weighted.ts';

const nonMember_share = 0.15;

type Stranger = 'outsider' | 'spouse' | 'child' | 'elder' | 'wrongid' | 'twin' | 'child_parent_id';
const strangers = [
  ['outsider', 78],
  ['spouse', 10],
  ['child', 5],
  ['elder', 3],
  ['wrongid', 2],
  ['twin', 1],
  ['child_parent_id', 1],
] as const satisfies (readonly [Stranger, number])[];

/** Request number `n` of a day like any other, with its truth: members with everyday errors, and some who are none. */
export function naturalQuery(population: Population, n: number): Query {
  const draws = drawsOf(`${population.seed}|natural|${n}`);
  const id = `Q${String(n + 1).padStart(6, '0')}`;
  if (!draws.chance(nonMember_share)) return memberQuery(population, draws, id);
  const kind = oneOf(draws, strangers);
  return strangerQuery(population, draws, id, kind);
}

function memberQuery(population: Population, draws: Draws, id: string): Query {
  const { person, home } = anyMember(population, draws);
  const draft = draftOf(draws, person, person.covers[0]);
  drift(draws, draft, person, home);
  driftNumber(draws, draft, person, home);
  const memberIds = memberIdsOf(person);
  const others = home.persons.filter((other) => other !== person);
  return {
    parameters: parametersOf(draws, id, draft),
    memberId: memberIds[0]!,
    truth: {
      queryId: id,
      expect: 'MATCH',
      reason: '',
      memberIds,
      trapIds: others.flatMap(memberIdsOf),
      stratum: 'natural_member',
      corruptions: draft.corruptions,
      personId: person.id,
      tier: tierOf(draft, person, others),
    },
  };
}

function strangerQuery(population: Population, draws: Draws, id: string, kind: Stranger): Query {
  const { person, home } = stranger(population, draws, kind);
  const draft = draftOf(draws, person, undefined);
  drift(draws, draft, person, home);
  const head = home.persons[0]!;
  const owner = kind === 'wrongid' ? anyMember(population, draws).person : head;
  const card = owner.covers[0]!;
  if (kind === 'wrongid' || kind === 'child_parent_id') draft.memberId = card.memberId;
  else if (kind === 'outsider') draft.memberId = draws.chance(0.35) ? card.memberId : '';
  else if (card.kind === 'commercial' && draws.chance(0.3)) draft.subscriberId = card.subscriberId;
  const traps = kind === 'wrongid' ? [owner] : home.number < population.households ? home.persons : [];
  return {
    parameters: parametersOf(draws, id, draft),
    memberId: null,
    truth: {
      queryId: id,
      expect: 'REFUSE',
      reason: 'NO_MATCH',
      memberIds: [],
      trapIds: traps.flatMap(memberIdsOf),
      stratum: `natural_${kind}`,
      corruptions: draft.corruptions,
      personId: person.id,
      tier: 'N',
    },
  };
}

/** Somebody who is no member: from elsewhere, or from the household of a member. */
function stranger(population: Population, draws: Draws, kind: Stranger): Found {
  if (kind === 'twin') {
    const found = findPerson(
      population,
      draws,
      (person) => person.role === 'child' && isMember(person) && !person.twinOf,
    );
    if (found) return { ...found, person: unlistedTwin(draws, found.person, found.home.persons) };
  } else if (kind !== 'outsider' && kind !== 'wrongid') {
    const role = kind === 'child_parent_id' ? 'child' : kind;
    const found = findPerson(population, draws, (person) => person.role === role && !isMember(person));
    if (found) return found;
  }
  const home = outsiders(population, draws.below(outsiders_max));
  return { home, person: draws.pick(home.persons) };
}

/** Outsiders that queries draw from; as many as there are ids for. */
const outsiders_max = 5_000_000;
