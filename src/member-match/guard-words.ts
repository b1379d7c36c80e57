/** What each guard protects against, in the words of somebody who has to decide or to answer for it. */
const words: Record<string, string> = {
  'suffix-conflict':
    'One is Jr, the other Sr (or II and III): father and son share name, address and often the number.',
  'identifier-of-another':
    'The number on the card is somebody else’s: recycled, mistyped, or the wrong card of a family.',
  'given-conflict': 'The given names differ: another person of the family, a twin above all.',
  'family-conflict':
    'The family names differ and nothing shows that one became the other: another person with the same card or address.',
  'birth-date-conflict': 'The birth dates differ: a parent, a child, or a namesake.',
  'birth-date-unsure': 'The birth dates differ by a slip, and nothing beside the name ties the two together.',
  'sex-conflict': 'The sexes differ, and the given names only resemble each other: a twin brother or sister.',
  'twin-in-index': 'Somebody with the same family name and birth date is a member too: a twin.',
  rival: 'A second member fits nearly as well.',
  'middle-conflict': 'The middle names differ: twins are often told apart by nothing else.',
  'given-unsure': 'There is no given name, or an initial only: it fits half of a family.',
  'young-look-alike':
    'The given names of young people resemble each other: brothers, sisters and twins share everything else.',
  'nothing-independent': 'Nothing beside name, birth date and sex agrees: a namesake has these too.',
};

/** A guard that has no words here yet is told by its name. */
export const guardWords = (guard: string): string => words[guard] ?? `The guard ${guard} objects.`;
