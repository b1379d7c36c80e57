/** What a request must have, what it may have in other spellings, and that a refusal repeats none of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bulkMatchBody,
  consentOf,
  coverageOf,
  memberMatchBody,
  patientOf,
} from '../../../test/env/members.ts';
import { containedCopy } from '../../attribution/contained.ts';
import { Problem } from '../../problem/problem.ts';
import { markCoverages, readBulkMatch, readMemberMatch } from './submission.ts';

const tova = { id: 'm1', family: 'Lindqvist', given: ['Tova'], birthDate: '1980-02-29' };
const parts = () =>
  bulkMatchBody([{ person: tova }]).parameter as {
    name: string;
    part: { name: string; resource: object }[];
  }[];
const bulk = (parameter: unknown) => readBulkMatch(JSON.stringify({ resourceType: 'Parameters', parameter }));

function refusal(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('a bulk request', () => {
  test('of PDex 2.2 is read, unknown parameters and parts are ignored', () => {
    const [bundle] = parts();
    bundle!.part.push({ name: 'Note', resource: { resourceType: 'Basic' } });
    const read = bulk([{ name: 'comment', valueString: 'x' }, bundle]);
    expect(read.map((one) => one.patientId)).toEqual(['m1']);
    expect(read[0]!.coverage.id).toBe('c-m1');
  });

  test('in other spellings is read too: PDex drafts, nested Parameters, one member as for $member-match', () => {
    const [bundle] = parts();
    expect(bulk([{ ...bundle, name: 'MembersToMatch' }])).toHaveLength(1);
    const nested = { resourceType: 'Parameters', parameter: bundle!.part };
    expect(bulk([{ name: 'MemberBundle', resource: nested }])).toHaveLength(1);
    expect(readBulkMatch(JSON.stringify(memberMatchBody({ person: tova })))).toHaveLength(1);
  });

  test.each(['MemberPatient', 'CoverageToMatch', 'Consent'])('without %s is refused whole', (name) => {
    const good = parts()[0];
    const bad = { name: 'MemberBundle', part: parts()[0]!.part.filter((part) => part.name !== name) };
    expect(refusal(() => bulk([good, bad]))).toMatchObject({
      category: 'unprocessable',
      code: 'required',
      expression: 'Parameters.parameter[1].part',
    });
  });

  test('with a wrong resource type, a part twice or an id that cannot be pointed at is refused at its place', () => {
    const [bundle] = parts();
    const [patient, coverage, consent] = bundle!.part;
    const refused = (part: unknown[]) => refusal(() => bulk([{ name: 'MemberBundle', part }]));
    expect(refused([patient, { ...coverage, resource: { resourceType: 'Claim' } }, consent])).toMatchObject({
      code: 'structure',
      expression: 'Parameters.parameter[0].part[1].resource',
    });
    expect(refused([patient, patient, coverage, consent]).code).toBe('structure');
    const odd = { ...patient, resource: { resourceType: 'Patient', id: 'Lindqvist Tova' } };
    expect(refused([odd, coverage, consent])).toMatchObject({
      code: 'required',
      expression: 'Parameters.parameter[0].part[0].resource.id',
    });
  });

  test.each([
    '',
    'no json',
    '[]',
    '{}',
    '{"resourceType":"Bundle"}',
    '{"resourceType":"Parameters"}',
    '{"resourceType":"Parameters","parameter":{}}',
    '{"resourceType":"Parameters","parameter":[{"name":"MemberBundle"}]}',
    '{"resourceType":"Parameters","parameter":[1,null,"x"]}',
  ])('that is %s is refused', (body) => {
    expect(refusal(() => readBulkMatch(body)).category).toBe('unprocessable');
  });
});

describe('ids in one batch', () => {
  const marked = (...submitted: Parameters<typeof bulkMatchBody>[0]) =>
    markCoverages(readBulkMatch(JSON.stringify(bulkMatchBody(submitted))), containedCopy);

  test('of one patient with two coverages are kept apart by the coverages', () => {
    const second = { person: tova, coverage: coverageOf(tova, 'c2') };
    expect(
      marked({ person: tova }, second, { person: { ...tova, id: 'm2' } }).map((one) => one.coverageId),
    ).toEqual(['c-m1', 'c2', undefined]);
  });

  test.each([
    ['two patients under one id', { person: { ...tova, given: ['Nils'] }, coverage: coverageOf(tova, 'c2') }],
    ['the same member twice', { person: tova }],
    ['a coverage with a patient’s id', { person: tova, coverage: coverageOf(tova, 'm1') }],
  ])('are refused for %s (O20)', (_what, second) => {
    expect(refusal(() => marked({ person: tova }, second))).toMatchObject({
      category: 'unprocessable',
      code: 'duplicate',
    });
  });
});

test('a single request needs its consent (O11) and nothing more than its three parts', () => {
  const body = memberMatchBody({ person: tova });
  expect(readMemberMatch(JSON.stringify(body)).patientId).toBe('m1');
  const without = {
    ...body,
    parameter: (body.parameter as { name: string }[]).filter((p) => p.name !== 'Consent'),
  };
  expect(refusal(() => readMemberMatch(JSON.stringify(without))).code).toBe('required');
});

test('whatever is sent, the answer is a submission or a refusal that repeats none of it', () => {
  const canary = 'Xanadu-Canary-7';
  const leaf = fc.constantFrom<unknown>(
    canary,
    1.5,
    null,
    true,
    [],
    {},
    { resourceType: 'Patient', id: canary },
    patientOf(tova),
    consentOf(tova),
    coverageOf(tova),
  );
  const name = fc.constantFrom('MemberPatient', 'CoverageToMatch', 'Consent', 'MemberBundle', canary);
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.record({ name, part: tie('value'), resource: tie('value') }, { requiredKeys: [] }),
      fc.record(
        {
          resourceType: fc.constantFrom('Parameters', 'Patient', 'Consent'),
          parameter: tie('value'),
          id: tie('value'),
        },
        { requiredKeys: [] },
      ),
    ),
  }));
  fc.assert(
    fc.property(
      fc.oneof(
        value,
        fc.record({ resourceType: fc.constant('Parameters'), parameter: fc.array(value, { maxLength: 4 }) }),
      ),
      (body) => {
        const text = JSON.stringify(body) ?? '';
        for (const read of [readBulkMatch, readMemberMatch]) {
          try {
            read(text);
          } catch (error) {
            expect(error).toBeInstanceOf(Problem);
            const { publicText, expression = '', category } = error as Problem;
            expect(category).toBe('unprocessable');
            expect(`${publicText} ${expression}`).not.toContain(canary);
          }
        }
      },
    ),
    { numRuns: 3000, seed: 4 },
  );
});
