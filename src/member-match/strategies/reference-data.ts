/**
 * Asks a service outside what more it knows of the person (`adapters/`). Adults only: nobody has reference data of minors. Without an
 * address or a contact no answer could be told from a namesake's, so nothing is asked.
 */
import { yearsOn } from '../../person/normal/birth-date.ts';
import { canBeTied, factsBeyond, relationTo } from '../adapters/additional.ts';
import { adultYears_min } from '../adapters/limits.ts';
import type { EvidenceSource, KnownPerson } from '../adapters/source.ts';
import type { MemberQuery } from '../query.ts';
import { type Evidence, informed, type MatchStrategy } from './strategy.ts';

/** @param isOnePerson the service names persons, not records: two who fit are two people, and neither counts */
export const referenceData = (source: EvidenceSource, isOnePerson: boolean): MatchStrategy => ({
  name: source.name,
  role: 'informs',
  match: async (query, ctx) => {
    const nothing = (note: string) =>
      informed({ source: source.name, note: `${source.name}-${note}`, keys: [] });
    if (!isAdult(query, ctx.today)) return nothing('not-for-minors');
    if (!canBeTied(query)) return nothing('nothing-to-tie');
    const answer = await source.ask(query);
    if ('failed' in answer) return nothing('unavailable');
    try {
      return informed(evidenceOf(source.name, query, answer.known, isOnePerson));
    } catch {
      // Whatever an answer makes of our code, the match goes on without it.
      return nothing('unreadable');
    }
  },
});

function evidenceOf(
  source: string,
  query: MemberQuery,
  known: readonly KnownPerson[],
  isOnePerson: boolean,
): Evidence {
  const nothing = (note: string): Evidence => ({ source, note: `${source}-${note}`, keys: [] });
  if (known.length === 0) return nothing('unknown');
  const relations = known.map((person) => relationTo(query, person));
  const same = known.filter((_, i) => relations[i] === 'same');
  if (same.length === 0) return nothing(relations.includes('untied') ? 'untied' : 'contradicts');
  if (isOnePerson && same.length > 1) return nothing('several');
  const facts = factsBeyond(query, same);
  const keys = same.map(({ key }) => key).filter((key) => key !== '');
  if (!facts) return { source, note: `${source}-nothing-new`, keys };
  return { source, note: `${source}-evidence`, keys, facts };
}

function isAdult({ birthDate }: MemberQuery, today: string | undefined): boolean {
  if (birthDate === undefined || today === undefined) return false;
  return yearsOn(today, birthDate) >= adultYears_min;
}
