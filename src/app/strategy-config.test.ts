/** How a deployment says whom it trusts to decide: what contradicts itself is refused when the process starts, and no secret is repeated. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { OperatorProblem } from './operator-problem.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'throughline-config-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const read = (env: Record<string, string> = {}) =>
  readConfig({ env: { PAYER_NAME: 'KindCover', PAYER_NPI: '1987654328', ...env }, cwd }).strategies;

test('nothing said is deterministic first, with reviewers', () => {
  expect(read()).toEqual({
    strategies: ['deterministic-first', 'operator-review'],
    profile: 'default',
    askUnmatched: false,
  });
});

test('a file names them as a list, the environment with commas', () => {
  const match = {
    strategies: ['coverage-anchored', 'referential'],
    rules: 'cms-hte-3.3.0',
    answerFrom: 0.999,
    referential: { url: 'https://mpi.example/lookup', tokenFile: 'token', timeout: 800 },
  };
  writeFileSync(join(cwd, 'throughline.config.json'), JSON.stringify({ match }));
  expect(read()).toEqual({
    strategies: ['coverage-anchored', 'referential'],
    profile: 'cms-hte-3.3.0',
    auto: 0.999,
    askUnmatched: false,
    referential: {
      url: 'https://mpi.example/lookup',
      tokenFile: join(cwd, 'token'),
      answer_ms: 800,
      private: false,
    },
  });
  expect(read({ MATCH_STRATEGIES: 'probabilistic, referential' })?.strategies).toEqual([
    'probabilistic',
    'referential',
  ]);
});

const url = { MATCH_REFERENTIAL_URL: 'https://mpi.example' };
const referential = { MATCH_STRATEGIES: 'deterministic-first,referential' };

test.each<[string, Record<string, string>]>([
  ['an unknown strategy', { MATCH_STRATEGIES: 'deterministic-first,telepathy' }],
  ['an empty list', { MATCH_STRATEGIES: ',' }],
  ['nothing that decides', { MATCH_STRATEGIES: 'operator-review,network-mediated' }],
  ['an unknown profile', { MATCH_RULES: 'all' }],
  ['a threshold below 0.9', { MATCH_ANSWER_FROM: '0.89' }],
  ['a threshold that is no number', { MATCH_ANSWER_FROM: '0.9x' }],
  ['certainty', { MATCH_ANSWER_FROM: '1' }],
  ['a review above the answer', { MATCH_ANSWER_FROM: '0.95', MATCH_REVIEW_FROM: '0.96' }],
  ['a strategy without its service', referential],
  ['a service without its strategy', url],
  ['a network without its strategy', { MATCH_NETWORK_URL: 'https://qhin.example' }],
  [
    'two tokens',
    { ...referential, ...url, MATCH_REFERENTIAL_TOKEN: 'hunter2', MATCH_REFERENTIAL_TOKEN_FILE: 'f' },
  ],
  ['a token for nobody', { MATCH_NETWORK_TOKEN: 'hunter2' }],
  ['a timeout too short', { ...referential, ...url, MATCH_REFERENTIAL_TIMEOUT: '99' }],
  ['credentials in the URL', { ...referential, MATCH_REFERENTIAL_URL: 'https://u:hunter2@mpi.example' }],
])('refuses %s', (_what, env) => {
  let problem: unknown;
  try {
    read(env);
  } catch (error) {
    problem = error;
  }
  expect(problem).toBeInstanceOf(OperatorProblem);
  const { message, hint } = problem as OperatorProblem;
  expect(`${message} ${hint}`).not.toContain('hunter2');
});

test('takes the bounds themselves', () => {
  expect(read({ MATCH_ANSWER_FROM: '0.9', MATCH_REVIEW_FROM: '0.9' })).toMatchObject({
    auto: 0.9,
    review: 0.9,
  });
});
