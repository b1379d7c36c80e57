import type { Queries } from '../../db/db.ts';
import { isUuid } from '../../db/uuid.ts';
import { evidenceFor } from '../../election/election-store.ts';
import { evidencePath } from '../../election/wire-consent.ts';
import { Problem } from '../../problem/problem.ts';
import type { Route } from '../route.ts';

/**
 * What stands behind `sourceReference` of the Consents that we send (p2p 1.7): the partner that got the Consent may read it, with its own
 * token; for every other it is not there.
 */
export const consentEvidenceRoutes = (deps: { db: Queries }): Route[] => [
  {
    method: 'GET',
    path: `${evidencePath}:id`,
    scope: { type: 'DocumentReference', action: 'r' },
    bodyBytes_max: 0,
    contentTypes: [],
    handle: async ({ caller, params }) => {
      const { id = '' } = params;
      const found = isUuid(id) ? await evidenceFor(deps.db, id, caller.npi) : undefined;
      if (!found) throw new Problem('not-found', 'There is no such document.');
      return { status: 200, body: Buffer.from(found.evidence) };
    },
  },
];
