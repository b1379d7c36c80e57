import type { Caller } from '../../authz/caller.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Permit } from '../../consent/permit.ts';
import { permitsFor } from '../../consent/permits-for.ts';
import type { ReleaseTerms } from '../../consent/terms.ts';
import type { Db, Queries } from '../../db/db.ts';
import { personMatchedFor } from '../../member-match/decision-store.ts';

/** Longer values are no id of ours. */
const valueCharacters_max = 256;

/** A member whom a client has matched and whose consent lives. */
export interface PermittedMember {
  permit: Permit;
  /** Ours. */
  patientId: string;
}

/**
 * The member that a MemberId (`Patient/<id>`) or the UMB of a MemberIdentifier stands for (pdex-202, pdex-224): only where this
 * client was given it by a match and its consent lives now (pdex-223). Undefined alike for strangers, for members of others and for
 * consents that ended.
 */
export async function permittedMember(
  q: Queries,
  caller: Pick<Caller, 'clientId' | 'npi'>,
  value: string,
  at: { now: Date; terms?: ReleaseTerms | undefined },
): Promise<PermittedMember | undefined> {
  const id = value.slice(value.indexOf('|') + 1).replace(/^Patient\//, '');
  if (id === '' || value.length > valueCharacters_max || id.includes('\u0000')) return undefined;
  const matched = await personMatchedFor(q, caller.clientId, id);
  if (!matched) return undefined;
  const { permits } = await permitsFor(q, caller.clientId, caller.npi, [matched.personId], at.now, at.terms);
  const [permit] = permits;
  return permit && { permit, patientId: matched.patientId };
}

/** Our Patient id for a token (`ResolvePatient`). */
export async function resolvePatient(
  deps: { db: Db; clock: Clock; terms?: ReleaseTerms },
  caller: Pick<Caller, 'clientId' | 'npi'>,
  value: string,
): Promise<string | undefined> {
  const at = { now: deps.clock.now(), terms: deps.terms };
  return (await permittedMember(deps.db, caller, value, at))?.patientId;
}
