import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db } from '../db/db.ts';
import type { MatchOptions } from '../member-match/decide.ts';
import { type LoggedQuery, train } from '../member-match/learn/train.ts';
import { openMatcher } from '../member-match/match.ts';
import { refreshStatistics } from '../member-match/statistics.ts';
import { Problem } from '../problem/problem.ts';
import { type Answer, askAll, readQuery } from './ask.ts';
import { type Deck, type DeckFiles, openDeck } from './deck.ts';
import { loadMembers } from './load-members.ts';
import { type Evaluation, openTally } from './tally.ts';
import { cellOf } from './truth.ts';

export interface EvaluateOptions extends DeckFiles {
  /** Where to write each decision, as CSV. */
  decisions?: string | undefined;
  /** Whom the members' payer is; absent: whom most of their coverages name. */
  npi?: string | undefined;
  /** Queries at once; absent: as many as there are processors. */
  concurrency?: number | undefined;
  match?: Omit<MatchOptions, 'today'>;
  /** Learn from the queries first, without their truth, as a deployment would from its log. */
  learn?: boolean | undefined;
  progress(text: string): void;
}

/** What took how long. */
export interface Timed extends Evaluation {
  members: number;
  seconds: { load: number; statistics: number; match: number };
}

/**
 * Loads members into an empty index, asks all queries of the product's own matcher over that index, and holds the decisions
 * against the truth.
 */
export async function evaluate(
  db: Db,
  deps: { clock: Clock; random: Random },
  options: EvaluateOptions,
): Promise<Timed> {
  const deck = await openDeck(options);
  const began = performance.now();
  const { members, npi } = await loadMembers(db, deck.members(), {
    random: deps.random,
    now: deps.clock.now(),
  });
  const loaded = performance.now();
  options.progress(`${members} members loaded in ${seconds(loaded - began)} s`);
  const ours = options.npi ?? npi ?? deck.npi;
  if (ours === undefined)
    throw new Problem('invalid', 'No coverage of the members names a payor by NPI: name ours with --npi.');
  await refreshStatistics(db, deps.clock.now());
  if (options.learn) {
    const { report } = await train(db, deps.clock, {
      queries: unlabelled(deck, ours),
      activateBy: 'evaluation',
      ...(options.match && { match: options.match }),
    });
    options.progress(`learned from ${report.queries} queries`);
  }
  const counted = performance.now();
  const matcher = openMatcher({ clock: deps.clock, ...(options.match && { options: options.match }) });
  const tally = openTally(deck.truth);
  const decisions = options.decisions === undefined ? undefined : openDecisions(options.decisions);
  const asking = {
    queries: deck.queries(),
    npi: ours,
    concurrency: options.concurrency ?? availableParallelism(),
  };
  for await (const answer of askAll(db, matcher, asking)) {
    tally.add(answer);
    await decisions?.write(answer);
  }
  await decisions?.end();
  return {
    ...tally.result(),
    members,
    seconds: {
      load: seconds(loaded - began),
      statistics: seconds(counted - loaded),
      match: seconds(performance.now() - counted),
    },
  };
}

async function* unlabelled(deck: Deck, npi: string): AsyncGenerator<LoggedQuery> {
  for await (const parameters of deck.queries()) yield { query: readQuery(parameters, npi).query };
}

const seconds = (ms: number): number => Math.round(ms) / 1000;

/** A CSV of decisions, in the order of the queries. */
function openDecisions(path: string) {
  const stream = createWriteStream(path);
  const failed = new Promise<never>((_, reject) => stream.once('error', reject));
  failed.catch(() => {});
  stream.write('query_id,decision,member_id,score,reason,ms\n');
  return {
    write: async ({ queryId, decision, memberId, score, reason, ms }: Answer): Promise<void> => {
      const cells = [queryId, decision, memberId, score.toFixed(6), reason, ms.toFixed(3)];
      if (stream.write(`${cells.map(cellOf).join(',')}\n`)) return;
      await Promise.race([new Promise<void>((drained) => stream.once('drain', drained)), failed]);
    },
    end: () => Promise.race([new Promise<void>((finished) => stream.end(() => finished())), failed]),
  };
}
