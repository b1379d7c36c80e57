import { audit } from '../../audit/audit.ts';
import { isUuid } from '../../db/uuid.ts';
import { MemberProblem } from '../../election/member-problem.ts';
import {
  endRepresentation,
  insertRepresentation,
  representationsOf,
} from '../../election/representation-store.ts';
import { grantFor, grantsOf, nameOfMember, seesCountsOnly } from '../../portal/me.ts';
import { actFor, changeLocale, endSession, extendSession } from '../../portal/session.ts';
import { Problem } from '../../problem/problem.ts';
import { done, json, type PortalHandlers } from './handler.ts';
import type { HandlerDeps } from './handlers.ts';

type Names =
  | 'getMe'
  | 'changePreferences'
  | 'extendSession'
  | 'actFor'
  | 'logout'
  | 'askForRepresentation'
  | 'endRepresentation';

export const sessionHandlers = (deps: HandlerDeps): Pick<PortalHandlers, Names> => ({
  getMe: async ({ session }) => {
    const { db, clock } = deps;
    const acting = session.representationId !== null;
    const own = await nameOfMember(db, session.ownPersonId);
    const { firstName, displayName, memberCard } = own;
    const representatives = await representationsOf(db, session.personId);
    return json(200, {
      member: { firstName, displayName, memberCard },
      payer: { name: deps.payer.name, phone: deps.phone },
      csrf: session.csrf,
      now: clock.now().toISOString(),
      locale: session.locale,
      authTime: session.authTime.toISOString(),
      idleEndsAt: session.idleEndsAt.toISOString(),
      absoluteEndsAt: session.endsAt.toISOString(),
      representing: acting
        ? {
            displayName: (await nameOfMember(db, session.personId)).displayName,
            countsOnly: await seesCountsOnly(db, clock, session),
          }
        : null,
      representatives: acting
        ? []
        : representatives.map(({ id, name, basis, state, endsOn }) => ({ id, name, basis, state, endsOn })),
      grants: await grantsOf(db, clock, session),
      captureOwner: deps.captureOwner,
      kindsOffered: deps.kindsOffered,
      ...(deps.banner ? { banner: deps.banner } : {}),
    });
  },
  changePreferences: async ({ session, body }) => {
    await changeLocale(deps.db, session, (body as { locale: 'en' | 'es' }).locale);
    return done;
  },
  extendSession: async ({ session }) =>
    json(200, { idleEndsAt: (await extendSession(deps, session)).toISOString() }),
  actFor: async ({ session, body }) => {
    const { grant } = body as { grant: string | null };
    const held = grant === null ? undefined : await grantFor(deps.db, deps.clock, session, grant);
    await actFor(deps.db, session, held ? { personId: held.personId, representationId: held.id } : null);
    return done;
  },
  logout: async ({ session }) => {
    await endSession(deps, session);
    const back = `${deps.baseUrl}/portal/logged-out`;
    const location = await deps.idp.endSession(back).catch((error: unknown) => {
      // The session here is over, whatever the provider does.
      if (error instanceof Problem && error.category === 'busy') return undefined;
      throw error;
    });
    return json(200, { location: location?.href ?? '/portal/logged-out' });
  },
  askForRepresentation: async ({ tx, session, body }) => {
    if (session.representationId !== null) throw new MemberProblem('not-for-representatives');
    const wish = body as { name: string; basis: 'guardian'; documentSha256: string; endsOn: string };
    const id = deps.random.uuid();
    const at = deps.clock.now();
    const actor = `member:${session.ownPersonId}`;
    await insertRepresentation(
      tx,
      {
        id,
        personId: session.personId,
        representativePerson: null,
        name: wish.name,
        basis: wish.basis,
        document: wish.documentSha256,
        state: 'waiting',
        endsOn: wish.endsOn,
        capturedBy: actor,
      },
      at,
    );
    await audit(tx, { at, actor, action: 'representation.ask', personId: session.personId, subject: id });
    return json(202, { id, state: 'waiting' });
  },
  endRepresentation: async ({ session, params }) => {
    const { id = '' } = params;
    const at = deps.clock.now();
    await deps.db.tx(async (tx) => {
      const ended = isUuid(id) && (await endRepresentation(tx, id, session.personId, at));
      if (!ended) throw new MemberProblem('not-found');
      const actor = `member:${session.ownPersonId}`;
      await audit(tx, { at, actor, action: 'representation.end', personId: session.personId, subject: id });
    });
    return done;
  },
});
