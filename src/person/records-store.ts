import type { Queries } from '../db/db.ts';
import { sql } from '../db/sql.ts';
import type { FoundPerson } from './find-store.ts';
import { readCoverage, readPatient } from './said.ts';

interface Row {
  person_id: number;
  patient_id: string;
  said: string;
}

/** What the index holds of these persons; a person without a member record is absent. */
export async function personsById(q: Queries, personIds: readonly number[]): Promise<FoundPerson[]> {
  if (personIds.length === 0) return [];
  const ids = [...personIds];
  const members = await q.query<Row>(sql`select person_id, patient_id, said from member
    where person_id = any(${ids}::bigint[]) order by updated_at desc, patient_id`);
  const coverages = await q.query<Row>(sql`select person_id, patient_id, said from coverage
    where person_id = any(${ids}::bigint[]) order by id`);
  const persons = new Map<number, FoundPerson>();
  for (const { person_id, patient_id, said } of members) {
    const person = persons.get(person_id) ?? { personId: person_id, probes: [], members: [], coverages: [] };
    person.members.push({ patientId: patient_id, ...readPatient(said) });
    persons.set(person_id, person);
  }
  for (const { person_id, patient_id, said } of coverages)
    persons.get(person_id)?.coverages.push({ patientId: patient_id, ...readCoverage(said) });
  return [...persons.values()];
}
