import type { Queries } from '../db/db.ts';
import { findPersons, type IndexedPerson, type ProbeName } from '../person/find-store.ts';
import type { Candidate, Found } from './candidate.ts';
import { probesOf } from './probes.ts';
import type { MemberQuery } from './query.ts';

/**
 * A crowd under one of these is a crowd of people whom the query fits: to leave it out could make one of them look like the
 * only one. A crowd under any other key says only that the key tells nothing (a clinic's telephone, a dummy number).
 */
const telling: ReadonlySet<ProbeName> = new Set(['name-and-birth-date', 'number']);

/** Everybody who may be the person of this query: index probes only, in one statement. */
export async function retrieve(q: Queries, query: MemberQuery): Promise<Found> {
  const { persons, overflowed } = await findPersons(q, probesOf(query));
  return {
    candidates: persons.map(candidateOf),
    truncated: overflowed.some((probe) => telling.has(probe)),
  };
}

/** A person of the index as comparing wants it. */
export function candidateOf({ personId, members, coverages }: IndexedPerson): Candidate {
  const covered = new Set(
    coverages.filter(({ status }) => status === 'active').map(({ patientId }) => patientId),
  );
  const identifiers = [...members, ...coverages]
    .flatMap((said) => said.identifiers)
    .filter(({ kind }) => kind !== 'other');
  return {
    personId,
    records: members
      .map(({ identifiers: _, ...record }) => ({ ...record, coverageActive: covered.has(record.patientId) }))
      .sort(
        (a, b) => Number(b.active) - Number(a.active) || Number(b.coverageActive) - Number(a.coverageActive),
      ),
    identifiers: [...new Map(identifiers.map((id) => [`${id.kind} ${id.system} ${id.value}`, id])).values()],
  };
}
