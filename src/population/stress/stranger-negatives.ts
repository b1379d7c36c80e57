import { dayOf, populationDay } from '../dates.ts';
import type { Draft } from '../draft.ts';
import { otherMemberSystem, otherPayer } from '../fhir.ts';
import { anyMember, findPerson, isMember } from '../find.ts';
import { givenFrequency } from '../names/given.ts';
import { surnameFrequency } from '../names/surname.ts';
import type { Person } from '../person.ts';
import { outsiders, type Population } from '../population.ts';
import type { Draws } from '../random.ts';
import { unrelatedNamesake } from './constructed.ts';
import { type ImpostorMaker, negative } from './negative.ts';
import type { Stratum } from './stratum.ts';

/** People who have nothing to do with the member whose name, number or address they share. */
const outsiders_max = 5_000_000;
const outsider = (population: Population, draws: Draws): Person =>
  draws.pick(outsiders(population, draws.below(outsiders_max)).persons);

/** The product of the shares of the most frequent first name and surname. */
const namesakeFrequency_max = 0.008 * 0.02;

/** A member with a name that others may well have: two people share a rare name and a birth date only in a bad test. */
function commonlyNamed(population: Population, draws: Draws): Person | undefined {
  return findPerson(population, draws, (person) => {
    if (!isMember(person) || person.age < 16) return false;
    const frequency =
      surnameFrequency(person.family) *
      givenFrequency(person.given, person.sex, Number(person.birthDate.slice(0, 4)));
    return draws.chance(frequency / namesakeFrequency_max);
  })?.person;
}

const numberOf = (of: Person) => (draft: Draft) => {
  draft.memberId = of.covers[0]!.memberId;
  draft.relationship = of.covers[0]!.relationship;
};

const withNumberOfAnother =
  (corruptions: string[], like: (person: Person, owner: Person) => Person): ImpostorMaker =>
  (population, draws) => {
    const owner = anyMember(population, draws).person;
    const person = like(outsider(population, draws), owner);
    return { person, traps: [owner], corruptions, change: numberOf(owner) };
  };

function sameNameBornLater(
  days: (draws: Draws) => number,
  sameTown: boolean,
  corruption: string,
): ImpostorMaker {
  return (population, draws) => {
    const of = commonlyNamed(population, draws);
    if (!of) return undefined;
    const home = outsider(population, draws);
    const born = Math.min(populationDay - 1, dayOf(of.birthDate) + days(draws));
    const { city, state, zip } = of.address;
    const near = { ...home, address: { ...home.address, city, state, zip } };
    return {
      person: unrelatedNamesake(draws, of, sameTown ? near : home, born),
      traps: [of],
      corruptions: [corruption],
    };
  };
}

const signed = (draws: Draws, amount: number): number => (draws.chance(0.5) ? amount : -amount);

export const strangerNegatives: readonly Stratum[] = [
  negative('n_random_outsider', 300, {
    make: (population, draws) => {
      const person = outsider(population, draws);
      const number = person.covers[0]?.memberId ?? '';
      const said = number && draws.chance(0.4);
      return {
        person,
        traps: [],
        corruptions: said ? [] : ['no_member_id'],
        change: (draft) => {
          draft.memberId = said ? number : '';
        },
      };
    },
  }),
  negative('n_same_name_dob', 200, { make: sameNameBornLater(() => 0, false, 'same_name_same_dob') }),
  negative('n_same_name_near_dob', 130, {
    make: sameNameBornLater(
      (draws) => signed(draws, 1 + draws.below(10)),
      true,
      'same_name_near_dob_same_zip',
    ),
  }),
  negative('n_cousin', 50, {
    make: sameNameBornLater(
      (draws) => signed(draws, 400 + draws.below(2500)),
      true,
      'cousin_same_name_same_town',
    ),
  }),
  negative('n_recycled_id', 160, { make: withNumberOfAnother(['id_of_another_member'], (person) => person) }),
  negative('n_recycled_id_same_first', 60, {
    make: withNumberOfAnother(['id_of_another_member', 'same_first'], (person, owner) => ({
      ...person,
      given: owner.given,
      sex: owner.sex,
      email: '',
    })),
  }),
  negative('n_recycled_id_same_last', 40, {
    make: withNumberOfAnother(['id_of_another_member', 'same_last'], (person, owner) => ({
      ...person,
      family: owner.family,
      maiden: '',
      email: '',
    })),
  }),
  negative('n_other_payer_same_id', 60, {
    make: (population, draws) => {
      const owner = anyMember(population, draws).person;
      const number = numberOf(owner);
      return {
        person: outsider(population, draws),
        traps: [owner],
        corruptions: ['other_payer_namespace'],
        change: (draft) => {
          number(draft);
          draft.memberSystem = otherMemberSystem;
          draft.payor = otherPayer;
        },
      };
    },
  }),
  negative('n_institution', 100, {
    still: true,
    make: (population, draws) => {
      const { person: resident } = anyMember(population, draws);
      const person = outsider(population, draws);
      const shared = {
        ...person,
        address: resident.address,
        phone: draws.chance(0.5) ? resident.landline || resident.phone : person.phone,
      };
      return { person: shared, traps: [resident], corruptions: ['shared_address'] };
    },
  }),
  negative('n_roommate_absent', 40, {
    still: true,
    make: (population, draws) => {
      const found = findPerson(
        population,
        draws,
        (person) => person.role === 'adult' && person.slot > 0 && !isMember(person),
      );
      if (!found) return undefined;
      return {
        person: found.person,
        traps: found.home.persons.filter(isMember),
        corruptions: ['shared_address'],
      };
    },
  }),
  negative('n_recycled_phone', 40, {
    make: (population, draws) => {
      const owner = findPerson(
        population,
        draws,
        (person) => isMember(person) && person.previousPhone !== '',
      )?.person;
      if (!owner) return undefined;
      const person = outsider(population, draws);
      return {
        person,
        traps: [owner],
        corruptions: ['phone_of_another_member'],
        change: (draft) => {
          draft.phone = owner.previousPhone;
        },
      };
    },
  }),
];
