/** Who the two payers of a cohort are: read from bulk, single and NDJSON cohorts, and refused when it cannot be told. */
import { describe, expect, it } from 'vitest';
import { OperatorProblem } from '../app/operator-problem.ts';
import { payersOf } from './cohort-payers.ts';
import { bulkParameters, singleParameters } from './people/cohort.ts';
import { kindCover, unitedCare } from './people/payers.ts';
import { sampleCohort } from './people/sample.ts';

const cohort = sampleCohort(new Date('2026-11-24T15:00:00Z'));
const expected = {
  responding: { name: kindCover.name, npi: kindCover.npi },
  requesting: { name: unitedCare.name, npi: unitedCare.npi },
};

describe('the payers of a cohort', () => {
  it('are read from a bulk request, pretty-printed too', () => {
    expect(payersOf(JSON.stringify(bulkParameters(cohort), null, 2))).toEqual(expected);
  });

  it('are read from NDJSON of single requests', () => {
    expect(payersOf(cohort.map((e) => JSON.stringify(singleParameters(e))).join('\n'))).toEqual(expected);
  });

  it('are those that most members name', () => {
    const parameters = structuredClone(bulkParameters(cohort));
    const stray = JSON.parse(JSON.stringify(parameters).replaceAll(kindCover.npi, '1111111111'));
    parameters.parameter.push(stray.parameter[0]);
    expect(payersOf(JSON.stringify(parameters))).toEqual(expected);
  });

  it.each(['', '{"resourceType":"Parameters"}', 'not json', '[]'])('are not guessed from %j', (text) => {
    expect(() => payersOf(text)).toThrow(OperatorProblem);
  });
});
