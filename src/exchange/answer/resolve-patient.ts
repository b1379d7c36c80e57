import { audit } from '../../audit/audit.ts';
import type { Caller } from '../../authz/caller.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Basis } from '../../consent/decide.ts';
import type { Permit } from '../../consent/permit.ts';
import { permissionFacts, permitsFor } from '../../consent/permits-for.ts';
import type { ConsentReason } from '../../consent/rules/rule.ts';
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

/** Somebody whom the client has matched, and whose consent does not permit it now. */
export interface DeniedMember {
  personId: number;
  denied: { refused: ConsentReason; basis: Basis };
}

/**
 * The member that a MemberId (`Patient/<id>`) or the UMB of a MemberIdentifier stands for (pdex-202, pdex-224): only where this
 * client was given it by a match and its consent lives now (pdex-223). Undefined for strangers and for members of others; to the
 * client a denied one looks the same.
 */
export async function judgedMember(
  q: Queries,
  caller: Pick<Caller, 'clientId' | 'npi'>,
  value: string,
  at: { now: Date; terms?: ReleaseTerms | undefined },
): Promise<PermittedMember | DeniedMember | undefined> {
  const id = value.slice(value.indexOf('|') + 1).replace(/^Patient\//, '');
  if (id === '' || value.length > valueCharacters_max || id.includes('\u0000')) return undefined;
  const matched = await personMatchedFor(q, caller.clientId, id);
  if (!matched) return undefined;
  const { personId, patientId } = matched;
  const asked = await permitsFor(q, caller.clientId, caller.npi, [personId], at.now, at.terms);
  const [permit] = asked.permits;
  if (permit) return { permit, patientId };
  return {
    personId,
    denied: { refused: asked.refused.get(personId)!, basis: asked.basis.get(personId)! },
  };
}

/** Our Patient id for a token (`ResolvePatient`). What was decided is on record either way. */
export async function resolvePatient(
  deps: { db: Db; clock: Clock; terms?: ReleaseTerms },
  caller: Pick<Caller, 'clientId' | 'npi'>,
  value: string,
): Promise<string | undefined> {
  const now = deps.clock.now();
  const member = await judgedMember(deps.db, caller, value, { now, terms: deps.terms });
  if (!member) return undefined;
  await noteAsked(deps.db, { caller, action: 'token.patient', member, at: now });
  return 'permit' in member ? member.patientId : undefined;
}

/** Puts on record that this member was asked for, and what was decided (consent-and-sensitive-data 5.4). */
export async function noteAsked(
  q: Queries,
  asked: {
    caller: Pick<Caller, 'clientId'>;
    action: string;
    member: PermittedMember | DeniedMember;
    at: Date;
  },
): Promise<void> {
  const { caller, member, ...entry } = asked;
  await audit(q, {
    ...entry,
    actor: `client:${caller.clientId}`,
    partner: caller.clientId,
    personId: 'permit' in member ? member.permit.personId : member.personId,
    ...permissionFacts('permit' in member ? member.permit : member.denied),
  });
}
