import type { Draft } from '../draft.ts';
import { anyMember, findPerson, isMember, personById } from '../find.ts';
import { negative } from './negative.ts';
import type { Stratum } from './stratum.ts';

/** Requests about members that do not say enough to tell which one. */
/** Names and birth date, and nothing that tells two people of that name apart. */
function nothingElse(draft: Draft): void {
  draft.middle = '';
  draft.suffix = '';
  draft.address = undefined;
  draft.phone = '';
  draft.email = '';
  draft.ssn4 = '';
  draft.mbi = '';
  draft.memberId = '';
  draft.subscriberId = '';
}

/** What is missing or a placeholder. */
const kinds: readonly ((draft: Draft) => void)[] = [
  (draft) => {
    draft.birthDate = draft.birthDate.slice(0, 4);
  },
  (draft) => {
    draft.given = 'Unknown';
  },
  (draft) => {
    draft.family = 'Unknown';
    draft.birthDate = '1900-01-01';
  },
  (draft) => {
    draft.birthDate = '';
  },
  (draft) => {
    draft.given = 'Test';
    draft.family = 'Patient';
    draft.birthDate = '1901-01-01';
  },
  (draft) => {
    draft.given = draft.given.slice(0, 1);
    draft.birthDate = draft.birthDate.slice(0, 7);
  },
];

export const undecided: readonly Stratum[] = [
  negative('n_ambiguous_namesakes', 110, {
    reason: 'AMBIGUOUS',
    make: (population, draws) => {
      const found = findPerson(population, draws, (person) => person.namesakeOf !== '' && isMember(person));
      if (!found) return undefined;
      const both = [found.person, personById(population, found.person.namesakeOf)];
      return {
        person: draws.pick(both),
        traps: [],
        corruptions: ['two_members_same_name_dob'],
        change: nothingElse,
      };
    },
  }),
  negative('n_ambiguous_twin_initial', 70, {
    reason: 'AMBIGUOUS',
    still: true,
    make: (population, draws) => {
      const found = findPerson(population, draws, (person, home) =>
        home.persons.some(
          (other) =>
            other.id === person.twinOf &&
            other.given[0] === person.given[0] &&
            other.sex === person.sex &&
            isMember(other) &&
            isMember(person),
        ),
      );
      if (!found) return undefined;
      const cover = found.person.covers[0]!;
      return {
        person: found.person,
        traps: [],
        corruptions: ['twin_same_initial'],
        change: (draft) => {
          draft.given = draft.given[0]!;
          draft.middle = '';
          draft.ssn4 = '';
          draft.subscriberId = cover.dependent && draws.chance(0.5) ? cover.subscriberId : '';
        },
      };
    },
  }),
  negative('n_insufficient', 130, {
    reason: 'INSUFFICIENT',
    make: (population, draws) => {
      const kind = draws.below(kinds.length);
      return {
        person: anyMember(population, draws).person,
        traps: [],
        corruptions: [`insufficient_${kind}`],
        change: (draft) => {
          nothingElse(draft);
          kinds[kind]!(draft);
        },
      };
    },
  }),
];
