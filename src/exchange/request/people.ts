import { createHash } from 'node:crypto';
import type { Random } from '../../clock/random.ts';
import type { Tx } from '../../db/db.ts';
import type { JsonObject } from '../../fhir/lossless.ts';
import { identifiersOf, type ParsedPatient, parsePatient } from '../../person/parsed-patient.ts';
import { batch_max, putMembers } from '../../person/person.ts';
import type { CohortMember } from './cohort.ts';

/**
 * Our person for each member of a cohort: one that is known by its identifiers and demographics, else a new one made from
 * MemberPatient and the member id of CoverageToLink. The same member asked for again is the same person.
 */
export async function personsOf(
  tx: Tx,
  deps: { random: Random; now: Date },
  members: readonly CohortMember[],
): Promise<number[]> {
  const parsed = members.map(parsedMember);
  const persons = new Map<string, number>();
  for (let from = 0; from < parsed.length; from += batch_max)
    for (const [id, person] of await putMembers(tx, parsed.slice(from, from + batch_max), deps))
      persons.set(id, person);
  return parsed.map((p) => persons.get(p.patientId)!);
}

/** The submitted id is a caller's and may be used again for somebody else: our own id follows from who it is. */
function parsedMember({ patient, coverageToLink }: CohortMember): ParsedPatient {
  const read = parsePatient(patient as JsonObject);
  const identifiers = [
    ...read.identifiers,
    ...identifiersOf((coverageToLink?.identifier ?? []) as JsonObject[string], 'member'),
  ];
  const who = [read.names, read.birthDate, read.sex, identifiers.map((i) => [i.system, i.value]).sort()];
  const id = createHash('sha256').update(JSON.stringify(who)).digest('hex').slice(0, 32);
  return { ...read, patientId: `cohort-${id}`, identifiers };
}
