import { audit } from '../../audit/audit.ts';
import type { Caller } from '../../authz/caller.ts';
import { covers } from '../../authz/scopes.ts';
import type { Clock } from '../../clock/clock.ts';
import { permissionFacts } from '../../consent/permits-for.ts';
import type { ReleaseTerms } from '../../consent/terms.ts';
import type { Db, Tx } from '../../db/db.ts';
import type { Labelling } from '../../labels/labelling.ts';
import { umbOf } from '../../member-match/decision-store.ts';
import { Problem } from '../../problem/problem.ts';
import type { SearchAccess } from '../../search/access.ts';
import { everything, parseEverything } from '../../search/everything.ts';
import type { SearchPage } from '../../search/page.ts';
import { type ParseOptions, parseSearch, type SearchProblem } from '../../search/parse.ts';
import type { Seal } from '../../search/seal.ts';
import { readRecord, searchRecords } from '../../search/search.ts';
import { type DeniedMember, judgedMember, noteAsked, type PermittedMember } from './resolve-patient.ts';

export interface RetrieveDeps {
  db: Db;
  clock: Clock;
  /** Without a trailing slash. */
  baseUrl: string;
  terms?: ReleaseTerms;
  /** How records are labelled. */
  labelling: () => Promise<Labelling>;
}

/** What one request asks for, by a token for one member. */
export interface Asked {
  caller: Caller;
  query: URLSearchParams;
  lenient: boolean;
  seal: Seal;
}

export type Found = { page: SearchPage; used: [name: string, value: string][] } | Wrong;
type Wrong = { problems: readonly SearchProblem[] };

/** One answer for what is not there, is another's, or may not leave any more. */
const absent = () => new Problem('not-found', 'There is no such record.');

/**
 * A record, if it is among what leaves of the token's member.
 *
 * @throws Problem `not-found`, `gone`
 */
export async function readOne(
  deps: RetrieveDeps,
  { caller, type, id }: { caller: Caller; type: string; id: string },
): Promise<{ text: string; lastUpdated: Date }> {
  return forMember(deps, caller, async (tx, member, access) => {
    const read = await readRecord(tx, access, type, id);
    if ('gone' in read) throw new Problem('gone', 'This record was deleted.');
    if ('absent' in read) throw absent();
    return { result: read, told: { action: 'record.read', subject: `${type}/${id}`, member } };
  });
}

/**
 * A page of a search among what leaves of the token's member. Whoever else is asked for is as unknown as nobody.
 *
 * @throws Problem `not-found` where the consent ended, `invalid` for a link of another
 */
export async function searchFor(deps: RetrieveDeps, asked: Asked & { type: string }): Promise<Found> {
  const { caller, type, seal } = asked;
  return forMember<Found>(deps, caller, async (tx, member, access) => {
    const query = type === 'Patient' ? await byOwnIdentifier(tx, deps, asked.query, member) : asked.query;
    const parsed = parseSearch(type, query, optionsOf(deps, asked, access.now));
    if ('problems' in parsed) return { result: parsed };
    const { used } = parsed.search;
    const page = await searchRecords(tx, seal, access, parsed.search);
    const parameters = [...new Set(used.map(([name]) => name))];
    return {
      result: { page, used },
      told: { action: 'record.search', subject: type, member, detail: { parameters, ...countsOf(page) } },
    };
  });
}

/**
 * A page of everything that leaves of the token's member (pdex-212). A type that is named and not covered refuses the request;
 * when none is named it is narrowed to the covered ones (pdex-184).
 *
 * @throws Problem `not-found` for every other patient, `forbidden`, `invalid`
 */
export async function everythingOf(deps: RetrieveDeps, asked: Asked & { patientId: string }): Promise<Found> {
  const { caller, patientId, seal } = asked;
  return forMember<Found>(deps, caller, async (tx, member, access) => {
    if (patientId !== member.patientId) {
      const named = await judgedMember(tx, caller, patientId, { now: access.now, terms: deps.terms });
      if (!named || !('permit' in named) || named.permit.personId !== member.permit.personId) throw absent();
      if (named.patientId !== patientId) throw absent();
    }
    const parsed = parseEverything(asked.query, optionsOf(deps, asked, access.now));
    if ('problems' in parsed) return { result: parsed };
    const { request } = parsed;
    const missing = (request.types ?? []).filter((type) => !access.covers(type));
    if (missing.length > 0) {
      throw new Problem('forbidden', `The scope of the access token does not cover ${missing.join(', ')}.`);
    }
    const page = await everything(tx, seal, access, request);
    return {
      result: { page, used: request.used },
      told: { action: 'record.everything', subject: `Patient/${patientId}`, member, detail: countsOf(page) },
    };
  });
}

interface Told {
  action: string;
  subject: string;
  member: PermittedMember;
  /** Counts and names of parameters; never a value. */
  detail?: object;
}

/**
 * Asks the consent again (p2p 3.5, pdex-156) and looks in the same snapshot. What is told is on record before it is told.
 *
 * @throws Problem `not-found`
 */
async function forMember<T>(
  deps: RetrieveDeps,
  caller: Caller,
  look: (tx: Tx, member: PermittedMember, access: SearchAccess) => Promise<{ result: T; told?: Told }>,
): Promise<T> {
  const now = deps.clock.now();
  const { patient } = caller;
  if (patient === undefined) throw absent();
  const looked = await deps.db.tx<{ result: T; told?: Told } | DeniedMember>(
    async (tx) => {
      const member = await judgedMember(tx, caller, patient, { now, terms: deps.terms });
      if (member && 'denied' in member) return member;
      if (member?.patientId !== patient) throw absent();
      return look(tx, member, {
        clientId: caller.clientId,
        permits: [member.permit],
        covers: (type) => covers(caller.scope, { type, action: 'r' }),
        now,
        labels: { labelling: deps.labelling, base: `${deps.baseUrl}/fhir` },
      });
    },
    { isolation: 'repeatable read', readOnly: true },
  );
  if ('denied' in looked) {
    await noteAsked(deps.db, { caller, action: 'record.refuse', member: looked, at: now });
    throw absent();
  }
  const { result, told } = looked;
  if (told) {
    await audit(deps.db, {
      at: now,
      actor: `client:${caller.clientId}`,
      action: told.action,
      personId: told.member.permit.personId,
      subject: told.subject,
      partner: caller.clientId,
      ...permissionFacts(told.member.permit),
      detail: told.detail ?? {},
    });
  }
  return result;
}

const optionsOf = (deps: RetrieveDeps, { lenient, seal }: Asked, now: Date): ParseOptions => ({
  lenient,
  base: `${deps.baseUrl}/fhir`,
  now,
  seal,
});

const countsOf = ({ matches, includes }: SearchPage) => ({
  matches: matches.length,
  includes: includes.length,
});

/**
 * Our UMB is in no Patient that leaves, and yet is what a match gives: a search by it finds the member (pdex-200). With the system
 * that the match named, or without one.
 */
async function byOwnIdentifier(
  tx: Tx,
  { baseUrl }: RetrieveDeps,
  query: URLSearchParams,
  { permit, patientId }: PermittedMember,
): Promise<URLSearchParams> {
  if (!query.has('identifier')) return query;
  const umb = await umbOf(tx, permit.personId);
  const own = [umb, `${baseUrl}/umb|${umb}`];
  return new URLSearchParams(
    [...query].map(([name, value]): [string, string] =>
      name === 'identifier' && own.includes(value) ? ['_id', patientId] : [name, value],
    ),
  );
}
