/** A decision that a member, or who acts for one, takes in the portal: checked against the draft and the text, then taken. */
import type { Tx } from '../db/db.ts';
import { findPartner } from '../directory/partners.ts';
import type { Decided } from './decide.ts';
import { decide } from './decide.ts';
import type { DecisionKind, Evidence, IdentityProof, NamedPlan, Scope, Shown } from './decision.ts';
import type { DecideDeps } from './deps.ts';
import type { Draft, DraftPlan } from './draft-store.ts';
import { type Drafter, dropDraft, takeDraft } from './drafts.ts';
import { electionsOf } from './election-store.ts';
import { MemberProblem } from './member-problem.ts';
import { ownMember } from './order-exchange.ts';
import { activeRepresentation } from './representation-store.ts';
import { ageOn, decideRepresented } from './rules/representative.ts';
import type { Locale, Texts } from './texts.ts';

export interface Signature {
  draftId?: string;
  draftEtag?: string;
  kind: DecisionKind;
  scope?: Scope;
  kinds?: string[];
  plans: string[] | 'all';
  textId?: string;
  textVersion?: string;
  locale?: Locale;
  textSha256?: string;
  signer?: 'self' | 'representative';
  typedName?: string;
}

export interface Signer extends Drafter {
  ownPersonId: number;
  proof: IdentityProof;
  device: string;
  idempotencyKey: string;
}

export interface MemberDecisionDeps extends DecideDeps {
  texts: Texts;
  /** Whether the member may choose kinds of records. */
  kindsOffered: boolean;
}

/** Takes it, in the caller's transaction. Throws a `MemberProblem` for what cannot be taken as it is. */
export async function decideAsMember(
  tx: Tx,
  deps: MemberDecisionDeps,
  who: Signer,
  signature: Signature,
): Promise<Decided> {
  const { kind } = signature;
  const gives = kind === 'opt-in' || kind === 'change';
  const base = { personId: who.personId, kind, decidedAt: deps.clock.now() };
  if (kind === 'withdraw') {
    const evidence = await evidenceOf(tx, who, signature, 'button');
    return taken(await decide(tx, deps, { ...base, plans: [], stop: signature.plans, evidence }));
  }
  if (!gives) {
    // A "no" needs no draft; where there is one, it is done with.
    const shown = signature.textId === undefined ? undefined : shownOf(deps, signature, base.decidedAt);
    await dropDraft(tx, who);
    const evidence = await evidenceOf(tx, who, signature, 'button');
    return taken(await decide(tx, deps, { ...base, plans: [], shown, evidence }));
  }
  checkComplete(signature, deps.kindsOffered);
  const draft = await takeDraft(tx, deps.clock, who, { id: signature.draftId, etag: signature.draftEtag });
  const shown = shownOf(deps, signature, draft.shownAt);
  if (signature.textVersion !== deps.texts.currentVersion(shown.id, today(base.decidedAt)))
    throw new MemberProblem('text-changed');
  const plans = await plansOf(tx, draft, signature.plans);
  const evidence = await evidenceOf(tx, who, signature, 'typed-name');
  const waits = await whetherItWaits(tx, deps, who, signature, plans);
  const { scope, kinds } = signature;
  return taken(await decide(tx, deps, { ...base, scope, kinds, plans, shown, evidence }, { waits }));
}

function taken(decided: Decided | 'known-record'): Decided {
  if (decided === 'known-record') throw new MemberProblem('not-possible-now');
  return decided;
}

const today = (now: Date): string => now.toISOString().slice(0, 10);

function checkComplete(signature: Signature, kindsOffered: boolean): void {
  const fields = (
    [
      'draftId',
      'draftEtag',
      'scope',
      'textId',
      'textVersion',
      'locale',
      'textSha256',
      'signer',
      'typedName',
    ] as const
  )
    .filter((name) => signature[name] === undefined)
    .map((path): { path: string; code: string } => ({ path, code: 'missing' }));
  if (signature.kinds !== undefined && !kindsOffered) fields.push({ path: 'kinds', code: 'value' });
  if (fields.length > 0) throw new MemberProblem('fields', { fields });
}

/** The text is rendered here once more: what was signed is what was shown, to the byte. */
function shownOf(deps: MemberDecisionDeps, signature: Signature, at: Date): Shown {
  const { textId, textVersion, locale, textSha256 } = signature;
  const text = deps.texts.find(textId ?? '', textVersion ?? '', locale ?? 'en', today(deps.clock.now()));
  if (!text || text.sha256 !== textSha256) throw new MemberProblem('text-changed');
  const { id, version, sha256, source } = text;
  return { id, version, locale: text.locale, sha256, source, at };
}

/** The plans of the draft that are signed for. None is possible: an opt-in without a plan is valid, and nothing is asked yet. */
async function plansOf(tx: Tx, draft: Draft, ids: string[] | 'all'): Promise<NamedPlan[]> {
  const meant = ids === 'all' ? draft.plans : ids.map((id) => draft.plans.find((plan) => plan.id === id));
  if (meant.some((plan) => plan === undefined))
    throw new MemberProblem('fields', { fields: [{ path: 'plans', code: 'unknown' }] });
  const plans: NamedPlan[] = [];
  for (const plan of meant as DraftPlan[]) plans.push(await namedPlan(tx, plan));
  return plans;
}

async function namedPlan(tx: Tx, plan: DraftPlan): Promise<NamedPlan> {
  const partner = plan.payerId === undefined ? undefined : await findPartner(tx, plan.payerId);
  const { name, phone, memberIdThere, noCard, otherName, otherAddress, endedYear } = plan;
  return {
    partnerId: partner?.id,
    payerNpi: partner?.npi,
    name: partner?.name ?? name,
    stateCode: plan.state,
    phone,
    kind: plan.kind ?? 'prior',
    relationship: plan.relationship ?? 'self',
    memberIdThere,
    noCard,
    otherName,
    otherAddress,
    endedYear,
  };
}

async function evidenceOf(tx: Tx, who: Signer, signature: Signature, method: string): Promise<Evidence> {
  const { representationId, proof, device, idempotencyKey } = who;
  const acting = representationId !== null;
  const representation = acting ? await activeRepresentation(tx, representationId, who.personId) : undefined;
  if (acting && !representation) throw new MemberProblem('not-for-representatives');
  const said = signature.signer ?? (acting ? 'representative' : 'self');
  if ((said === 'representative') !== acting)
    throw new MemberProblem('fields', { fields: [{ path: 'signer', code: 'value' }] });
  return {
    signer: acting ? 'representative' : 'self',
    ...(representation
      ? {
          signerPerson: who.ownPersonId,
          relationship: representation.basis,
          authorityDocument: representation.document,
          representationId: representation.id,
        }
      : {}),
    channel: 'portal',
    method,
    typedName: signature.typedName?.trim(),
    proof,
    device,
    idempotencyKey,
  };
}

async function whetherItWaits(
  tx: Tx,
  deps: DecideDeps,
  who: Signer,
  signature: Signature,
  plans: readonly NamedPlan[],
): Promise<boolean> {
  if (who.representationId === null) return false;
  const representation = (await activeRepresentation(tx, who.representationId, who.personId))!;
  const standing = (await electionsOf(tx, who.personId)).filter(({ status }) => status === 'given');
  const day = today(deps.clock.now());
  const own = await ownMember(tx, who.personId, day);
  const decided = decideRepresented({
    kind: signature.kind,
    scope: signature.scope,
    standing: plans.map(
      (plan) =>
        standing.find((e) => (plan.partnerId ? e.partnerId === plan.partnerId : e.name === plan.name))?.scope,
    ),
    basis: representation.basis,
    memberAge: ageOn(own?.patient.birthDate as string | undefined, day),
  });
  if (decided === 'refused') throw new MemberProblem('not-for-representatives');
  return decided === 'waiting';
}
