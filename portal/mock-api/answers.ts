// What the mock answers, call by call. The type of the table is the server's own document.
import { randomUUID } from 'node:crypto';
import type {
  Draft,
  DraftPlan,
  FoundPlan,
  NewDecision,
  PlanCard,
  PlanState,
  RecordKind,
  Timeline,
} from '../api/wire.ts';
import type { Locale } from '../content/manifest.ts';
import { planIn, type World } from './people.ts';
import { byMemberId, bySearch, bySignature, type Failure, lostAnswer } from './sentinels.ts';
import { textOf } from './texts.ts';

export interface Asked {
  world: World;
  path: Record<string, string>;
  query: URLSearchParams;
  body: never;
  headers: Record<string, string | undefined>;
}
export type Answer = { status: number; body?: unknown } | { failure: Failure } | { html: string };
type Handler = (asked: Asked) => Answer;

const ok = (body: unknown, status = 200): Answer => ({ status, body });
const done: Answer = { status: 204 };
const refuse = (status: number, code: string): Answer => ({ failure: { status, code } });

export const listed: FoundPlan[] = [
  {
    payerId: 'kindcover',
    name: 'KindCover',
    aliases: ['Kind Cover Health', 'KC Texas'],
    states: ['TX', 'OK'],
    segmentation: 'labelled',
  },
  { payerId: 'kinder', name: 'Kinder Health Plan', aliases: [], states: ['OH'], segmentation: 'unlabelled' },
  {
    payerId: 'kindred',
    name: 'Kindred Medicare Advantage Southwestern Region Plus',
    aliases: ['Kindred MA'],
    states: ['AZ', 'NM'],
    segmentation: 'unknown',
  },
  { payerId: 'bluewater', name: 'Bluewater', aliases: [], states: ['WA'], segmentation: 'excluded' },
];

let edition = 0;
const nextEtag = (): string => `"${++edition}"`;

function openDraft(world: World, locale: Locale): Draft {
  world.draft ??= {
    id: randomUUID(),
    etag: nextEtag(),
    textId: 'p2p-optin',
    textVersion: '2027.1',
    locale,
    step: 'plans',
    plans: [],
    signer: 'self',
    expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    textChanged: false,
    endsOn: { prior: '2027-03-31', concurrent: '2027-12-31' },
  };
  return world.draft;
}

/** A draft as the server gives it: a changed text shows when the member comes to sign. */
const asGiven = (world: World): Draft => ({ ...world.draft!, textChanged: world.textChanged });

const progress: readonly PlanState[] = ['will-ask', 'asked', 'matched', 'exporting', 'arriving', 'arrived'];
/** What was signed here goes one step on each time it is read. */
function moveOn(world: World): void {
  if (world.me.member.firstName !== 'John') return;
  world.plans = world.plans.map((plan) => {
    const at = progress.indexOf(plan.state);
    const next = progress[at + 1];
    return at < 0 || !next
      ? plan
      : { ...planIn(next, 1, plan.name), id: plan.id, kind: plan.kind, scope: plan.scope };
  });
}

function decide({ world, body, headers }: Asked): Answer {
  const decision = body as NewDecision;
  const key = headers['idempotency-key'] ?? '';
  const kept = world.answered.get(key);
  if (kept) return ok(kept, 201);
  const failure = bySignature[decision.typedName ?? ''];
  if (failure?.code === 'text-changed') world.textChanged = true;
  if (failure) return { failure };
  if (decision.kind === 'opt-in' && !world.draft) return refuse(409, 'draft-missing');
  if (decision.kind === 'opt-in' && decision.draftEtag !== world.draft?.etag)
    return refuse(409, 'draft-stale');
  const plans: PlanCard[] =
    decision.kind === 'opt-in'
      ? world.draft!.plans.map((plan, i) => ({
          ...planIn(plan.payerId ? 'will-ask' : 'looking', 501 + i * 2, plan.name),
          id: randomUUID(),
          kind: plan.kind ?? 'prior',
          scope: decision.scope!,
        }))
      : world.plans.filter(({ id }) => decision.plans === 'all' || decision.plans.includes(id));
  if (decision.kind === 'withdraw')
    world.plans = world.plans.map((plan) =>
      plans.includes(plan) ? { ...plan, state: 'stopped', stopped: new Date().toISOString() } : plan,
    );
  else world.plans = [...world.plans, ...plans.filter((plan) => !world.plans.includes(plan))];
  world.draft = null;
  const receipt = {
    id: randomUUID(),
    number: `D-2026-${String(100 + world.decisions.length)}`,
    kind: decision.kind,
    decidedAt: new Date().toISOString(),
    state: world.me.representing ? ('waiting' as const) : ('active' as const),
    endsOn: '2027-03-31',
    plans: plans.map(({ id, name, state, nextBy }) => ({ id, name, state, ...(nextBy ? { nextBy } : {}) })),
  };
  world.decisions = [
    {
      id: receipt.id,
      number: receipt.number,
      kind: receipt.kind,
      decidedAt: receipt.decidedAt,
      plans: plans.map(({ name }) => name),
      signer: 'self',
      channel: 'portal',
      textVersion: '2027.1',
      locale: decision.locale ?? 'en',
      state: 'active',
      ...(decision.scope ? { scope: decision.scope } : {}),
    },
    ...world.decisions,
  ];
  world.answered.set(key, receipt);
  if (decision.typedName === lostAnswer && !world.lost.has(key)) {
    world.lost.add(key);
    return { failure: { status: 0, code: 'offline', cut: true } };
  }
  return ok(receipt, 201);
}

const order = ['decided', 'asked', 'matched', 'exporting', 'arriving', 'arrived', 'watching'] as const;
const reached: Record<PlanState, number> = {
  looking: 1,
  'will-ask': 1,
  asked: 1,
  checking: 2,
  matched: 3,
  'not-found': 2,
  constrained: 3,
  exporting: 3,
  late: 3,
  arriving: 4,
  arrived: 6,
  partial: 5,
  stopping: 4,
  stopped: 4,
  ended: 7,
  failed: 3,
};

function timeline(world: World, plan: PlanCard): Timeline {
  const at = reached[plan.state];
  const troubled = ['not-found', 'constrained', 'late', 'partial', 'failed'].includes(plan.state);
  return {
    ...plan,
    steps: order.map((key, i) => ({
      key,
      state: i < at ? 'done' : i > at ? 'todo' : troubled ? 'problem' : 'current',
      ...(i < at ? { at: `2026-11-${12 + i}T14:00:00Z` } : { by: '2027-01-08' }),
    })),
    ...(plan.state === 'partial'
      ? { notReceived: world.records.notReceived.map(({ kind, count }) => ({ kind, count })) }
      : {}),
    details: {
      memberIdThereMasked: '…9012',
      relationship: 'self',
      otherName: 'José Ñandú',
      factsLeft: plan.state === 'failed' ? 0 : 4,
    },
  };
}

const planOf = ({ world, path }: Asked): PlanCard | undefined => world.plans.find(({ id }) => id === path.id);
const onPlan =
  (work: (plan: PlanCard, asked: Asked) => Answer): Handler =>
  (asked) => {
    const plan = planOf(asked);
    return plan ? work(plan, asked) : refuse(404, 'not-found');
  };
function changed(asked: Asked, plan: PlanCard, change: Partial<PlanCard>): Answer {
  const next = { ...plan, ...change };
  asked.world.plans = asked.world.plans.map((other) => (other === plan ? next : other));
  return ok(next, 202);
}

function records({ world, query }: Asked): Answer {
  const { items, notReceived, countsOnly } = world.records;
  const plan = world.plans.find(({ id }) => id === query.get('plan'));
  const fit = items.filter(
    (item) =>
      (!query.get('kind') || item.kind === query.get('kind')) &&
      (!query.get('year') || item.date?.startsWith(query.get('year')!)) &&
      (!plan || item.source === plan.name),
  );
  const from = Number(query.get('cursor') ?? 0);
  const page = 25;
  const kinds = [...new Set(items.map(({ kind }) => kind))] as RecordKind[];
  return ok({
    kinds: kinds.map((kind) => ({ kind, count: items.filter((item) => item.kind === kind).length })),
    years: [...new Set(items.flatMap(({ date }) => (date ? [Number(date.slice(0, 4))] : [])))],
    items: countsOnly ? [] : fit.slice(from, from + page),
    ...(fit.length > from + page && !countsOnly ? { cursor: String(from + page) } : {}),
    notReceived,
    countsOnly,
  });
}

/** The table, in the grammar of the document: `METHOD path`. */
export const answers: Record<string, Handler> = {
  'GET me': ({ world }) => ok({ ...world.me, now: new Date().toISOString() }),
  'PATCH me/preferences': ({ world, body }) => {
    world.me.locale = (body as { locale: Locale }).locale;
    return done;
  },
  'POST session/extend': ({ world }) => {
    world.me.idleEndsAt = new Date(Date.now() + 20 * 60_000).toISOString();
    return ok({ idleEndsAt: world.me.idleEndsAt });
  },
  'POST session/acting': ({ world, body }) => {
    const { grant } = body as { grant: string | null };
    const found = world.me.grants.find(({ id }) => id === grant);
    if (grant && !found) return refuse(404, 'not-found');
    world.me.representing = found ? { displayName: found.displayName, countsOnly: true } : null;
    return done;
  },
  'GET summary': ({ world }) => {
    moveOn(world);
    return ok({
      plans: world.plans,
      openDraft: world.draft !== null,
      askedAbout: world.disclosures.disclosures.length,
      history: world.decisions.length,
    });
  },
  'GET plans': ({ query }) => {
    const q = query.get('q')!.trim().toLowerCase();
    if (bySearch[q]) return { failure: bySearch[q] };
    return ok({
      plans: listed.filter((plan) =>
        [plan.name, ...plan.aliases, ...plan.states].some((name) => name.toLowerCase().includes(q)),
      ),
    });
  },
  'GET draft': ({ world }) => (world.draft ? ok(asGiven(world)) : refuse(404, 'not-found')),
  'POST draft': ({ world, body }) => {
    openDraft(world, (body as { locale: Locale }).locale);
    return ok(asGiven(world), 201);
  },
  'PATCH draft': ({ world, body }) => {
    const { readAgain, ...change } = body as Partial<Draft> & { readAgain?: boolean };
    if (readAgain) world.textChanged = false;
    world.draft = { ...openDraft(world, 'en'), ...change, etag: nextEtag() };
    return ok(asGiven(world));
  },
  'DELETE draft': ({ world }) => {
    world.draft = null;
    return done;
  },
  'POST draft/plans': ({ world, body }) => {
    const said = body as Partial<DraftPlan>;
    const plan: DraftPlan = {
      ...said,
      id: randomUUID(),
      name: said.name ?? listed.find(({ payerId }) => payerId === said.payerId)!.name,
    };
    const draft = openDraft(world, 'en');
    world.draft = { ...draft, plans: [...draft.plans, plan], etag: nextEtag() };
    return ok(plan, 201);
  },
  'PATCH draft/plans/:id': ({ world, path, body }) => {
    const failure = byMemberId[(body as DraftPlan).memberIdThere ?? ''];
    if (failure) return { failure };
    const draft = world.draft!;
    world.draft = {
      ...draft,
      plans: draft.plans.map((plan) => (plan.id === path.id ? { ...plan, ...(body as object) } : plan)),
      etag: nextEtag(),
    };
    return ok(world.draft.plans.find(({ id }) => id === path.id));
  },
  'DELETE draft/plans/:id': ({ world, path }) => {
    world.draft = {
      ...world.draft!,
      plans: world.draft!.plans.filter(({ id }) => id !== path.id),
      etag: nextEtag(),
    };
    return done;
  },
  'GET texts/:id/:version/:locale': ({ path }) => {
    const text = textOf(path.id!, path.version!, path.locale as Locale);
    return text ? ok(text) : refuse(404, 'not-found');
  },
  'POST decisions': decide,
  'GET decisions': ({ world }) => ok({ decisions: world.decisions }),
  'GET decisions/:id/document': () => ({ html: 'The decision as it was shown.' }),
  'GET plans/:id': (asked) => {
    moveOn(asked.world);
    return onPlan((plan, { world }) => ok(timeline(world, plan)))(asked);
  },
  'POST plans/:id/facts': onPlan((plan, asked) => {
    const failure = byMemberId[(asked.body as DraftPlan).memberIdThere ?? ''];
    return failure ? { failure } : changed(asked, plan, { state: 'asked' });
  }),
  'POST plans/:id/callback-requests': onPlan((plan) => ok(plan, 202)),
  'POST plans/:id/refreshes': onPlan((plan, asked) => changed(asked, plan, { state: 'asked' })),
  'GET records': records,
  'POST record-downloads': ({ world }) =>
    Date.now() - Date.parse(world.me.authTime) > 15 * 60_000
      ? refuse(403, 'step-up-required')
      : ok({ location: '/portal/api/record-downloads/1' }, 201),
  'GET record-downloads/:id': () => ({ html: 'Records.' }),
  'GET disclosures': ({ world }) => ok(world.disclosures),
  'POST instructions': ({ world, body }) => {
    const { plan: payerId } = body as { plan: string };
    const plan = world.disclosures.disclosures.find((row) => row.payerId === payerId)?.plan ?? 'all';
    const row = { id: randomUUID(), plan, payerId, givenAt: new Date().toISOString() };
    world.disclosures.instructions = [...world.disclosures.instructions, row];
    return ok(row, 201);
  },
  'DELETE instructions/:id': ({ world, path }) => {
    world.disclosures.instructions = world.disclosures.instructions.filter(({ id }) => id !== path.id);
    return done;
  },
  'POST representatives': ({ world, body }) => {
    const { name, basis, endsOn } = body as { name: string; basis: string; endsOn: string };
    const row = { id: randomUUID(), name, basis, endsOn, state: 'waiting' as const };
    world.me.representatives = [...world.me.representatives, row];
    return ok({ id: row.id, state: row.state }, 202);
  },
  'DELETE representatives/:id': ({ world, path }) => {
    world.me.representatives = world.me.representatives.map((row) =>
      row.id === path.id ? { ...row, state: 'ended' as const } : row,
    );
    return done;
  },
};
