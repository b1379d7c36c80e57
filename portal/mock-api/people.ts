// Named members and the world each of them finds. All fictional.
import type { Disclosures, Draft, Me, PastDecision, PlanCard, PlanState, Records } from '../api/wire.ts';
import { manyRecords } from './sample-records.ts';

export interface World {
  me: Me;
  plans: PlanCard[];
  draft: Draft | null;
  decisions: PastDecision[];
  records: Pick<Records, 'items' | 'notReceived' | 'countsOnly'>;
  disclosures: Disclosures;
  textChanged: boolean;
  /** How all reads but `me` behave. */
  reads: 'answer' | 'never' | 'fault';
  /** Answers kept by idempotency key. */
  answered: Map<string, unknown>;
  /** Keys whose first answer was lost on the way. */
  lost: Set<string>;
}

const minute_ms = 60_000;
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * minute_ms).toISOString();
export const planId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function baseWorld(firstName: string, displayName: string): World {
  return {
    me: {
      member: { firstName, displayName, memberCard: '…4821' },
      payer: { name: 'UnitedCare', phone: '1-800-555-0142' },
      csrf: 'mock-token',
      now: inMinutes(0),
      locale: 'en',
      authTime: inMinutes(-1),
      idleEndsAt: inMinutes(20),
      absoluteEndsAt: inMinutes(720),
      representatives: [],
      grants: [],
      captureOwner: 'plan',
      kindsOffered: false,
      banner: 'development',
    },
    plans: [],
    draft: null,
    decisions: [],
    records: { items: [], notReceived: [], countsOnly: false },
    disclosures: { disclosures: [], instructions: [] },
    textChanged: false,
    reads: 'answer',
    answered: new Map(),
    lost: new Set(),
  };
}

export const planStates: readonly PlanState[] = [
  'looking',
  'will-ask',
  'asked',
  'checking',
  'matched',
  'not-found',
  'constrained',
  'exporting',
  'late',
  'arriving',
  'arrived',
  'partial',
  'stopping',
  'stopped',
  'ended',
  'failed',
];

export function planIn(state: PlanState, n: number, name: string): PlanCard {
  const arrived = state === 'arrived' || state === 'partial';
  return {
    id: planId(n),
    name,
    kind: n % 2 ? 'prior' : 'concurrent',
    state,
    scope: state === 'constrained' ? 'regular' : 'all',
    endsOn: '2027-12-31',
    nextBy: '2027-01-08',
    ...(arrived
      ? { counts: { Encounter: 12, Observation: 31, MedicationRequest: 6 }, canRefreshAt: inMinutes(-5) }
      : {}),
    ...(state === 'arriving' ? { files: { have: 3, of: 7 } } : {}),
    ...(state === 'stopped' ? { stopped: '2026-11-20T15:30:00Z' } : {}),
  };
}

const past = (n: number, more: Partial<PastDecision>): PastDecision => ({
  id: planId(900 + n),
  number: `D-2026-00${n}`,
  kind: 'opt-in',
  decidedAt: `2026-11-${10 + n}T15:0${n}:00Z`,
  scope: 'all',
  plans: ['KindCover'],
  signer: 'self',
  channel: 'portal',
  textVersion: '2027.1',
  locale: 'en',
  state: 'active',
  ...more,
});

function pat(): World {
  const world = baseWorld('Pat', 'Pat Rivera');
  world.plans = [
    planIn('partial', 1, 'KindCover'),
    planIn('not-found', 3, 'Old Harbor Health'),
    planIn('arrived', 2, 'Bluewater'),
  ];
  world.records = {
    items: manyRecords(),
    notReceived: [{ plan: 'KindCover', kind: 'documents', count: 2 }],
    countsOnly: false,
  };
  world.decisions = [
    past(4, { kind: 'withdraw', state: 'recorded', plans: ['Bluewater'] }),
    past(3, { kind: 'opt-in', state: 'replaced', signer: 'agent', channel: 'call-centre' }),
    past(2, { kind: 'defer', state: 'recorded', plans: [] }),
  ];
  world.disclosures = {
    disclosures: [
      {
        plan: 'KindCover',
        payerId: 'kindcover',
        at: '2026-11-02T10:00:00Z',
        outcome: 'sent',
        counts: { Encounter: 14 },
      },
      { plan: 'Bluewater', payerId: 'bluewater', at: '2026-10-12T10:00:00Z', outcome: 'nothing-sent' },
      {
        plan: 'Old Harbor Health',
        payerId: 'oldharbor',
        at: '2026-09-01T10:00:00Z',
        outcome: 'could-not-find',
      },
    ],
    instructions: [
      { id: planId(700), plan: 'Bluewater', payerId: 'bluewater', givenAt: '2026-10-15T09:00:00Z' },
    ],
  };
  world.me.representatives = [
    {
      id: planId(800),
      name: 'Dana Rivera',
      basis: 'power-of-attorney',
      state: 'active',
      endsOn: '2027-06-30',
    },
    { id: planId(801), name: 'سارة حداد', basis: 'guardian', state: 'waiting' },
  ];
  return world;
}

/** A fresh world for a member. */
export const people: Record<string, () => World> = {
  john: () => baseWorld('John', 'John Smith'),
  pat,
  rosa: () => {
    const world = baseWorld('Rosa', 'Rosa Ñandú 👩‍⚕️');
    world.me.locale = 'es';
    world.plans = planStates.map((state, i) => planIn(state, i + 1, `Plan ${String.fromCharCode(65 + i)}`));
    return world;
  },
  sam: () => {
    const world = baseWorld('Sam', 'Sam Okafor');
    world.me.captureOwner = 'state';
    world.plans = [planIn('asked', 1, 'KindCover')];
    return world;
  },
  lee: () => {
    const world = baseWorld('Lee', 'Lee Chang');
    world.me.representing = { displayName: 'Mia Chang', countsOnly: true };
    world.me.grants = [{ id: planId(810), displayName: 'Mia Chang' }];
    world.plans = [planIn('arrived', 1, 'KindCover')];
    world.records = { items: manyRecords().slice(0, 9), notReceived: [], countsOnly: true };
    return world;
  },
  kim: () => {
    const world = baseWorld('Kim', 'Kim Novak');
    world.me.kindsOffered = true;
    return world;
  },
  vera: () => {
    const world = pat();
    world.me.authTime = inMinutes(-40);
    return world;
  },
  nia: () => {
    const world = baseWorld('Nia', 'Nia Brooks');
    world.me.idleEndsAt = inMinutes(1.9);
    return world;
  },
  yuki: () => ({ ...baseWorld('Yuki', 'Yuki Tanaka'), textChanged: true }),
  slow: () => ({ ...baseWorld('Slow', 'Slow Tester'), reads: 'never' }),
  faulty: () => ({ ...baseWorld('Faulty', 'Faulty Tester'), reads: 'fault' }),
};
