import type { Clock } from '../clock/clock.ts';
import type { Queries } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { MemberProblem } from '../election/member-problem.ts';
import { actsFor, type Representation, representationsOf } from '../election/representation-store.ts';
import { ageOn, majority_years, teenager_years } from '../election/rules/representative.ts';
import { ownRecords } from '../record/member-store.ts';
import type { Session } from './session.ts';

type Json = Record<string, unknown>;

export interface MemberName {
  firstName: string;
  displayName: string;
  /** Masked: to be recognised and not to be read. */
  memberCard: string;
  birthDate: string | undefined;
}

/** How the portal speaks to a member: from our own record. */
export async function nameOfMember(q: Queries, personId: number): Promise<MemberName> {
  const records = await ownRecords(q, personId, ['Patient', 'Coverage']);
  const parsed = records.map(({ type, text }) => ({ type, json: JSON.parse(text) as Json }));
  const patient = parsed.find(({ type }) => type === 'Patient')?.json ?? {};
  const names = Array.isArray(patient.name) ? (patient.name as Json[]) : [];
  const official = names.find((name) => name.use === 'official') ?? names[0] ?? {};
  const given = Array.isArray(official.given) ? (official.given as string[]) : [];
  const displayName = [...given.slice(0, 1), official.family].filter(Boolean).join(' ');
  const coverage = parsed.find(({ type }) => type === 'Coverage')?.json ?? {};
  const identifiers = Array.isArray(coverage.identifier) ? (coverage.identifier as Json[]) : [];
  const card = String(identifiers[0]?.value ?? coverage.subscriberId ?? '');
  return {
    firstName: given[0] ?? (displayName === '' ? 'Member' : displayName),
    displayName: displayName === '' ? 'Member' : displayName,
    memberCard: `…${card.slice(-4)}`,
    birthDate: typeof patient.birthDate === 'string' ? patient.birthDate : undefined,
  };
}

/** Whether somebody who acts for this member sees how many records came, and not what they say: a parent of a teenager (3.6). */
export async function seesCountsOnly(
  q: Queries,
  clock: Clock,
  session: Pick<Session, 'personId' | 'representationId'>,
): Promise<boolean> {
  if (session.representationId === null) return false;
  const held = (await representationsOf(q, session.personId)).find((r) => r.id === session.representationId);
  if (held?.basis !== 'parent') return false;
  const { birthDate } = await nameOfMember(q, session.personId);
  const age = ageOn(birthDate, clock.now().toISOString().slice(0, 10));
  return age === undefined || age >= teenager_years;
}

/**
 * For whom this session may act now: the right is active, has not run out, and a parent's child is under age. Throws `not-found` for
 * any other: whether there is one is not told.
 */
export async function grantFor(
  q: Queries,
  clock: Clock,
  session: Session,
  id: string,
): Promise<Representation> {
  const today = clock.now().toISOString().slice(0, 10);
  const held = isUuid(id)
    ? (await actsFor(q, session.ownPersonId, today)).find((grant) => grant.id === id)
    : undefined;
  if (!held || !(await stillMay(q, held, today))) throw new MemberProblem('not-found');
  return held;
}

/** Whether what the session does in somebody's name may still be done: asked at every request, so that a right ends when it ends. */
export async function mayStillAct(q: Queries, clock: Clock, session: Session): Promise<boolean> {
  const { representationId } = session;
  if (representationId === null) return true;
  const today = clock.now().toISOString().slice(0, 10);
  const held = (await actsFor(q, session.ownPersonId, today)).find(({ id }) => id === representationId);
  return held !== undefined && (await stillMay(q, held, today));
}

/** Everybody for whom this session may act. */
export async function grantsOf(
  q: Queries,
  clock: Clock,
  session: Session,
): Promise<{ id: string; displayName: string }[]> {
  const today = clock.now().toISOString().slice(0, 10);
  const grants: { id: string; displayName: string }[] = [];
  for (const held of await actsFor(q, session.ownPersonId, today))
    if (await stillMay(q, held, today))
      grants.push({ id: held.id, displayName: (await nameOfMember(q, held.personId)).displayName });
  return grants;
}

async function stillMay(q: Queries, held: Representation, today: string): Promise<boolean> {
  if (held.basis !== 'parent') return true;
  const age = ageOn((await nameOfMember(q, held.personId)).birthDate, today);
  return age !== undefined && age < majority_years;
}
