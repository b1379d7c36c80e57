import { countFactChanges } from '../election/election-store.ts';
import { factChangesPerDay_max } from '../election/limits.ts';
import { type PlanCard, planOfMember, type SeenPlan, type ViewDeps } from './plans.ts';
import type { RecordKind } from './record-kind.ts';

export type StepKey =
  | 'decided'
  | 'asked'
  | 'matched'
  | 'exporting'
  | 'arriving'
  | 'arrived'
  | 'watching'
  | 'stopped';

export interface TimelineStep {
  key: StepKey;
  state: 'done' | 'current' | 'todo' | 'problem';
  at?: string;
  by?: string;
}

export interface Timeline extends PlanCard {
  steps: TimelineStep[];
  notReceived?: { kind: RecordKind; count?: number }[];
  details: { memberIdThereMasked?: string; relationship?: string; otherName?: string; factsLeft: number };
}

/** One plan, step by step. */
export async function timelineOf(deps: ViewDeps, personId: number, id: string): Promise<Timeline> {
  const seen = await planOfMember(deps, personId, id);
  const { card, election, notReceived } = seen;
  const dayAgo = new Date(deps.clock.now().getTime() - 86_400_000);
  const used = await countFactChanges(deps.db, id, dayAgo);
  return {
    ...card,
    steps: stepsOf(seen),
    ...(notReceived.length > 0 ? { notReceived } : {}),
    details: {
      ...(election.memberIdThere === null ? {} : { memberIdThereMasked: masked(election.memberIdThere) }),
      relationship: election.relationship,
      ...(election.otherName === null ? {} : { otherName: election.otherName }),
      factsLeft: Math.max(0, factChangesPerDay_max - used),
    },
  };
}

/** The last four characters, to be recognised and not to be read. */
export const masked = (number: string): string => `…${number.slice(-4)}`;

/** Where the plan's state is among the steps, and whether it went wrong there. */
const positions: Record<PlanCard['state'], { at: StepKey; problem?: true }> = {
  looking: { at: 'asked' },
  'will-ask': { at: 'asked' },
  asked: { at: 'matched' },
  checking: { at: 'matched' },
  matched: { at: 'exporting' },
  'not-found': { at: 'matched', problem: true },
  constrained: { at: 'matched', problem: true },
  failed: { at: 'matched', problem: true },
  exporting: { at: 'exporting' },
  late: { at: 'exporting', problem: true },
  arriving: { at: 'arriving' },
  arrived: { at: 'watching' },
  partial: { at: 'watching' },
  stopping: { at: 'stopped' },
  stopped: { at: 'stopped' },
  ended: { at: 'stopped' },
};

const order: readonly StepKey[] = ['decided', 'asked', 'matched', 'exporting', 'arriving', 'arrived'];

/** The exchange's own words for having done a step. */
const eventOf: Partial<Record<StepKey, string>> = {
  asked: 'matching',
  matched: 'matched',
  exporting: 'exporting',
  arriving: 'downloading',
  arrived: 'stored',
};

export function stepsOf({ card, election, detail }: SeenPlan): TimelineStep[] {
  const { at, problem } = positions[card.state];
  const happened = new Map<string, Date>();
  for (const event of detail?.events ?? [])
    if (!happened.has(event.state)) happened.set(event.state, event.at);
  const over = at === 'stopped';
  const place = order.indexOf(at);
  const steps = order.flatMap((key, i): TimelineStep[] => {
    const when = key === 'decided' ? election.decidedAt : happened.get(eventOf[key] ?? '');
    const told = when ? { at: when.toISOString() } : {};
    // What was stopped shows how far it came, and nothing that will not happen.
    if (over) return when ? [{ key, state: 'done', ...told }] : [];
    if (place < 0 || i < place) return [{ key, state: 'done', ...told }];
    if (i > place) return [{ key, state: 'todo' }];
    const by = card.nextBy === undefined ? {} : { by: card.nextBy };
    return [{ key, state: problem ? 'problem' : 'current', ...told, ...by }];
  });
  if (over) {
    const stopped = election.stoppedAt ? { at: election.stoppedAt.toISOString() } : {};
    steps.push({ key: 'stopped', state: card.state === 'stopping' ? 'current' : 'done', ...stopped });
  } else if (election.kind === 'concurrent') {
    const by = at === 'watching' && card.nextBy !== undefined ? { by: card.nextBy } : {};
    steps.push({ key: 'watching', state: at === 'watching' ? 'current' : 'todo', ...by });
  }
  return steps;
}
