/** The handlers of the table. They parse nothing and decide nothing: shapes were checked, rooms below decide. */

import type { Db } from '../../db/db.ts';
import { factsOf, listPartners } from '../../directory/partners.ts';
import type { MemberDecisionDeps } from '../../election/member-decision.ts';
import { MemberProblem } from '../../election/member-problem.ts';
import { findPlans, query_min } from '../../election/plan-names.ts';
import type { Locale } from '../../election/texts.ts';
import { disclosuresOfMember, instruct, lift } from '../../portal/disclosures.ts';
import { type DownloadFormat, makeDownload, openDownload } from '../../portal/download.ts';
import type { IdentityProvider } from '../../portal/identity-provider.ts';
import { seesCountsOnly } from '../../portal/me.ts';
import { addFacts, askForCall, refresh } from '../../portal/plan-commands.ts';
import { recordsOf } from '../../portal/records.ts';
import { summaryOf } from '../../portal/summary.ts';
import { timelineOf } from '../../portal/timeline.ts';
import { decisionHandlers } from './decision-handlers.ts';
import { done, json, type PortalHandlers } from './handler.ts';
import { sessionHandlers } from './session-handlers.ts';

export interface HandlerDeps extends MemberDecisionDeps {
  db: Db;
  idp: IdentityProvider;
  phone: string;
  captureOwner: 'plan' | 'state';
  /** Shown on every page while example people sign in. */
  banner?: 'development' | undefined;
}

export function portalHandlers(deps: HandlerDeps): PortalHandlers {
  const { db } = deps;
  return {
    ...sessionHandlers(deps),
    ...decisionHandlers(deps),
    getSummary: async ({ session }) => json(200, await summaryOf(deps, session)),
    findPlans: async ({ query }) => {
      const q = query.get('q') ?? '';
      if ([...q.trim()].length < query_min) throw new MemberProblem('query-too-short');
      const plans = findPlans(await listPartners(db), q).map((partner) => {
        const { aliases = [], states = [], segmentation = 'unknown' } = factsOf(partner);
        return { payerId: partner.npi, name: partner.name, aliases, states, segmentation };
      });
      return json(200, { plans });
    },
    getText: async ({ params }) => {
      const { id = '', version = '', locale = '' } = params;
      const day = deps.clock.now().toISOString().slice(0, 10);
      const text =
        locale === 'en' || locale === 'es' ? deps.texts.find(id, version, locale as Locale, day) : undefined;
      if (!text) throw new MemberProblem('not-found');
      const { source: _source, ...shown } = text;
      return json(200, shown);
    },
    getPlan: async ({ session, params }) => json(200, await timelineOf(deps, session.personId, params.id!)),
    addFacts: async ({ tx, session, params, body }) =>
      json(202, await addFacts(tx, deps, session, params.id!, body as object)),
    askForCall: async ({ tx, session, params, body }) =>
      json(202, await askForCall(tx, deps, session, params.id!, body as { phone: string; when: string })),
    refresh: async ({ tx, session, params }) => json(202, await refresh(tx, deps, session, params.id!)),
    listRecords: async ({ session, query }) => {
      const named = (name: string) => query.get(name) ?? undefined;
      const limit = named('limit');
      return json(
        200,
        await recordsOf(deps, session.personId, {
          kind: named('kind'),
          year: named('year'),
          plan: named('plan'),
          cursor: named('cursor'),
          limit: limit === undefined ? undefined : Number(limit),
          countsOnly: await seesCountsOnly(db, deps.clock, session),
        }),
      );
    },
    makeDownload: async ({ tx, session, body }) => {
      if (await seesCountsOnly(tx, deps.clock, session)) throw new MemberProblem('not-for-representatives');
      const { format } = body as { format: DownloadFormat };
      const token = await makeDownload(tx, deps, session, format);
      return json(201, { location: `/portal/api/record-downloads/${token}` });
    },
    getDownload: async ({ session, params }) => {
      const { format, content } = await openDownload(deps, session, params.id!);
      const contentType = format === 'ndjson' ? 'application/fhir+ndjson' : 'text/html; charset=utf-8';
      return { status: 200, stream: { content, contentType, fileName: `health-records.${format}` } };
    },
    listDisclosures: async ({ session }) => json(200, await disclosuresOfMember(db, session.personId)),
    giveInstruction: async ({ tx, session, body }) =>
      json(201, await instruct(tx, deps.clock, session, (body as { plan: string }).plan)),
    liftInstruction: async ({ session, params }) => {
      await db.tx((tx) => lift(tx, deps.clock, session, params.id!));
      return done;
    },
  };
}
