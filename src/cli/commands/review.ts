import type { Payer } from '../../app/context.ts';
import type { ReviewDeps } from '../../exchange/answer/review.ts';
import type { ReviewState } from '../../member-match/review.ts';
import type { ReviewView } from '../../member-match/review-desk.ts';
import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { notFound, UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';

const states = ['open', 'approved', 'rejected', 'undecided', 'superseded', 'expired'] as const;

const depsOf = ({ db, clock, random, matcher, config }: Payer): ReviewDeps => ({
  db,
  clock,
  random,
  matcher,
  payer: config.payer,
  review: config.match.review,
});

interface DecideOptions extends JsonOption {
  as: string;
  approve?: string;
  reject?: boolean;
  cannotTell?: boolean;
  revision?: string;
  note: string;
}

/** Doubtful matches: what waits, the evidence masked, and what a person decides. */
export const reviewCommand: CommandMaker = (io) => {
  const list = jsonCommand('list', 'the matches that wait for a person, those that are due first at the top')
    .option('--state <state>', `one of ${states.join(', ')}`, 'open')
    .action(async (options: JsonOption & { state: string }) => {
      const state = states.find((one) => one === options.state);
      if (!state)
        throw new UsageProblem(`There is no state ${options.state}.`, `One of ${states.join(', ')}.`);
      const { listReviews } = await import('../../member-match/review-desk.ts');
      const reviews = await withPayer(({ db, clock }) => listReviews(db, { state, now: clock.now() }));
      print(io, options.json, reviews, () =>
        reviews.length === 0
          ? 'No reviews.'
          : table(
              ['id', 'client', 'waits for', 'due', 'score', 'hazards', 'with'],
              reviews.map((r) => [
                r.id,
                r.clientId,
                r.waitsFor ?? r.state,
                `${r.dueAt.toISOString()}${r.overdue ? ' overdue' : ''}`,
                r.score.toFixed(4),
                r.hazards.join(', '),
                r.claimedBy ?? '',
              ]),
            ),
      );
    });

  const show = jsonCommand(
    'show',
    'one review: hazards first, then the evidence field by field, values masked',
  )
    .argument('<id>')
    .requiredOption(
      '--as <name>',
      'who looks: it is audited, and the review is yours for a quarter of an hour',
    )
    .option('--reveal', 'the values as they are; audited')
    .action(async (id: string, options: JsonOption & { as: string; reveal?: boolean }) => {
      const { openReview } = await import('../../exchange/answer/review.ts');
      const { guardWords } = await import('../../member-match/guard-words.ts');
      const view = await withPayer((payer) =>
        openReview(depsOf(payer), { id, reviewer: options.as, reveal: options.reveal ?? false }),
      );
      print(io, options.json, view, () => viewText(view, guardWords));
    });

  const decide = jsonCommand('decide', 'say who it is, that it is nobody of ours, or that nobody can tell')
    .argument('<id>')
    .requiredOption('--as <name>', 'who decides')
    .option('--approve <person>', 'it is this candidate: its person number')
    .option('--reject', 'it is none of the candidates')
    .option('--cannot-tell', 'the evidence does not say')
    .option('--revision <number>', 'of the evidence that you looked at; refused when it has changed since')
    .option('--note <text>', 'why, for the record; no medical facts', '')
    .action(async (id: string, options: DecideOptions) => {
      const { decideReview } = await import('../../exchange/answer/review.ts');
      const said = verdictOf(options);
      const revision = options.revision === undefined ? undefined : number(options.revision, '--revision');
      const decided = await withPayer((payer) =>
        decideReview(depsOf(payer), {
          id,
          reviewer: options.as,
          note: options.note,
          ...said,
          ...(revision !== undefined && { revision }),
        }),
      );
      print(io, options.json, { ok: true, ...decided }, () => decidedText(decided.state, decided.waitsFor));
    });

  const alarms = jsonCommand('alarms', 'partners that were found guessing members')
    .option('--all', 'also those that were lifted')
    .action(async (options: JsonOption & { all?: boolean }) => {
      const { selectAlarms } = await import('../../member-match/probing-store.ts');
      const found = await withPayer(({ db }) => selectAlarms(db, { open: !options.all }));
      print(io, options.json, found, () =>
        found.length === 0
          ? 'No alarms.'
          : table(
              ['id', 'client', 'kind', 'stopped', 'since', 'last', 'lifted by'],
              found.map((a) => [
                a.id,
                a.clientId,
                a.kind,
                a.throttled,
                a.firstAt.toISOString(),
                a.lastAt.toISOString(),
                a.liftedBy ?? '',
              ]),
            ),
      );
    });

  const lift = jsonCommand('lift', 'end an alarm: the partner is answered again, and its count begins anew')
    .argument('<alarm id>')
    .requiredOption('--as <name>', 'who takes it on themselves')
    .action(async (id: string, options: JsonOption & { as: string }) => {
      const { endAlarm } = await import('../../exchange/answer/alarm.ts');
      const lifted = await withPayer((payer) => endAlarm(payer, { id, by: options.as }));
      if (!lifted) throw notFound(`There is no open alarm ${id}.`, 'See `throughline review alarms`.');
      print(io, options.json, { ok: true, id }, () => `Alarm ${id} is lifted.`);
    });

  return command('review', 'doubtful matches, and partners that guess')
    .addCommand(list)
    .addCommand(show)
    .addCommand(decide)
    .addCommand(alarms)
    .addCommand(lift);
};

function verdictOf({ approve, reject, cannotTell }: DecideOptions) {
  const said = [approve !== undefined, reject, cannotTell].filter(Boolean).length;
  if (said !== 1)
    throw new UsageProblem(
      'Say exactly one thing.',
      'One of --approve <person>, --reject and --cannot-tell.',
    );
  if (approve !== undefined) return { verdict: 'same', personId: number(approve, '--approve') } as const;
  return { verdict: reject ? 'not-same' : 'cannot-tell' } as const;
}

function number(text: string, option: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new UsageProblem(`${option} takes a number.`, 'See `throughline review show`.');
  return Number(text);
}

function decidedText(state: ReviewState, waitsFor: 'second' | 'tie' | null): string {
  if (waitsFor === 'second') return 'Noted. A second person has to say the same before it is approved.';
  if (waitsFor === 'tie') return 'Noted. Two persons disagree: a third one decides.';
  return `The review is ${state}. The partner finds out when it asks again.`;
}

function viewText(view: ReviewView, guardWords: (guard: string) => string): string {
  const hazards = view.hazards.map((guard) => `  ! ${guardWords(guard)}`);
  return [
    `Review ${view.id}, revision ${view.revision}: ${view.state}`,
    `Asked by ${view.clientId}, ${view.asks} times, since ${view.openedAt.toISOString()}; due ${view.dueAt.toISOString()}${view.overdue ? ', overdue' : ''}.`,
    hazards.length > 0 ? ['Hazards:', ...hazards].join('\n') : 'No guard objects.',
    ...(view.twoPersons ? ['An approval takes two persons.'] : []),
    ...(view.claimedBy ? [`With ${view.claimedBy}.`] : []),
    ...view.candidates.map(
      (candidate) =>
        `\nPerson ${candidate.personId} (${candidate.patientIds.join(', ')}), probability ${candidate.score.toFixed(4)}${
          candidate.hazards.length > 0 ? `, objections: ${candidate.hazards.join(', ')}` : ''
        }\n${table(
          ['field', 'stands', 'weight', 'submitted', 'on record'],
          candidate.fields.map((f) => [f.field, f.level, f.weight, f.submitted, f.held]),
        )}`,
    ),
    ...(view.votes.length > 0
      ? [
          `\n${table(
            ['reviewer', 'said', 'person', 'at', 'note'],
            view.votes.map((v) => [v.reviewer, v.verdict, v.personId ?? '', v.at.toISOString(), v.note]),
          )}`,
        ]
      : []),
  ].join('\n');
}
