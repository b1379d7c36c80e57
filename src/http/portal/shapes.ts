/** The named shapes of the portal's API: what its answers and bodies are made of. */
import {
  count,
  day,
  flag,
  instant,
  list,
  named,
  object,
  oneOfWords,
  orNull,
  type Shapes,
  text,
  uuid,
} from './schema.ts';

export const locales = ['en', 'es'] as const;
const locale = oneOfWords(...locales);

export const planStates = [
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
] as const;

export const recordKinds = [
  'visits',
  'conditions',
  'medicines',
  'labs',
  'procedures',
  'claims',
  'approvals',
  'documents',
  'immunizations',
  'allergies',
  'other',
] as const;

/** A person's words: no control characters, and nothing that turns the direction of what stands around it. */
const plain = '^[^\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]*$';
export const words = (most: number) => text(most, { pattern: plain });
const counts = { type: 'object', additionalProperties: count } as const;
const stateCode = text(2, { pattern: '^[A-Z]{2}$' });
const planId = text(64, { pattern: '^[0-9a-f-]{36}$' });

const planCard = {
  id: uuid,
  name: text(120),
  kind: oneOfWords('prior', 'concurrent'),
  state: oneOfWords(...planStates),
  'nextBy?': day,
  scope: oneOfWords('all', 'regular'),
  endsOn: day,
  'counts?': counts,
  'canRefreshAt?': instant,
  'stopped?': instant,
  'files?': object({ have: count, of: count }),
};

/** What a member may say of a plan; with the plan's own facts a DraftPlan. */
export const planFacts = {
  'memberIdThere?': text(40, { pattern: '^[\\p{L}\\p{N} ./_-]+$' }),
  'noCard?': flag,
  'relationship?': oneOfWords('self', 'spouse', 'child', 'other'),
  'otherName?': words(120),
  'otherAddress?': words(200),
  'endedYear?': { type: 'integer', minimum: 1950, maximum: 2100 },
  'kind?': oneOfWords('prior', 'concurrent'),
} as const;

const signer = oneOfWords('self', 'representative');
const decisionKind = oneOfWords('opt-in', 'decline', 'defer', 'withdraw', 'change');

export const shapes: Shapes = {
  Problem: object({
    type: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    'fields?': list(object({ path: { type: 'string' }, code: { type: 'string' } })),
  }),
  Me: object({
    member: object({ firstName: text(80), displayName: text(200), memberCard: text(40) }),
    payer: object({ name: text(120), phone: text(40) }),
    csrf: text(64),
    /** By our clock: a device’s own may be wrong. */
    now: instant,
    locale,
    authTime: instant,
    idleEndsAt: instant,
    absoluteEndsAt: instant,
    'representing?': orNull(object({ displayName: text(200), countsOnly: flag })),
    representatives: list(
      object({
        id: uuid,
        name: text(200),
        basis: text(40),
        state: oneOfWords('waiting', 'active', 'ended'),
        'endsOn?': day,
      }),
    ),
    grants: list(object({ id: uuid, displayName: text(200) })),
    captureOwner: oneOfWords('plan', 'state'),
    kindsOffered: flag,
    'banner?': oneOfWords('development'),
  }),
  PlanCard: object(planCard),
  Summary: object({
    plans: list(named('PlanCard')),
    openDraft: flag,
    askedAbout: count,
    history: count,
    'askAgainOn?': day,
  }),
  FoundPlan: object({
    payerId: text(20),
    name: text(120),
    aliases: list(text(120)),
    states: list(stateCode),
    segmentation: oneOfWords('excluded', 'labelled', 'unlabelled', 'unknown'),
  }),
  DraftPlan: object({
    id: planId,
    'payerId?': text(20),
    name: words(120),
    'state?': stateCode,
    'phone?': words(30),
    ...planFacts,
  }),
  Draft: object({
    id: uuid,
    etag: text(80),
    textId: text(40),
    textVersion: text(20),
    locale,
    step: text(40),
    plans: list(named('DraftPlan')),
    'scope?': oneOfWords('all', 'regular'),
    'kinds?': list(oneOfWords(...recordKinds)),
    signer,
    expiresAt: instant,
    textChanged: flag,
    endsOn: object({ prior: day, concurrent: day }),
  }),
  ConsentText: object({
    id: text(40),
    version: text(20),
    locale,
    sha256: text(64),
    title: text(200),
    blocks: list(object({ 'heading?': text(200), paragraphs: list({ type: 'string' }) })),
    keySentences: { type: 'object', additionalProperties: { type: 'string' } },
  }),
  NewDecision: object({
    'draftId?': uuid,
    'draftEtag?': text(80),
    kind: decisionKind,
    'scope?': oneOfWords('all', 'regular'),
    'kinds?': list(oneOfWords(...recordKinds), recordKinds.length),
    plans: { oneOf: [list(planId, 20), { type: 'string', enum: ['all'] }] },
    'textId?': text(40),
    'textVersion?': text(20),
    'locale?': locale,
    'textSha256?': text(64, { pattern: '^[0-9a-f]{64}$' }),
    'signer?': signer,
    'typedName?': words(200),
  }),
  Receipt: object({
    id: uuid,
    number: text(20),
    kind: decisionKind,
    decidedAt: instant,
    'effectiveStart?': instant,
    'endsOn?': day,
    state: oneOfWords('active', 'waiting'),
    plans: list(object({ id: uuid, name: text(120), state: oneOfWords(...planStates), 'nextBy?': day })),
  }),
  PastDecision: object({
    id: uuid,
    number: text(20),
    kind: decisionKind,
    decidedAt: instant,
    'scope?': oneOfWords('all', 'regular'),
    plans: list(text(120)),
    signer: oneOfWords('self', 'representative', 'agent'),
    channel: text(40),
    'textVersion?': text(20),
    'locale?': locale,
    state: oneOfWords('active', 'waiting', 'replaced', 'ended', 'retracted', 'recorded'),
  }),
  Timeline: object({
    ...planCard,
    steps: list(
      object({
        key: oneOfWords(
          'decided',
          'asked',
          'matched',
          'exporting',
          'arriving',
          'arrived',
          'watching',
          'stopped',
        ),
        state: oneOfWords('done', 'current', 'todo', 'problem'),
        'at?': instant,
        'by?': day,
      }),
    ),
    'notReceived?': list(object({ kind: oneOfWords(...recordKinds), 'count?': count })),
    details: object({
      'memberIdThereMasked?': text(40),
      'relationship?': text(20),
      'otherName?': words(120),
      factsLeft: count,
    }),
  }),
  RecordItem: object({
    id: text(64),
    kind: oneOfWords(...recordKinds),
    'date?': day,
    title: { type: 'string' },
    source: { type: 'string' },
    'detail?': { type: 'string' },
    consentEnded: flag,
  }),
  Records: object({
    kinds: list(object({ kind: oneOfWords(...recordKinds), count })),
    years: list({ type: 'integer' }),
    items: list(named('RecordItem')),
    'cursor?': { type: 'string' },
    notReceived: list(object({ plan: text(120), kind: oneOfWords(...recordKinds), count })),
    countsOnly: flag,
  }),
  Disclosures: object({
    disclosures: list(
      object({
        plan: text(120),
        payerId: text(20),
        at: instant,
        outcome: oneOfWords('sent', 'nothing-sent', 'could-not-find'),
        'counts?': counts,
      }),
    ),
    instructions: list(
      object({ id: text(80), plan: text(120), payerId: text(20), givenAt: instant, 'liftedAt?': instant }),
    ),
  }),
};
