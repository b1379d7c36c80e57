/** UnitedCare's own members: the people of the cohort as their new plan has them on file. They sign in to its portal. */
import type { ExampleUser } from '../../dev-idp/dev-idp.ts';
import type { Resource } from './resource.ts';
import { sampleCohort } from './sample.ts';

/** Patient and Coverage of each. */
export function rosterOf(asOf: Date): Resource[] {
  return sampleCohort(asOf).flatMap(({ parts: { MemberPatient, CoverageToLink } }): Resource[] => [
    { ...MemberPatient, identifier: CoverageToLink.identifier, active: true },
    CoverageToLink,
  ]);
}

/** Whom the development sign-in knows, by first name; two of one name get a number. */
export function exampleUsers(asOf: Date): ExampleUser[] {
  const taken = new Set<string>();
  return sampleCohort(asOf).map(({ id, name }) => {
    const first = name.split(' ')[0]!.toLowerCase();
    let own = first;
    for (let n = 2; taken.has(own); n++) own = `${first}${n}`;
    taken.add(own);
    const words = name.split(' ');
    return { name: own, displayName: `${words[0]} ${words.at(-1)}`, memberId: id };
  });
}

/** John, as UnitedCare knows him. */
export const johnHere = 'uc3001';

/** Former members of KindCover who look there who asked about them. */
export const priorMembers: readonly ExampleUser[] = [
  { name: 'john', displayName: 'John Smith', memberId: 'kc1001' },
  { name: 'mary', displayName: 'Mary Smith', memberId: 'kc1002' },
];
