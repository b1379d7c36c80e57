import { createHash } from 'node:crypto';
import { assert } from '../problem/problem.ts';
import { agreed } from './agreed.ts';
import { type Authority, type Birth, signerStanding } from './authority.ts';
import { dayIn, endOfDay, startOfDay, type Zones } from './days.ts';
import type { JudgedConsent } from './facts.ts';
import { daysWithin, type Grant, granted, isNothing } from './grants.ts';
import { issuePermit, type Permit } from './permit.ts';
import { isNarrow, releaseOf } from './release.ts';
import { policyOf } from './rules/policy.ts';
import type { ConsentReason, Situation } from './rules/rule.ts';
import { rules } from './rules/rules.ts';
import type { ReleaseTerms } from './terms.ts';

/** Everything that is known when one person's data are asked for by one client. */
export interface ConsentInput {
  personId: number;
  clientId: string;
  /** The payer that asks. */
  recipientNpi: string;
  /** Us. */
  sourceNpi: string;
  now: Date;
  /** Of this partner. */
  zones: Zones;
  terms: ReleaseTerms;
  /** The evaluation failed. */
  failed?: boolean;
  held: boolean;
  /** The member told us not to send to this payer, or to none. */
  instructed: boolean;
  /** The versions that count: those that are active, or the last one of all where none is. */
  consents: readonly JudgedConsent[];
  grants: readonly Grant[];
  /** What the member keeps back: whole categories, or records that only labels can tell. */
  keptBack: { categories: readonly string[]; records: boolean };
  authorities: readonly Authority[];
  birth: Birth;
  diedOn: string | null;
  epoch: number;
}

/** What a refusal was made on, for the audit. */
export interface Basis {
  epoch: number;
  ruleSet: string;
  consentHash?: string;
}

export type ConsentDecision = { permit: Permit } | { refused: ConsentReason; basis: Basis };

/** Whether this person's data may go to this payer now, and which. Pure; the only place that issues permits. */
export function decideConsent(input: ConsentInput): ConsentDecision {
  const { terms, zones, now } = input;
  const today = { start: dayIn(zones.start, now), end: dayIn(zones.end, now) };
  const what = agreed(input.consents);
  const scope = granted(input.grants);
  const policy = policyOf(what?.facts.policies ?? []);
  const signer = what ? signerStanding(what.facts, policy, input, today.end) : ({ may: false } as const);
  const release = releaseOf({
    ...input,
    policy,
    scope,
    signer,
    statement: what?.facts.part2Statement,
    today,
  });
  const days = what?.facts.days && daysWithin(what.facts.days, scope);
  const situation: Situation = {
    failed: input.failed ?? false,
    held: input.held,
    consent: what?.facts,
    state: what?.state,
    conflict: what?.conflict ?? false,
    days,
    signer,
    dead: input.diedOn !== null && input.diedOn <= today.end && !signer.may,
    recipientNpi: input.recipientNpi,
    sourceNpi: input.sourceNpi,
    today,
    instructed: input.instructed || isNothing(scope) || release.permit.categories.size === 0,
    narrowed: isNarrow(release.permit) || input.keptBack.records,
    segmentation: terms.segmentation,
  };
  const basis: Basis = {
    epoch: input.epoch,
    ruleSet: terms.ruleSet,
    ...(what && { consentHash: what.version.hash }),
  };
  for (const rule of rules) {
    const refused = rule(situation);
    if (refused !== undefined) return { refused, basis };
  }
  assert(
    what && days && policy && signer.may,
    'a consent that passed every rule has all that a permit needs',
  );
  const lastDay = signer.until !== null && signer.until < days.last ? signer.until : days.last;
  const content = {
    personId: input.personId,
    clientId: input.clientId,
    recipientNpi: input.recipientNpi,
    direction: 'out',
    policy,
    consentId: what.version.id,
    consentVersion: what.version.version,
    consentHash: what.version.hash,
    epoch: input.epoch,
    ruleSet: terms.ruleSet,
    notBefore: startOfDay(zones.start, days.first),
    lastDay,
    until: endOfDay(zones.end, lastDay),
    release: release.permit,
    statements: release.statements,
  } as const;
  return { permit: issuePermit({ id: idOf(content), ...content }) };
}

/** Sets have an order of their own: sorted, equal content gives one text. */
function idOf(content: object): string {
  const text = JSON.stringify(content, (_key, value) => (value instanceof Set ? [...value].sort() : value));
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
