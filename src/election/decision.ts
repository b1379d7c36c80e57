import type { Locale } from './texts.ts';

export type DecisionKind = 'opt-in' | 'decline' | 'defer' | 'change' | 'withdraw';
export type Scope = 'all' | 'regular';
export type Signer = 'self' | 'representative' | 'agent';
export type PlanKind = 'prior' | 'concurrent';

/** What was shown, word for word. */
export interface Shown {
  id: string;
  version: string;
  locale: Locale;
  sha256: string;
  source: string;
  at: Date;
}

/** How sure it is who decided. */
export interface IdentityProof {
  issuer: string;
  subjectHash: string;
  acr: string;
  amr: string[];
  authTime: string;
}

/** Who decided, how, by which way: the evidence of section 1, but for what was shown. */
export interface Evidence {
  signer: Signer;
  signerPerson?: number | undefined;
  relationship?: string | undefined;
  authorityDocument?: string | undefined;
  representationId?: string | undefined;
  channel: string;
  method: string;
  typedName?: string | undefined;
  proof?: IdentityProof | undefined;
  agent?: string | undefined;
  callReference?: string | undefined;
  device?: string | undefined;
  evidenceDocument?: string | undefined;
  idempotencyKey?: string | undefined;
  /** The door's client and its own id of the row. */
  source?: string | undefined;
  recordId?: string | undefined;
  needsCopy?: boolean | undefined;
}

/** A plan that the member named, with what stands on its card. */
export interface NamedPlan {
  /** A registered partner; absent: one that we look for. */
  partnerId?: number | undefined;
  payerNpi?: string | undefined;
  name: string;
  stateCode?: string | undefined;
  phone?: string | undefined;
  kind: PlanKind;
  relationship: string;
  memberIdThere?: string | undefined;
  noCard?: boolean | undefined;
  otherName?: string | undefined;
  otherAddress?: string | undefined;
  endedYear?: number | undefined;
}

export interface NewDecision {
  personId: number;
  kind: DecisionKind;
  scope?: Scope | undefined;
  kinds?: readonly string[] | undefined;
  /** Of an opt-in or a change. */
  plans: readonly NamedPlan[];
  /** Of a withdrawal: these elections, or all. */
  stop?: readonly string[] | 'all' | undefined;
  shown?: Shown | undefined;
  decidedAt: Date;
  /** Where a channel names its own days. */
  effectiveEnd?: string | undefined;
  evidence: Evidence;
}

/** A decision as it is kept. */
export interface Decision {
  id: string;
  number: string;
  seq: number;
  personId: number;
  kind: DecisionKind;
  scope: Scope | null;
  kinds: string[] | null;
  allPlans: boolean;
  effectiveStart: Date | null;
  effectiveEnd: string | null;
  signer: Signer;
  relationship: string | null;
  textId: string | null;
  textVersion: string | null;
  locale: Locale | null;
  textSha256: Buffer | null;
  shownAt: Date | null;
  decidedAt: Date;
  receivedAt: Date;
  channel: string;
  method: string;
  typedName: string | null;
  proof: IdentityProof | null;
  agent: string | null;
  callReference: string | null;
  device: string | null;
  previousId: string | null;
  recordId: string | null;
  needsCopy: boolean;
  state: 'effective' | 'waiting' | 'recorded';
}

/** Where a member's decision about one plan stands. */
export interface Election {
  id: string;
  personId: number;
  partnerId: number | null;
  payerNpi: string | null;
  name: string;
  stateCode: string | null;
  phone: string | null;
  kind: PlanKind;
  relationship: string;
  memberIdThere: string | null;
  noCard: boolean;
  otherName: string | null;
  otherAddress: string | null;
  endedYear: number | null;
  status: 'given' | 'waiting' | 'stopped' | 'ended';
  scope: Scope;
  kinds: string[] | null;
  decisionId: string;
  decidedAt: Date;
  endsOn: string;
  stoppedAt: Date | null;
  exchangeId: string | null;
  askedAt: Date | null;
}
