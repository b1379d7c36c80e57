/**
 * Protects families: whoever is asked for and is no member is nobody, however much of the household is. Made-up families, everyday and
 * difficult queries; the person who is meant is taken out of the index each time.
 */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/fhir/lossless.ts';
import type { Candidate } from '../../src/member-match/candidate.ts';
import { decide } from '../../src/member-match/decide.ts';
import { defaultModel } from '../../src/member-match/model.ts';
import { readMemberQuery } from '../../src/member-match/query.ts';
import { parseCoverage } from '../../src/person/parsed-coverage.ts';
import { parsePatient } from '../../src/person/parsed-patient.ts';
import { naturalQuery } from '../../src/population/natural.ts';
import { populationMembers, populationOf } from '../../src/population/population.ts';
import { stressQueries } from '../../src/population/stress/strata.ts';

const members = 2_000;
const everyday = 1_500;
const difficult = 1_000;
const today = '2026-11-24';
/** Of the payer whose members they are. */
const ourNpi = '1999999984';

test('a relative is never named for a member who was taken out', () => {
  const population = populationOf('absent', members);
  const households = new Map<string, Candidate[]>();
  for (let number = 0; number < population.households; number++) {
    const home = [...populationMembers(population.seed, number, number + 1)].map((member, i) =>
      candidateOf(member.id, jsonOf(member.patient), member.coverages.map(jsonOf), number * 100 + i),
    );
    for (const { records } of home) households.set(records[0]!.patientId, home);
  }
  const queries = [
    ...Array.from({ length: everyday }, (_, n) => naturalQuery(population, n)),
    ...stressQueries(population, difficult),
  ].filter(({ memberId }) => memberId !== null);
  const named = queries.filter(({ memberId, parameters, truth }) => {
    const own = new Set(truth.memberIds);
    const others = households.get(memberId!)!.filter(({ records }) => !own.has(records[0]!.patientId));
    const [patient, coverage] = ['MemberPatient', 'CoverageToMatch'].map((name) => partOf(parameters, name));
    const query = readMemberQuery(patient!, coverage!, ourNpi);
    const found = { candidates: others, truncated: false };
    return decide(query, found, defaultModel, { today }).decision === 'matched';
  });
  expect(queries.length).toBeGreaterThan(everyday / 2);
  expect(named.map(({ truth }) => truth)).toEqual([]);
});

function candidateOf(id: string, patient: JsonObject, coverages: JsonObject[], personId: number): Candidate {
  const { identifiers, ...record } = parsePatient({ ...patient, id });
  const covered = coverages.map((coverage, i) => parseCoverage({ ...coverage, id: `${id}.${i}` }, id));
  return {
    personId,
    records: [{ ...record, patientId: id, coverageActive: true }],
    identifiers: [...identifiers, ...covered.flatMap((coverage) => coverage.identifiers)],
  };
}

const jsonOf = (resource: object): JsonObject => resource as JsonObject;

function partOf(parameters: unknown, name: string): JsonObject {
  const parts = (parameters as { parameter: { name: string; resource: JsonObject }[] }).parameter;
  return parts.find((part) => part.name === name)?.resource ?? { resourceType: 'Coverage' };
}
