/** What a privacy officer reads of a decision: everything that decided, the words that the partner got, and no member's data. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KeptDecision } from './decision-store.ts';
import { explain, explanationText } from './explain.ts';
import { guardWords } from './guard-words.ts';
import { guards } from './guards/guards.ts';
import { reasonWords } from './reason-words.ts';
import { cmsHteRules } from './rules/cms-hte.ts';

const decision: KeptDecision = {
  id: '11111111-1111-4111-8111-111111111111',
  clientId: 'united',
  jobId: null,
  seq: null,
  round: 0,
  submittedId: 'm1',
  decision: 'matched',
  personId: 7,
  patientId: 'p-m1',
  leadingPersonId: null,
  score: 0.99934,
  rule: 'cms-hte-01',
  reasons: ['cms-hte-01'],
  guards: [],
  candidates: [
    {
      personId: 7,
      patientId: 'p-m1',
      score: 0.99934,
      fields: { given: { level: 'exact', weight: 6.06 }, address: { level: 'different', weight: -1.6 } },
      posteriors: { same: 0.99934, household: 0.0004, twin: 0.0001 },
      rule: 'cms-hte-01',
      objections: [],
    },
  ],
  engine: 'four-hypotheses@1+2026.11.1',
  fingerprint: Buffer.alloc(32, 1),
  outcome: 'match',
  consentReason: null,
  releasedUntil: '2026-12-31',
  reviewId: null,
  decidedAt: new Date('2026-06-30T12:00:00Z'),
};
const textOf = (change: Partial<KeptDecision>) =>
  explanationText(explain({ ...decision, ...change }, 'UnitedCare'));

test('a match names the rule, the evidence field by field, the consent and what was told', () => {
  const text = textOf({});
  for (const part of [
    'UnitedCare (client united) asked on 2026-06-30T12:00:00.000Z ($member-match)',
    'The rule cms-hte-01 accepts this person',
    'person 7, probability 99.93 %',
    'given      exact      +6.06',
    'address    different  -1.60',
    'The consent can be honored, until 2026-12-31.',
    'given our Patient id',
    'four-hypotheses@1+2026.11.1',
    '01010101',
  ])
    expect(text).toContain(part);
});

describe('a refusal', () => {
  const refused = {
    personId: null,
    patientId: null,
    rule: null,
    outcome: 'nomatch',
    releasedUntil: null,
  } as const;

  test('says what objected, what that protects against, and that the partner heard no more than no match', () => {
    const review = {
      ...refused,
      decision: 'review',
      guards: ['given-conflict'],
      reasons: ['given-conflict'],
    } as const;
    const text = textOf({
      ...review,
      guards: [...review.guards],
      reasons: [...review.reasons],
      leadingPersonId: 7,
    });
    expect(text).toContain('a person has to look at it');
    expect(text).toContain(`given-conflict: ${guardWords('given-conflict')}`);
    expect(text).toContain('the same words as for no match, conflict and review');
    expect(text).toContain('No consent was read');
  });

  test('of a partner that guessed says so', () => {
    const text = textOf({
      ...refused,
      decision: 'no-match',
      reasons: ['throttled', 'card-guessing'],
      candidates: [],
    });
    expect(text).toContain('found guessing (HRex mm-7)');
    expect(text).not.toContain('leading candidate');
  });

  test('for the consent keeps the reason, which the partner did not get', () => {
    const text = textOf({ outcome: 'consentconstraint', consentReason: 'expired' });
    expect(text).toContain('The consent cannot be honored: expired.');
    expect(text).toContain('no id, and not why');
  });
});

test('a decision of reviewers says so, and in a bulk job which member and which time', () => {
  const text = textOf({
    rule: 'reviewed',
    reasons: ['reviewed'],
    jobId: '22222222-2222-4222-8222-222222222222',
    seq: 4,
    round: 1,
    reviewId: '33333333-3333-4333-8333-333333333333',
  });
  expect(text).toContain('Reviewers approved this person');
  expect(text).toContain('bulk job 22222222-2222-4222-8222-222222222222, member 5, decided again (1)');
  expect(text).toContain('Review: 33333333');
});

test('every guard has words of its own', () => {
  for (const { name } of guards) expect(guardWords(name)).not.toContain(`guard ${name} objects`);
});

describe('every reason has words of its own', () => {
  /** What the code may give as a reason: literals where reasons are made, here and in the room that answers. */
  const makers = [
    /reasons: \[([^\]]*)\]/g,
    /as(?:Refusal|Review)\(([^)]*)\)/g,
    /unlooked\(([^)]*)\)/g,
    /return '([a-z-]+-missing)'/g,
    /type ProbingKind = ([^;]*);/g,
  ];
  const roots = ['src/member-match', 'src/exchange'];
  const text = roots
    .flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => join(root, file)),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const literals = (found: string) => [...found.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)].map(([, code]) => code!);
  const verdicts = new Set(['matched', 'no-match', 'ambiguous', 'insufficient', 'conflict', 'review']);
  const codes = makers.flatMap((maker) =>
    [...text.matchAll(maker)].flatMap(([whole, inner]) =>
      inner!.includes("'") ? literals(inner!) : literals(whole),
    ),
  );
  const notes = [...text.matchAll(/nothing\(([^)]*(?:\([^)]*\))?[^)]*)\)/g)].flatMap(([, inner]) =>
    literals(inner!),
  );
  const all = [
    ...new Set([
      ...codes.filter((code) => !verdicts.has(code)),
      ...['rejected', 'undecided', 'approved'].map((state) => `review-${state}`),
      ...['referential', 'network-mediated'].flatMap((source) =>
        [...notes, 'nothing-new', 'evidence'].map((note) => `${source}-${note}`),
      ),
      ...cmsHteRules.map(({ name }) => name),
      ...guards.map(({ name }) => name),
    ]),
  ];

  test('the code names these, among others', () => {
    for (const code of [
      'score',
      'several-persons',
      'birth-date-missing',
      'no-reviewers',
      'coverage-number-elsewhere',
      'found-by-evidence',
      'throttled',
      'evaluator-error',
      'card-guessing',
      'referential-not-for-minors',
      'network-mediated-unavailable',
      'referential-evidence',
      'referential-untied',
    ])
      expect(all).toContain(code);
  });
  test.each(all)('%s', (code) => {
    const words = reasonWords(code);
    expect(words).toMatch(/^[A-Z].{20,}\.$/);
    expect(words).not.toMatch(/^The guard .* objects/);
    expect(textOf({ decision: 'review', rule: null, guards: [], reasons: [code] })).toContain(words);
  });
});
