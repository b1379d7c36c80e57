import type { Queries } from '../db/db.ts';
import type { Basis } from './decide.ts';
import type { Permit } from './permit.ts';
import { permitsFor } from './permits-for.ts';
import type { ConsentReason } from './rules/rule.ts';
import { selectFloors } from './situation-store.ts';
import type { ReleaseTerms } from './terms.ts';

/** A permit under which something was made: of whom, and of which epoch. */
export interface MadeUnder {
  personId: number;
  epoch: number;
}

export interface Standing {
  /** Whose part may not leave any more, and why. `consent-changed`: there is a permit, but not for what was made. */
  fallen: Map<number, ConsentReason | 'consent-changed'>;
  /** When the first of the others ends; undefined where there are none. */
  until: Date | undefined;
  permits: Permit[];
  basis: Map<number, Basis>;
}

/**
 * Whether what was made under permits may still leave (consent-and-sensitive-data 4.3: publish, each file GET). Everybody is asked again,
 * and a permit from before a change that took something away is dead even where there is a new one: what was made under it may
 * hold more than the new one allows. What was replaced by something as wide or wider goes on under the narrower one.
 */
export async function stillPermitted(
  q: Queries,
  made: readonly MadeUnder[],
  asked: { clientId: string; recipientNpi: string; now: Date; terms: ReleaseTerms | undefined },
): Promise<Standing> {
  const personIds = made.map(({ personId }) => personId);
  const now = await permitsFor(q, asked.clientId, asked.recipientNpi, personIds, asked.now, asked.terms);
  const fallen: Standing['fallen'] = new Map(now.refused);
  for (const personId of await overtaken(q, asked.clientId, made))
    if (!fallen.has(personId)) fallen.set(personId, 'consent-changed');
  const permits = now.permits.filter(({ personId }) => !fallen.has(personId));
  const ends = permits.map(({ until }) => until.getTime());
  return {
    fallen,
    until: ends.length > 0 ? new Date(Math.min(...ends)) : undefined,
    permits: now.permits,
    basis: now.basis,
  };
}

/** The persons whose permits a change has overtaken: one indexed query, for what asks every second. */
export async function overtaken(
  q: Queries,
  clientId: string,
  made: readonly MadeUnder[],
): Promise<Set<number>> {
  const floors = await selectFloors(
    q,
    clientId,
    made.map(({ personId }) => personId),
  );
  return new Set(
    made.filter(({ personId, epoch }) => epoch < (floors.get(personId) ?? 0)).map(({ personId }) => personId),
  );
}
