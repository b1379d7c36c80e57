import { factsOf, type Partner } from '../directory/partners.ts';

/** A plan as members know it: the company's name, and what is printed on cards. */
export const namesOf = (partner: Partner): string[] => [partner.name, ...(factsOf(partner).aliases ?? [])];

const plainOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

export const found_max = 10;
export const query_min = 2;

/**
 * Plans by the beginnings of the words of a name or alias, or by a state: what begins like the whole question comes first. Company
 * names confuse, so the words may come in any order.
 */
export function findPlans(partners: readonly Partner[], query: string): Partner[] {
  const words = plainOf(query).split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const whole = words.join(' ');
  const ranked = partners.flatMap((partner) => {
    const names = namesOf(partner).map(plainOf);
    const states = (factsOf(partner).states ?? []).map((state) => state.toLowerCase());
    const fits = words.every(
      (word) =>
        states.includes(word) || names.some((name) => name.split(' ').some((part) => part.startsWith(word))),
    );
    if (!fits) return [];
    return [
      { partner, rank: names[0]!.startsWith(whole) ? 0 : names.some((n) => n.startsWith(whole)) ? 1 : 2 },
    ];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || (a.partner.name < b.partner.name ? -1 : 1))
    .slice(0, found_max)
    .map(({ partner }) => partner);
}
