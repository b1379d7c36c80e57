import { extension, matchResultSystem } from '../../fhir/systems.ts';
import { isObject, type Json, listOf, objectOf, textOf } from './json.ts';

export type Outcome = 'match' | 'nomatch' | 'consentconstraint';

/** What the partner's Groups say of one member that we asked for. */
export type MemberOutcome =
  | { outcome: 'match'; groupId: string; patientId: string }
  | { outcome: 'nomatch' | 'consentconstraint' }
  /** The answer contradicts itself or is silent: never guessed. */
  | { outcome: undefined; reason: MatchDoubt };

export type MatchDoubt =
  | 'not-reported'
  | 'reported-in-two-groups'
  | 'matched-to-several-patients'
  | 'matched-without-patient'
  | 'same-patient-for-two-members'
  | 'returned-copy-differs';

export interface Submitted {
  wireId: string;
  /** Persons that are one here may be one there. */
  personId: number;
  patient: Json;
}

/**
 * Correlates Groups with what was submitted: by the id of the contained Patient (p2p 2.10), never by order. Members that
 * we did not ask for are ignored. `unknown` counts them.
 */
export function correlate(
  submitted: readonly Submitted[],
  groups: readonly Json[],
): { outcomes: Map<string, MemberOutcome>; unknown: number } {
  const byId = new Map(submitted.map((s) => [s.wireId, s]));
  const claims = new Map<string, Claim[]>();
  let unknown = 0;
  for (const claim of groups.flatMap(claimsOf)) {
    if (!byId.has(claim.wireId)) unknown++;
    else claims.set(claim.wireId, [...(claims.get(claim.wireId) ?? []), claim]);
  }
  const outcomes = new Map<string, MemberOutcome>();
  for (const member of submitted)
    outcomes.set(member.wireId, decide(member, claims.get(member.wireId) ?? []));
  refuseSharedPatients(outcomes, byId);
  return { outcomes, unknown };
}

interface Claim {
  wireId: string;
  code: Outcome;
  groupId: string | undefined;
  patientId: string | undefined;
  copy: Json | undefined;
}

function claimsOf(group: Json): Claim[] {
  const code = codeOf(group);
  if (!code) return [];
  const contained = new Map(listOf(group.contained).map((c) => [`${c.resourceType}/${c.id}`, c]));
  return listOf(group.member).flatMap((member) => {
    const entity = objectOf(member.entity);
    const reference = textOf(entity.reference);
    const parameters = listOf(entity.extension).find((e) => e.url === extension.matchParameters);
    const wireId = localId(textOf(objectOf(parameters?.valueReference).reference) ?? reference);
    if (wireId === undefined) return [];
    const patientId = reference?.startsWith('#')
      ? undefined
      : /(?:^|\/)Patient\/([^/]+)$/.exec(reference ?? '')?.[1];
    return [{ wireId, code, groupId: textOf(group.id), patientId, copy: contained.get(`Patient/${wireId}`) }];
  });
}

/** `#m1`, and `Patient/m1` of servers that forgot how contained resources are referenced. */
const localId = (reference: string | undefined): string | undefined => reference?.replace(/^(#|.*\/)/, '');

const outcomeCodes: readonly string[] = ['match', 'nomatch', 'consentconstraint'];

/** Which of the three Groups it is (`Group.code`, else the characteristic's). */
export function codeOf(group: Json): Outcome | undefined {
  const codings = [group.code, ...listOf(group.characteristic).map((c) => c.code)].flatMap((concept) =>
    listOf(objectOf(concept).coding),
  );
  const known = codings.filter((c) => outcomeCodes.includes(String(c.code)));
  const coding =
    known.find((c) => c.system === matchResultSystem) ?? known.find((c) => c.system === undefined);
  return coding?.code as Outcome | undefined;
}

function decide(member: Submitted, claims: readonly Claim[]): MemberOutcome {
  const [first] = claims;
  if (!first) return { outcome: undefined, reason: 'not-reported' };
  if (new Set(claims.map((c) => c.code)).size > 1)
    return { outcome: undefined, reason: 'reported-in-two-groups' };
  if (claims.some((c) => c.copy && !sameMember(member.patient, c.copy)))
    return { outcome: undefined, reason: 'returned-copy-differs' };
  if (first.code !== 'match') return { outcome: first.code };
  const found = new Set(claims.map((c) => `${c.groupId} ${c.patientId}`));
  if (found.size > 1) return { outcome: undefined, reason: 'matched-to-several-patients' };
  if (!first.patientId || !first.groupId) return { outcome: undefined, reason: 'matched-without-patient' };
  return { outcome: 'match', groupId: first.groupId, patientId: first.patientId };
}

/** The copy is verbatim (pdex-151): when birth date or family name is another, ids were mixed up. */
function sameMember(sent: Json, copy: Json): boolean {
  const family = (p: Json) => listOf(p.name).map((n) => n.family);
  if (copy.birthDate !== undefined && copy.birthDate !== sent.birthDate) return false;
  const returned = family(copy).filter((f) => f !== undefined);
  return returned.length === 0 || returned.some((f) => family(sent).includes(f));
}

/** One Patient of the partner for two persons of ours: one of the matches is wrong, and which is not known. */
function refuseSharedPatients(
  outcomes: Map<string, MemberOutcome>,
  byId: ReadonlyMap<string, Submitted>,
): void {
  const persons = new Map<string, Set<number>>();
  for (const [wireId, o] of outcomes)
    if (o.outcome === 'match')
      persons.set(o.patientId, (persons.get(o.patientId) ?? new Set()).add(byId.get(wireId)!.personId));
  for (const [wireId, o] of outcomes)
    if (o.outcome === 'match' && persons.get(o.patientId)!.size > 1)
      outcomes.set(wireId, { outcome: undefined, reason: 'same-patient-for-two-members' });
}

/** Groups in NDJSON lines or in the 2.1 Parameters envelope. */
export function groupsIn(resource: unknown): Json[] {
  if (!isObject(resource)) return [];
  if (resource.resourceType === 'Group') return [resource];
  if (resource.resourceType !== 'Parameters') return [];
  return listOf(resource.parameter).flatMap((p) => groupsIn(p.resource));
}
