import type { CohortMember, RefusedMember } from './cohort.ts';
import { isObject, type Json, textOf } from './json.ts';

/** A member as it goes out: ids unique in the request, references local to it. */
export interface WireMember {
  wireId: string;
  submittedId: string;
  parts: WireParts;
}

export interface WireParts {
  MemberPatient: Json;
  CoverageToMatch: Json;
  CoverageToLink?: Json;
  Consent: Json;
}

/** R4 id. */
const idPattern = /^[A-Za-z0-9.-]{1,64}$/;

/**
 * Gives every resource of a request an id of its own (contained copies of one Group must differ, p2p 2.10) and makes
 * `beneficiary` and `Consent.patient` local references to the MemberPatient (mm-6). An id that is valid and not taken
 * stays; another is renamed in the whole bundle. A bundle that points at *another* member of the cohort is refused:
 * whose consent it is cannot be guessed.
 */
export function wireMembers(members: readonly CohortMember[]): {
  members: WireMember[];
  refused: RefusedMember[];
} {
  const patientIds = new Set(members.map((m) => m.submittedId));
  const free = idGiver(patientIds);
  const out: WireMember[] = [];
  const refused: RefusedMember[] = [];
  for (const member of members) {
    const { index, submittedId, patient, coverageToMatch, coverageToLink, consent } = member;
    const pointed = [coverageToMatch.beneficiary, coverageToLink?.beneficiary, consent.patient].map(
      idOfReference,
    );
    if (pointed.some((id) => id !== undefined && id !== submittedId && patientIds.has(id))) {
      refused.push({ index, submittedId, reason: 'references-another-member' });
      continue;
    }
    const wireId = free.own(submittedId);
    const own = new Set([submittedId, ...pointed.filter((id) => id !== undefined)]);
    const local = { reference: `Patient/${wireId}` };
    const prepare = (resource: Json, name: string): Json => ({
      ...(redirect(resource, own, local.reference) as Json),
      id: free.own(textOf(resource.id) ?? `${name}-${wireId}`),
    });
    out.push({
      wireId,
      submittedId,
      parts: {
        MemberPatient: { ...patient, id: wireId },
        CoverageToMatch: { ...prepare(coverageToMatch, 'coverage'), beneficiary: local },
        ...(coverageToLink
          ? { CoverageToLink: { ...prepare(coverageToLink, 'link'), beneficiary: local } }
          : {}),
        Consent: { ...prepare(consent, 'consent'), patient: local },
      },
    });
  }
  return { members: out, refused };
}

/** Hands out ids, each once: the wanted one when it can be, else with a number that nobody else wants. */
function idGiver(wanted: ReadonlySet<string>): { own(id: string): string } {
  const taken = new Set<string>();
  return {
    own: (id) => {
      const base = idPattern.test(id) ? id : id.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 50) || 'm';
      let free = base;
      for (let n = 2; taken.has(free) || (free !== id && wanted.has(free)); n++)
        free = `${base.slice(0, 56)}-${n}`;
      taken.add(free);
      return free;
    },
  };
}

/** `Patient/1`, an absolute URL that ends so, or the bare id of sloppy senders. */
function idOfReference(value: unknown): string | undefined {
  const reference = isObject(value) ? textOf(value.reference) : undefined;
  return reference?.split('/').at(-1);
}

/** Every reference to the member, wherever it stands, points to the local patient. */
function redirect(value: unknown, own: ReadonlySet<string>, local: string): unknown {
  if (Array.isArray(value)) return value.map((v) => redirect(v, own, local));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isMember =
        name === 'reference' &&
        typeof inner === 'string' &&
        /(^|\/)Patient\/[^/]+$/.test(inner) &&
        own.has(inner.split('/').at(-1)!);
      return [name, isMember ? local : redirect(inner, own, local)];
    }),
  );
}
