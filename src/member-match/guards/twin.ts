/**
 * Somebody else has the same family name and birth date: a twin. Then only the whole given name tells them apart, and a short
 * form or a changed family name is not enough.
 */
import type { Guard } from './guard.ts';

export const twin: Guard = {
  name: 'twin',
  objects: (comparison, all) =>
    (comparison.fields.givenName !== 'agrees' || comparison.fields.familyName !== 'agrees') &&
    all.some((other) => other !== comparison && couldBeTwin(comparison, other)),
};

function couldBeTwin(
  one: { candidate: { records: readonly Rec[] } },
  other: { candidate: { records: readonly Rec[] } },
): boolean {
  return one.candidate.records.some((a) =>
    other.candidate.records.some(
      (b) =>
        a.birthDate !== null &&
        a.birthDate === b.birthDate &&
        a.names.some((name) => name.family !== '' && b.names.some((known) => known.family === name.family)),
    ),
  );
}

interface Rec {
  birthDate: string | null;
  names: readonly { family: string }[];
}
