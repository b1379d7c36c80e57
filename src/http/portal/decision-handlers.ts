import type { Draft } from '../../election/draft-store.ts';
import {
  addDraftPlan,
  changeDraft,
  changeDraftPlan,
  type DraftChange,
  type DraftPlanFacts,
  dropDraft,
  dropDraftPlan,
  etagOf,
  openDraft,
  openDraftOf,
} from '../../election/drafts.ts';
import { coverageStart } from '../../election/member-bundle.ts';
import { decideAsMember, type Signature } from '../../election/member-decision.ts';
import { MemberProblem } from '../../election/member-problem.ts';
import { ownMember } from '../../election/order-exchange.ts';
import { lastDay } from '../../election/rules/period.ts';
import { firstDay } from '../../election/wire-consent.ts';
import { decisionSeen, historyOf } from '../../portal/decision-views.ts';
import { see } from '../../portal/plans.ts';
import { isFresh } from '../../portal/session.ts';
import { decisionPage } from './decision-page.ts';
import { done, json, type PortalHandlers, type PortalRequest } from './handler.ts';
import type { HandlerDeps } from './handlers.ts';

type Names =
  | 'getDraft'
  | 'openDraft'
  | 'changeDraft'
  | 'dropDraft'
  | 'addDraftPlan'
  | 'changeDraftPlan'
  | 'dropDraftPlan'
  | 'decide'
  | 'listDecisions'
  | 'getDecisionDocument';

export function decisionHandlers(deps: HandlerDeps): Pick<PortalHandlers, Names> {
  const shown = async (draft: Draft, status: number) =>
    json(status, await draftBody(deps, draft), etagOf(draft));
  return {
    getDraft: async ({ session }) => {
      const draft = await openDraftOf(deps.db, deps.clock, session);
      if (!draft) throw new MemberProblem('not-found');
      return shown(draft, 200);
    },
    openDraft: async ({ session, body }) => {
      if (deps.captureOwner === 'state') throw new MemberProblem('captured-by-state');
      const { draft, isNew } = await openDraft(deps, session, (body as { locale: 'en' | 'es' }).locale);
      return shown(draft, isNew ? 201 : 200);
    },
    changeDraft: async ({ session, body, ifMatch }) =>
      shown(await changeDraft(deps, session, ifMatch!, body as DraftChange), 200),
    dropDraft: async ({ session }) => {
      await dropDraft(deps.db, session);
      return done;
    },
    addDraftPlan: async ({ session, body }) => {
      const { plan, draft } = await addDraftPlan(deps, session, body as object);
      return json(201, plan, etagOf(draft));
    },
    changeDraftPlan: async ({ session, params, body, ifMatch }) => {
      const facts = body as DraftPlanFacts;
      const { plan, draft } = await changeDraftPlan(deps, session, params.id!, ifMatch!, facts);
      return json(200, plan, etagOf(draft));
    },
    dropDraftPlan: async ({ session, params }) => {
      await dropDraftPlan(deps, session, params.id!);
      return done;
    },
    decide: (request) => decideCall(deps, request),
    listDecisions: async ({ session }) =>
      json(200, { decisions: await historyOf(deps.db, session.personId, deps.clock.now()) }),
    getDecisionDocument: async ({ session, params }) => {
      const seen = await decisionSeen(deps.db, session.personId, params.id!);
      return { status: 200, page: decisionPage(seen, deps.payer.name, session.locale) };
    },
  };
}

async function decideCall(deps: HandlerDeps, { tx, session, body, device, idempotencyKey }: PortalRequest) {
  const signature = body as Signature;
  if (deps.captureOwner === 'state') throw new MemberProblem('captured-by-state');
  const signs = signature.kind === 'opt-in' || signature.kind === 'change';
  if (signs && !isFresh(session, deps.clock.now())) throw new MemberProblem('step-up-required');
  const { personId, ownPersonId, representationId, issuer, subjectHash, acr, amr, authTime } = session;
  const proof = {
    issuer,
    subjectHash: subjectHash.toString('hex'),
    acr,
    amr,
    authTime: authTime.toISOString(),
  };
  const who = { personId, ownPersonId, representationId, proof, device, idempotencyKey: idempotencyKey! };
  const decided = await decideAsMember(tx, deps, who, signature);
  const now = deps.clock.now();
  const plans = [];
  for (const election of decided.elections) {
    const { card } = await see(tx, now, election);
    plans.push({
      id: card.id,
      name: card.name,
      state: card.state,
      ...(card.nextBy === undefined ? {} : { nextBy: card.nextBy }),
    });
  }
  return json(201, {
    id: decided.id,
    number: decided.number,
    kind: signature.kind,
    decidedAt: now.toISOString(),
    ...(signs ? { effectiveStart: now.toISOString() } : {}),
    ...(decided.effectiveEnd === null ? {} : { endsOn: decided.effectiveEnd }),
    state: decided.state === 'waiting' ? 'waiting' : 'active',
    plans,
  });
}

/** The draft as the client has it, with the days that the signature would set. */
async function draftBody(deps: HandlerDeps, draft: Draft): Promise<object> {
  const now = deps.clock.now();
  const today = now.toISOString().slice(0, 10);
  const own = await deps.db.tx((tx) => ownMember(tx, draft.personId, today), { readOnly: true });
  const start = own && coverageStart(own);
  const decided = firstDay(now);
  const { id, textId, textVersion, locale, step, plans, scope, kinds, signer, expiresAt } = draft;
  return {
    id,
    etag: etagOf(draft),
    textId,
    textVersion,
    locale,
    step,
    plans,
    ...(scope === null ? {} : { scope }),
    ...(kinds === null ? {} : { kinds }),
    signer,
    expiresAt: expiresAt.toISOString(),
    textChanged: deps.texts.currentVersion(textId, today) !== textVersion,
    endsOn: {
      prior: lastDay('prior', decided, start),
      concurrent: lastDay('concurrent', decided, start),
    },
  };
}
