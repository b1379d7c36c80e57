/** The draft of a decision: kept here for a week, so that nothing is typed twice; pinned to the text that the member began with. */
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db, Queries, Tx } from '../db/db.ts';
import { findPartner } from '../directory/partners.ts';
import type { Scope } from './decision.ts';
import {
  type Draft,
  type DraftPlan,
  deleteDraft,
  insertDraft,
  lockDraft,
  saveDraft,
  selectDraft,
} from './draft-store.ts';
import { draftLife_days, draftPlans_max } from './limits.ts';
import { MemberProblem } from './member-problem.ts';
import { type Locale, optInText, type Texts } from './texts.ts';

export interface DraftDeps {
  db: Db;
  clock: Clock;
  random: Random;
  texts: Texts;
}

/** Whose draft: the member that is decided about, and who drafts. */
export interface Drafter {
  personId: number;
  representationId: string | null;
}

const actorOf = ({ representationId }: Drafter): string => representationId ?? 'self';
const today = (now: Date): string => now.toISOString().slice(0, 10);
const lifeFrom = (now: Date): Date => new Date(now.getTime() + draftLife_days * 86_400_000);

/** What `If-Match` compares: the draft and how often it changed. */
export const etagOf = ({ id, version }: Pick<Draft, 'id' | 'version'>): string => `${id}.${version}`;

export const openDraftOf = (q: Queries, clock: Clock, who: Drafter): Promise<Draft | undefined> =>
  selectDraft(q, who.personId, actorOf(who), clock.now());

/** The open draft, or a new one. */
export async function openDraft(
  deps: DraftDeps,
  who: Drafter,
  locale: Locale,
): Promise<{ draft: Draft; isNew: boolean }> {
  return deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    const fresh = await insertDraft(tx, {
      id: deps.random.uuid(),
      personId: who.personId,
      actor: actorOf(who),
      textId: optInText,
      textVersion: deps.texts.currentVersion(optInText, today(now)),
      locale,
      signer: who.representationId === null ? 'self' : 'representative',
      now,
      expiresAt: lifeFrom(now),
    });
    if (fresh) return { draft: fresh, isNew: true };
    return { draft: (await lockDraft(tx, who.personId, actorOf(who), now))!, isNew: false };
  });
}

/** Changes the draft, if it is still the one that the page showed. Throws `draft-missing` or `draft-stale`. */
async function edit<T>(
  deps: DraftDeps,
  who: Drafter,
  etag: string | undefined,
  change: (draft: Draft, tx: Tx) => Promise<T> | T,
): Promise<{ draft: Draft; result: T }> {
  return deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    const draft = await lockDraft(tx, who.personId, actorOf(who), now);
    if (!draft) throw new MemberProblem('not-found');
    if (etag !== undefined && etag !== etagOf(draft)) throw new MemberProblem('draft-stale');
    const result = await change(draft, tx);
    return { draft: await saveDraft(tx, { ...draft, expiresAt: lifeFrom(now) }, now), result };
  });
}

export interface DraftChange {
  scope?: Scope;
  kinds?: string[];
  step?: string;
  signer?: 'self' | 'representative';
  locale?: Locale;
  /** The member has the newest text before the eyes. */
  readAgain?: boolean;
}

export async function changeDraft(
  deps: DraftDeps,
  who: Drafter,
  etag: string,
  change: DraftChange,
): Promise<Draft> {
  const { draft } = await edit(deps, who, etag, (now) => {
    const { readAgain, ...fields } = change;
    Object.assign(now, fields);
    if (readAgain || change.locale !== undefined) now.shownAt = deps.clock.now();
    if (readAgain) now.textVersion = deps.texts.currentVersion(now.textId, today(deps.clock.now()));
  });
  return draft;
}

/** A plan that was found by its payer id, or one in the member's own words. */
export async function addDraftPlan(
  deps: DraftDeps,
  who: Drafter,
  named: { payerId?: string; name?: string; state?: string; phone?: string; kind?: 'prior' | 'concurrent' },
): Promise<{ plan: DraftPlan; draft: Draft }> {
  const { draft, result } = await edit(deps, who, undefined, async (now, tx) => {
    const partner = named.payerId === undefined ? undefined : await findPartner(tx, named.payerId);
    if (named.payerId !== undefined && partner?.npi !== named.payerId)
      throw new MemberProblem('fields', { fields: [{ path: 'payerId', code: 'unknown' }] });
    if (!partner && named.name === undefined)
      throw new MemberProblem('fields', { fields: [{ path: 'name', code: 'missing' }] });
    if (now.plans.length >= draftPlans_max) throw new MemberProblem('plans-too-many');
    const twice = now.plans.some((plan) =>
      partner ? plan.payerId === partner.npi : plan.name.toLowerCase() === named.name!.toLowerCase(),
    );
    if (twice) throw new MemberProblem('plan-named-already');
    const plan: DraftPlan = {
      id: deps.random.uuid(),
      ...(partner
        ? { payerId: partner.npi, name: partner.name }
        : { name: named.name!, ...defined({ state: named.state, phone: named.phone }) }),
      ...defined({ kind: named.kind }),
    };
    now.plans.push(plan);
    return plan;
  });
  return { plan: result, draft };
}

export type DraftPlanFacts = Partial<Omit<DraftPlan, 'id' | 'payerId' | 'name' | 'state' | 'phone'>>;

export async function changeDraftPlan(
  deps: DraftDeps,
  who: Drafter,
  id: string,
  etag: string,
  facts: DraftPlanFacts,
): Promise<{ plan: DraftPlan; draft: Draft }> {
  const { draft, result } = await edit(deps, who, etag, (now) => {
    const plan = now.plans.find((one) => one.id === id);
    if (!plan) throw new MemberProblem('not-found');
    Object.assign(plan, facts);
    // Who says that there is no card takes the number back.
    if (facts.noCard === true) delete plan.memberIdThere;
    if (facts.memberIdThere !== undefined) delete plan.noCard;
    return plan;
  });
  return { plan: result, draft };
}

export async function dropDraftPlan(deps: DraftDeps, who: Drafter, id: string): Promise<void> {
  await edit(deps, who, undefined, (now) => {
    if (!now.plans.some((plan) => plan.id === id)) throw new MemberProblem('not-found');
    now.plans = now.plans.filter((plan) => plan.id !== id);
  });
}

export const dropDraft = (q: Queries, who: Drafter) => deleteDraft(q, who.personId, actorOf(who));

/** In the transaction of the decision: the draft that it signs, which is then done with. */
export async function takeDraft(
  tx: Tx,
  clock: Clock,
  who: Drafter,
  asked: { id: string | undefined; etag: string | undefined },
): Promise<Draft> {
  const draft = await lockDraft(tx, who.personId, actorOf(who), clock.now());
  if (!draft || draft.id !== asked.id) throw new MemberProblem('draft-missing');
  if (asked.etag?.replace(/^(?:W\/)?"(.*)"$/, '$1') !== etagOf(draft))
    throw new MemberProblem('draft-stale', { inBody: true });
  await deleteDraft(tx, who.personId, actorOf(who));
  return draft;
}

const defined = <T extends object>(of: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as never;
