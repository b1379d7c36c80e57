import type { AuditEntry } from '../audit/audit.ts';
import type { Queries } from '../db/db.ts';
import { zoneOfClient } from '../directory/clients.ts';
import { consentPolicy } from '../fhir/systems.ts';
import { birthsOf } from '../person/births.ts';
import type { Birth } from './authority.ts';
import { dayIn, oneZone, type Zones } from './days.ts';
import { type Basis, type ConsentInput, decideConsent } from './decide.ts';
import type { ConsentFacts, JudgedConsent } from './facts.ts';
import type { Permit } from './permit.ts';
import type { ConsentReason } from './rules/rule.ts';
import { type HeldSituation, selectSituations } from './situation-store.ts';
import { type ReleaseTerms, releaseTerms_default } from './terms.ts';

export interface Permits {
  permits: Permit[];
  /** Why the others have none: for the ledger and operators, never for the partner. */
  refused: Map<number, ConsentReason>;
  /** On what the others were refused: for the audit. */
  basis: Map<number, Basis>;
}

/**
 * Asks the consent of each person again, as it stands now: at match, when a part of an export runs, at every download
 * (pdex-156, pdex-167). Every person is either in `permits` or in `refused`.
 */
export async function permitsFor(
  q: Queries,
  clientId: string,
  recipientNpi: string,
  personIds: readonly number[],
  now: Date,
  terms: ReleaseTerms = releaseTerms_default,
): Promise<Permits> {
  const result: Permits = { permits: [], refused: new Map(), basis: new Map() };
  for (const input of await inputsFor(q, { clientId, recipientNpi, personIds, now, terms })) {
    const decision = decideConsent(input);
    if ('permit' in decision) result.permits.push(decision.permit);
    else {
      result.refused.set(input.personId, decision.refused);
      result.basis.set(input.personId, decision.basis);
    }
  }
  return result;
}

/** What decides for each of these persons, each once. */
export async function inputsFor(
  q: Queries,
  asked: {
    clientId: string;
    recipientNpi: string;
    personIds: readonly number[];
    now: Date;
    terms: ReleaseTerms;
  },
): Promise<ConsentInput[]> {
  const { clientId, recipientNpi, now, terms } = asked;
  const personIds = [...new Set(asked.personIds)];
  if (personIds.length === 0) return [];
  const zones = await zonesOf(q, clientId, terms);
  const today = dayIn(zones.end, now);
  const situations = await selectSituations(q, { clientId, recipientNpi, personIds, today });
  const represented = situations.filter(({ consents }) => consents.some((one) => one.signer !== 'member'));
  const births = await birthsOf(
    q,
    represented.map(({ personId }) => personId),
  );
  return situations.map((held) =>
    inputOf(held, births.get(held.personId) ?? unknownBirth, { ...asked, zones }),
  );
}

/** The days of consents are the partner's where we have agreed with it on a zone (consent-and-sensitive-data 4.5). */
export async function zonesOf(q: Queries, clientId: string, terms: ReleaseTerms): Promise<Zones> {
  const zone = await zoneOfClient(q, clientId);
  return zone === null ? terms.zones : oneZone(zone);
}

const unknownBirth: Birth = { date: null, state: null };

function inputOf(
  held: HeldSituation,
  birth: Birth,
  asked: { clientId: string; recipientNpi: string; now: Date; terms: ReleaseTerms; zones: Zones },
): ConsentInput {
  const active = held.consents.filter((one) => one.state === 'active');
  const judged = (active.length > 0 ? active : held.consents.slice(0, 1)).map(
    ({ documentId, signer, capacity, part2Statement, ...one }): JudgedConsent => ({
      id: one.id,
      version: one.version,
      hash: one.hash,
      state: one.state,
      facts: {
        documentId,
        status: 'active',
        faults: [],
        sources: [one.sourceNpi],
        recipients: [one.recipientNpi],
        policies: [consentPolicy[one.policy]],
        days: { first: one.first, last: one.last },
        signer,
        capacity,
        part2Statement,
      } satisfies ConsentFacts,
    }),
  );
  return {
    personId: held.personId,
    clientId: asked.clientId,
    recipientNpi: asked.recipientNpi,
    // Only a consent that names us is ever kept.
    sourceNpi: judged[0]?.facts.sources[0] ?? '',
    now: asked.now,
    zones: asked.zones,
    terms: asked.terms,
    held: held.held,
    instructed: held.instructed,
    consents: judged,
    grants: held.grants,
    keptBack: { categories: held.keptBack, records: held.keepsRecords },
    authorities: held.authorities,
    birth,
    diedOn: held.diedOn,
    epoch: held.epoch,
  };
}

/** What an audit entry says of a permission, given or refused (consent-and-sensitive-data 5.4). */
export function permissionFacts(
  given: Permit | { refused: ConsentReason; basis: Basis },
): Partial<AuditEntry> & { decision: 'permit' | 'deny' } {
  if (!('refused' in given)) {
    const { id, epoch, ruleSet, consentHash } = given;
    const hash = Buffer.from(consentHash, 'hex');
    return { decision: 'permit', permit: id, epoch, ruleSet, consentHash: hash };
  }
  const { epoch, ruleSet, consentHash } = given.basis;
  return {
    decision: 'deny',
    codes: [given.refused],
    epoch,
    ruleSet,
    ...(consentHash !== undefined && { consentHash: Buffer.from(consentHash, 'hex') }),
  };
}
