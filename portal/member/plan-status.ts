// What the member reads for each state of an exchange. The member never has to know how exchanges work.
import type { PlanCard, PlanState } from '../api/wire.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import type { Words } from '../i18n/use-words.ts';
import type { IconName } from '../ui/icon.tsx';

interface StatusFacts {
  tone: Exclude<IconName, 'onward'>;
  words: MessageKey;
  /** What follows, or what the member may do. */
  next: MessageKey;
}

const statuses: Record<PlanState, StatusFacts> = {
  looking: { tone: 'current', words: 'status.looking', next: 'next.looking' },
  'will-ask': { tone: 'current', words: 'status.will-ask', next: 'next.will-ask' },
  asked: { tone: 'current', words: 'status.asked', next: 'next.asked' },
  checking: { tone: 'current', words: 'status.checking', next: 'next.checking' },
  matched: { tone: 'current', words: 'status.matched', next: 'next.matched' },
  'not-found': { tone: 'problem', words: 'status.not-found', next: 'next.not-found' },
  constrained: { tone: 'problem', words: 'status.constrained', next: 'next.constrained' },
  exporting: { tone: 'current', words: 'status.exporting', next: 'next.exporting' },
  late: { tone: 'problem', words: 'status.late', next: 'next.late' },
  arriving: { tone: 'current', words: 'status.arriving', next: 'next.arriving' },
  arrived: { tone: 'done', words: 'status.arrived', next: 'next.arrived' },
  partial: { tone: 'problem', words: 'status.partial', next: 'next.partial' },
  stopping: { tone: 'quiet', words: 'status.stopping', next: 'next.stopping' },
  stopped: { tone: 'quiet', words: 'status.stopped', next: 'next.stopped' },
  ended: { tone: 'quiet', words: 'status.ended', next: 'next.ended' },
  failed: { tone: 'problem', words: 'status.failed', next: 'next.failed' },
};

/** All records of a plan that came. */
export const sumOf = (counts: PlanCard['counts']): number =>
  Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);

export interface Status {
  tone: StatusFacts['tone'];
  words: string;
  next: string;
}

/** Where a plan stands, in words of `t`'s language. */
export function statusOf(plan: PlanCard, t: Words): Status {
  const { tone, words, next } = statuses[plan.state];
  const values = {
    plan: plan.name,
    date: plan.nextBy ? t.date(plan.nextBy) : 'none',
    stopped: plan.stopped ? t.date(plan.stopped) : 'none',
    count: sumOf(plan.counts),
    have: plan.files?.have ?? 0,
    files: plan.files?.of ?? 0,
  };
  return { tone, words: t(words, values), next: t(next, values) };
}

const over: readonly PlanState[] = ['stopping', 'stopped', 'ended'];
/** Whether there is something to stop. */
export const isLive = (plan: PlanCard): boolean => !over.includes(plan.state);

/** Whether records of this plan lie here. */
export const hasRecords = (plan: PlanCard): boolean => sumOf(plan.counts) > 0;
