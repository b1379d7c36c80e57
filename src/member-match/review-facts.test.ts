/** When what a person said still stands: nothing that was looked at has changed, whatever else has. */
import { expect, test } from 'vitest';
import type { Candidate } from './candidate.ts';
import type { CandidateTrace } from './decide.ts';
import { factsOf } from './review-facts.ts';

const trace = (personId: number, score: number, objections: string[] = []): CandidateTrace => ({
  personId,
  patientId: `p${personId}`,
  score,
  fields: { given: { level: 'form', weight: 3 }, birthDate: { level: 'exact', weight: 10 } },
  posteriors: { same: score, household: 0, twin: 0 },
  objections,
});
const held = (personId: number, postal = '02128'): Candidate => ({
  personId,
  records: [
    {
      patientId: `p${personId}`,
      names: [{ family: 'orr', familyWords: ['orr'], given: ['bo'], suffix: '', use: 'current' }],
      birthDate: '1980-02-29',
      sex: 'male',
      addresses: [
        { line: '', number: '', street: '', unit: '', city: '', state: '', postal, use: 'current' },
      ],
      telecom: [],
      active: true,
      coverageActive: true,
    },
  ],
  identifiers: [
    { kind: 'member', system: '', value: 'A1' },
    { kind: 'subscriber', system: '', value: 'B2' },
  ],
});
const decision = { guards: ['rival'], candidates: [trace(7, 0.9), trace(8, 0.05), trace(9, 0.0001)] };
const people = [held(7), held(8), held(9)];
const facts = factsOf(decision, people);

test('scores, weights, order and somebody who is nobody’s rival do not matter', () => {
  const [seven, eight, nine] = people as [Candidate, Candidate, Candidate];
  const rescored = {
    ...trace(7, 0.95),
    fields: { ...trace(7, 0).fields, given: { level: 'form', weight: 9 } },
  };
  const same = { guards: ['rival'], candidates: [rescored, trace(8, 0.04), trace(9, 0.0002)] };
  const turned = { ...seven, identifiers: [...seven.identifiers].reverse() };
  const lapsed = { ...eight, records: [{ ...eight.records[0]!, coverageActive: false }] };
  expect(factsOf(same, [held(9, '99999'), lapsed, turned])).toEqual(facts);
  expect(factsOf({ ...decision, candidates: decision.candidates.slice(0, 2) }, [seven, eight, nine])).toEqual(
    facts,
  );
});

test.each<[string, Parameters<typeof factsOf>]>([
  ['a guard more', [{ ...decision, guards: ['rival', 'twin-in-index'] }, people]],
  ['another one in the lead', [{ ...decision, candidates: [trace(8, 0.9), trace(7, 0.05)] }, people]],
  ['a rival more', [{ ...decision, candidates: [trace(7, 0.9), trace(8, 0.05), trace(9, 0.02)] }, people]],
  [
    'an objection more',
    [{ ...decision, candidates: [trace(7, 0.9, ['sex-conflict']), trace(8, 0.05)] }, people],
  ],
  ['a record that changed', [decision, [held(7, '02129'), held(8), held(9)]]],
  ['a record that is gone', [decision, [held(8), held(9)]]],
  [
    'a level that changed',
    [
      {
        ...decision,
        candidates: [
          { ...trace(7, 0.9), fields: { ...trace(7, 0).fields, given: { level: 'exact', weight: 3 } } },
          trace(8, 0.05),
        ],
      },
      people,
    ],
  ],
])('%s is another question', (_what, [changed, records]) => {
  expect(factsOf(changed, records)).not.toEqual(facts);
});
