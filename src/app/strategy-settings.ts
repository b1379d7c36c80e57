import { adapterLimits } from '../member-match/adapters/limits.ts';
import { strategies_default, strategyNames } from '../member-match/strategies/names.ts';
import type { Setting } from './settings.ts';

/** How long a match may wait for a service outside. */
const timeout = { least: 100, most: 10_000, default: adapterLimits.answer_ms } as const;

/** Rows about how it is decided who is meant, and about the services that are asked. */
export const strategySettings = [
  {
    path: 'match.strategies',
    env: 'MATCH_STRATEGIES',
    kind: 'list',
    choices: strategyNames,
    default: strategies_default.join(','),
    description:
      'How it is decided who is meant: one of `deterministic-first`, `probabilistic` and `coverage-anchored`, or several, of which the strictest refusal wins; with `network-mediated` for queries without a coverage, `referential` for evidence of a master person index, and `operator-review` where people look at what is doubtful (without it, that is refused). See match-adapters.md.',
  },
  {
    path: 'match.rules',
    env: 'MATCH_RULES',
    kind: 'choice',
    choices: ['default', 'cms-hte-3.3.0'],
    default: 'default',
    description:
      'The deterministic rules. `cms-hte-3.3.0`: all 37 combinations of the CMS proposal, for participants who must return on them. **Whom exactly one combination points at is named in spite of all guards but the generation’s: it names parents for children.** See match-adapters.md.',
  },
  {
    path: 'match.answerFrom',
    env: 'MATCH_ANSWER_FROM',
    kind: 'share',
    least: 0.9,
    most: 0.99999,
    description:
      'The calibrated probability from which on a score alone names somebody. Absent: as the model says (0.99).',
  },
  {
    path: 'match.reviewFrom',
    env: 'MATCH_REVIEW_FROM',
    kind: 'share',
    least: 0.5,
    most: 0.99999,
    description:
      'The calibrated probability from which on a match is doubtful instead of none. Absent: as the model says (0.7).',
  },
  {
    path: 'match.evidenceFor',
    env: 'MATCH_EVIDENCE_FOR',
    kind: 'choice',
    choices: ['doubtful', 'unmatched'],
    default: 'doubtful',
    description:
      'For whom services outside are asked: doubtful matches only, or also members whom nobody fits well enough, so that a person may look at them.',
  },
  {
    path: 'match.referential.url',
    env: 'MATCH_REFERENTIAL_URL',
    kind: 'url',
    description: 'Where the master person index takes questions; needed by the strategy `referential`.',
  },
  {
    path: 'match.referential.token',
    env: 'MATCH_REFERENTIAL_TOKEN',
    kind: 'text',
    secret: true,
    description: 'The bearer token for it. Rather use `tokenFile`.',
  },
  {
    path: 'match.referential.tokenFile',
    env: 'MATCH_REFERENTIAL_TOKEN_FILE',
    kind: 'text',
    description: 'A file with the bearer token, read for each question: it may be renewed at any time.',
  },
  {
    path: 'match.referential.timeout',
    env: 'MATCH_REFERENTIAL_TIMEOUT',
    kind: 'count',
    ...timeout,
    description: 'Milliseconds that a match waits for the answer. Then it goes on without.',
  },
  {
    path: 'match.referential.private',
    env: 'MATCH_REFERENTIAL_PRIVATE',
    kind: 'flag',
    default: false,
    description:
      'The service, or a proxy that presents our certificate to it, is at a private or loopback address.',
  },
  {
    path: 'match.network.url',
    env: 'MATCH_NETWORK_URL',
    kind: 'url',
    description:
      'Where the network (a QHIN) takes `Patient/$match`; absent: `network-mediated` only makes the answers to queries without a coverage stricter.',
  },
  {
    path: 'match.network.token',
    env: 'MATCH_NETWORK_TOKEN',
    kind: 'text',
    secret: true,
    description: 'The bearer token for it. Rather use `tokenFile`.',
  },
  {
    path: 'match.network.tokenFile',
    env: 'MATCH_NETWORK_TOKEN_FILE',
    kind: 'text',
    description: 'A file with the bearer token, read for each question: it may be renewed at any time.',
  },
  {
    path: 'match.network.timeout',
    env: 'MATCH_NETWORK_TIMEOUT',
    kind: 'count',
    ...timeout,
    description: 'Milliseconds that a match waits for the answer. Then it goes on without.',
  },
  {
    path: 'match.network.private',
    env: 'MATCH_NETWORK_PRIVATE',
    kind: 'flag',
    default: false,
    description:
      'The service, or a proxy that presents our certificate to it, is at a private or loopback address.',
  },
] as const satisfies readonly Setting[];
