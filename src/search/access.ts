import { isPermit, type Permit } from '../consent/permit.ts';
import type { Labelling } from '../labels/labelling.ts';
import { assert } from '../problem/problem.ts';

/** On whose behalf, and about whom, a search, a read or `$everything` runs. Build one for every request. */
export interface SearchAccess {
  clientId: string;
  /** One for each member whose records may be found, issued for this request (p2p 3.5). Nobody else's are. */
  permits: readonly Permit[];
  /** Whether the token's scope covers the type: what it does not is neither included nor part of `$everything`. */
  covers: (type: string) => boolean;
  /** The day of the request, from which the windows count. */
  now: Date;
  labels: { labelling: () => Promise<Labelling> /** Our own FHIR base URL. */; base: string };
}

/** The persons whose records may be found. A permit that merely looks like one, or of another client, is a fault. */
export function permittedPersons(access: SearchAccess): number[] {
  for (const permit of access.permits) {
    assert(isPermit(permit), 'a permit is issued by consent');
    assert(permit.clientId === access.clientId, 'a permit is for the client that asks');
    assert(permit.until > access.now, 'a permit is in force');
  }
  return [...new Set(access.permits.map((permit) => permit.personId))];
}
