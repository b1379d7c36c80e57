import { dayOf, populationDay } from '../dates.ts';
import type { Draft } from '../draft.ts';
import { findPerson, isMember } from '../find.ts';
import { alike } from '../names/alike.ts';
import type { Household, Person, Role } from '../person.ts';
import type { Draws } from '../random.ts';
import { unlistedRelative, unlistedSibling, unlistedTwin } from './constructed.ts';
import { type ImpostorMaker, negative } from './negative.ts';
import type { Stratum } from './stratum.ts';

/** Relatives of members: the most frequent way of disclosing the wrong person. */
const sharedSubscriber_share = 0.42;

/** The request gives the number of the family, as a relative would. */
const withSubscriber =
  (draws: Draws, of: Person) =>
  (draft: Draft): void => {
    const cover = of.covers[0];
    if (cover?.kind !== 'commercial' || !draws.chance(sharedSubscriber_share)) return;
    draft.subscriberId = cover.subscriberId;
    draft.corruptions.push('shared_subscriber_id');
  };

const members = (home: Household): Person[] => home.persons.filter(isMember);

/** A relative who is in the household and never was a member. */
const absent =
  (
    role: Role,
    corruption: string,
    needs: (person: Person, home: Household) => boolean = () => true,
  ): ImpostorMaker =>
  (population, draws) => {
    const found = findPerson(
      population,
      draws,
      (person, home) => person.role === role && !isMember(person) && needs(person, home),
    );
    if (!found) return undefined;
    return {
      person: found.person,
      traps: members(found.home),
      corruptions: [corruption],
      change: withSubscriber(draws, found.home.persons[0]!),
    };
  };

const twinListed = (person: Person, home: Household): boolean =>
  home.persons.some((other) => other.id === person.twinOf && isMember(other));
const siblingListed = (person: Person, home: Household): boolean =>
  home.persons.some(
    (other) => other.role === 'child' && other !== person && isMember(other) && other.id !== person.twinOf,
  );

const single = (person: Person): boolean => isMember(person) && person.twinOf === '';
const singleChild = (person: Person): boolean => single(person) && person.role === 'child';

/** Nobody in the family has the name of this grown-up already. */
const alone = (person: Person, home: Household): boolean =>
  single(person) &&
  person.age >= 20 &&
  person.suffix === '' &&
  !home.persons.some((other) => other !== person && alike(other.given, person.given));

/** Somebody made up beside a member. */
const constructed =
  (
    fits: (person: Person, home: Household) => boolean,
    corruption: string,
    make: (draws: Draws, of: Person, family: readonly Person[]) => Person,
    say?: (draws: Draws, of: Person) => (draft: Draft) => void,
  ): ImpostorMaker =>
  (population, draws) => {
    const found = findPerson(population, draws, fits);
    if (!found) return undefined;
    return {
      person: make(draws, found.person, found.home.persons),
      traps: members(found.home),
      corruptions: [corruption],
      change: say ? say(draws, found.person) : withSubscriber(draws, found.person),
    };
  };

/** Everything that a family shares. */
const sharingEverything = (_draws: Draws, of: Person) => (draft: Draft) => {
  draft.phone = of.phone || of.landline;
  draft.email = of.email;
  draft.middle = of.middle;
  if (of.covers[0]!.kind === 'commercial') draft.subscriberId = of.covers[0]!.subscriberId;
};

/** Father or son of the same name: the one who is not a member. */
function sameNameRelative(draws: Draws, of: Person): Person {
  const years = 22 + draws.next() * 12;
  const younger = of.age > 40;
  const days = Math.round(years * 365.2425) * (younger ? 1 : -1);
  const born = Math.min(populationDay - 40, dayOf(of.birthDate) + days);
  const suffix = draws.chance(0.5) ? '' : younger ? 'Jr' : 'Sr';
  return { ...unlistedRelative(draws, of, 'namesake', born), given: of.given, suffix };
}

export const familyNegatives: readonly Stratum[] = [
  negative('n_twin_absent', 220, { make: absent('child', 'twin_in_index', twinListed) }),
  negative('n_twin_constructed', 160, {
    make: constructed(singleChild, 'unlisted_twin', (draws, of, family) => unlistedTwin(draws, of, family)),
  }),
  negative('n_twin_sharing_everything', 60, {
    still: true,
    make: constructed(
      singleChild,
      'unlisted_twin',
      (draws, of, family) => unlistedTwin(draws, of, family, true),
      sharingEverything,
    ),
  }),
  negative('n_twin_adult', 40, {
    make: constructed(
      (person) => single(person) && person.age >= 26,
      'unlisted_twin',
      (draws, of, family) => unlistedTwin(draws, of, family),
    ),
  }),
  negative('n_sibling_absent', 160, { make: absent('child', 'sibling_in_index', siblingListed) }),
  negative('n_sibling_constructed', 60, {
    make: constructed(singleChild, 'unlisted_sibling', unlistedSibling),
  }),
  negative('n_spouse_absent', 140, { make: absent('spouse', 'spouse_in_index') }),
  negative('n_spouse_sharing_everything', 40, {
    still: true,
    make: (population, draws) => {
      const found = findPerson(population, draws, (person) => person.role === 'spouse' && !isMember(person));
      if (!found) return undefined;
      const head = found.home.persons[0]!;
      return {
        person: found.person,
        traps: members(found.home),
        corruptions: ['spouse_in_index'],
        change: sharingEverything(draws, { ...head, middle: found.person.middle }),
      };
    },
  }),
  negative('n_elder_absent', 40, { make: absent('elder', 'elder_of_member') }),
  negative('n_namesake_family', 140, {
    make: constructed(alone, 'jr_sr_same_name_address', sameNameRelative, () => () => {}),
  }),
  negative('n_child_not_in_index_parent_id', 110, {
    still: true,
    make: (population, draws) => {
      const found = findPerson(population, draws, (person) => person.role === 'child' && !isMember(person));
      if (!found) return undefined;
      const card = found.home.persons[0]!.covers[0]!;
      return {
        person: found.person,
        traps: members(found.home),
        corruptions: ['child_with_parent_member_id'],
        change: (draft) => {
          draft.memberId = card.memberId;
          draft.relationship = 'child';
        },
      };
    },
  }),
  negative('n_newborn_absent', 40, {
    still: true,
    make: (population, draws) => {
      const found = findPerson(
        population,
        draws,
        (person) => person.role === 'child' && person.age < 2 && !isMember(person),
      );
      if (!found) return undefined;
      const card = found.home.persons[0]!.covers[0]!;
      const numbered = draws.chance(0.6);
      return {
        person: found.person,
        traps: members(found.home),
        // A birth date and a family name alone are nobody.
        reason: numbered ? 'NO_MATCH' : 'INSUFFICIENT',
        corruptions: ['placeholder_given', numbered ? 'child_with_parent_member_id' : 'no_member_id'],
        change: (draft) => {
          draft.given = found.person.sex === 'male' ? 'Baby Boy' : 'Baby Girl';
          draft.middle = '';
          draft.memberId = numbered ? card.memberId : '';
        },
      };
    },
  }),
  // The names of one twin with the number of the other: the answer would be the wrong twin as often as the right one.
  negative('n_twin_number_conflict', 40, {
    reason: 'CONFLICT',
    still: true,
    make: (population, draws) => {
      const found = findPerson(
        population,
        draws,
        (person, home) => isMember(person) && twinListed(person, home),
      );
      if (!found) return undefined;
      const twin = found.home.persons.find((other) => other.id === found.person.twinOf)!;
      return {
        person: found.person,
        traps: [twin],
        corruptions: ['twin_demographics_twin_id'],
        change: (draft) => {
          draft.memberId = twin.covers[0]!.memberId;
          draft.ssn4 = '';
        },
      };
    },
  }),
  negative('n_parent_for_child_conflict', 110, {
    reason: 'CONFLICT',
    make: (population, draws) => {
      const found = findPerson(
        population,
        draws,
        (person, home) =>
          person.role === 'child' && isMember(person) && home.persons[0]!.given !== person.given,
      );
      if (!found) return undefined;
      const cover = found.person.covers[0]!;
      return {
        person: found.home.persons[0]!,
        traps: [found.person],
        corruptions: ['parent_demographics_child_id'],
        change: (draft) => {
          draft.memberId = cover.memberId;
          draft.subscriberId = draws.chance(0.5) ? cover.subscriberId : '';
          draft.relationship = cover.relationship;
          draft.mbi = '';
          draft.ssn4 = '';
        },
      };
    },
  }),
];
