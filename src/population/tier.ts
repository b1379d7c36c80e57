import type { Draft } from './draft.ts';
import { withoutDiacritics } from './errors/diacritics.ts';
import { nicknames } from './names/nicknames.ts';
import type { Person } from './person.ts';

/**
 * Whether a query must be answered (A) or may go to review (B): A where one of the field combinations of the CMS patient
 * matching proposal 3.3.0 (rules 01-32, condensed) holds for the person, and no one else in the household can be meant.
 */
export function tierOf(draft: Draft, person: Person, others: readonly Person[]): 'A' | 'B' {
  const given =
    agrees(draft.given, person.given) || nicknames(person.given, person.sex).includes(draft.given);
  const family =
    agrees(draft.family, person.family) ||
    agrees(draft.family, person.maiden) ||
    agrees(draft.maiden, person.family);
  const born = draft.birthDate === person.birthDate;
  const strong = [
    draft.memberId !== '' && person.covers.some((cover) => bare(cover.memberId) === bare(draft.memberId)),
    draft.mbi !== '' && draft.mbi === person.mbi,
    draft.ssn4 !== '' && draft.ssn4 === person.ssn4,
    draft.phone !== '' && [person.phone, person.landline].includes(draft.phone),
    draft.email !== '' && draft.email === person.email,
    draft.address !== undefined &&
      draft.address.zip === person.address.zip &&
      draft.address.number === person.address.number &&
      draft.address.street === person.address.street,
    draft.subscriberId !== '' && person.covers.some((cover) => cover.subscriberId === draft.subscriberId),
  ].filter(Boolean).length;
  const points = Number(given) + Number(family) + Number(born);
  const twin = others.some(
    (other) => other.birthDate === person.birthDate && (agrees(draft.given, other.given) || !given),
  );
  if (twin) return 'B';
  return (points === 3 && strong >= 1) || (points === 2 && given && strong >= 2) ? 'A' : 'B';
}

const bare = (id: string): string => id.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
const plain = (text: string): string =>
  withoutDiacritics(text)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
const agrees = (a: string, b: string): boolean => a !== '' && plain(a) === plain(b);
