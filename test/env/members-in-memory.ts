/** Members in memory, and the engine over them: for strategies, without a database. Made-up people. */
import type { Candidate, Found } from '../../src/member-match/candidate.ts';
import { decide, type MatchOptions } from '../../src/member-match/decide.ts';
import { defaultModel } from '../../src/member-match/model.ts';
import { type MemberQuery, readMemberQuery } from '../../src/member-match/query.ts';
import type { MatchContext } from '../../src/member-match/strategies/strategy.ts';
import { parseCoverage } from '../../src/person/parsed-coverage.ts';
import { parsePatient } from '../../src/person/parsed-patient.ts';
import { coverageOf, ourNpi, type Person, patientOf } from './members.ts';

export const candidatesOf = (people: readonly Person[]): Candidate[] =>
  people.map((person, i) => {
    const { identifiers, links: _, ...record } = parsePatient(patientOf(person));
    const coverage = parseCoverage(coverageOf(person), person.id);
    return {
      personId: i + 1,
      records: [{ ...record, coverageActive: true }],
      identifiers: [...identifiers, ...coverage.identifiers],
    };
  });

export const queryOf = (person: Person): MemberQuery =>
  readMemberQuery(patientOf(person), coverageOf(person), ourNpi);

/** Everybody is a candidate for every query. Without a day nobody's age is known. */
export function contextOver(
  people: readonly Person[],
  options: MatchOptions = { today: '2026-06-01' },
): MatchContext {
  const found: Found = { candidates: candidatesOf(people), truncated: false };
  return {
    auto: options.auto ?? defaultModel.parameters.auto,
    today: options.today,
    decide: async (query, own) => decide(query, found, defaultModel, { ...options, ...own }),
  };
}
