import type { Clock } from '../clock/clock.ts';
import type { Queries } from '../db/db.ts';
import { originsOf, type Peer } from '../net/peer.ts';
import { Problem } from '../problem/problem.ts';
import * as store from './partners-store.ts';

/** What an operator knows of a partner and what a probe saw; the operator's word counts. */
export interface Capability {
  set?: CapabilityFacts & PartnerQuirks;
  seen?: CapabilityFacts & { at: string };
}

export interface CapabilityFacts {
  tokenEndpoint?: string;
  /** Has `$bulk-member-match`. */
  bulkMatch?: boolean;
  /** Has `$member-match`. */
  singleMatch?: boolean;
  /** Has `$davinci-data-export` on Group. */
  dataExport?: boolean;
  /** Operations as the CapabilityStatement names them. */
  operations?: string[];
  scopesSupported?: string[];
}

/** How a partner differs from the guides. */
export interface PartnerQuirks {
  /** More origins that may be called: token endpoint or files on other hosts. */
  origins?: string[];
  /** Scopes to ask for in place of our own choice, space separated. */
  scopes?: { match?: string; export?: string };
  /** Sent with each request, such as `X-PDex-Spec-Version`. */
  headers?: Record<string, string>;
  /** `_type` of every export; all types when absent. */
  types?: string[];
  /** Names that stand on members' cards beside the company's own. */
  aliases?: string[];
  /** Where it has members: `MA`. */
  states?: string[];
  /** What it can do with a wish to leave out sensitive records; unknown when absent. */
  segmentation?: 'excluded' | 'labelled' | 'unlabelled' | 'unknown';
  /** How exportType and _since are valued: `string` for partners that refuse canonical and instant. */
  exportValues?: 'typed' | 'string';
}

/** A payer that we call. */
export interface Partner {
  id: number;
  name: string;
  npi: string;
  /** Without a slash at the end. */
  fhirBase: string;
  /** Who we are there. */
  clientId: string;
  capability: Capability;
  /** Own values for `NetLimits` and `ExchangeLimits`, by name. */
  limits: Record<string, unknown>;
  /** May be plain http and resolve to a loopback or private address. */
  allowPrivate: boolean;
}

export interface NewPartner {
  name: string;
  npi: string;
  fhirBase: string;
  clientId: string;
  capability?: Capability | undefined;
  limits?: Record<string, unknown> | undefined;
  allowPrivate?: boolean | undefined;
}

export interface PartnersDeps {
  db: Queries;
  clock: Clock;
}

/** Registers a partner. Throws `invalid` for facts that cannot be right, `conflict` when the name or NPI is taken. */
export async function addPartner(deps: PartnersDeps, input: NewPartner): Promise<Partner> {
  const allowPrivate = input.allowPrivate ?? false;
  const partner = {
    name: input.name.trim(),
    npi: input.npi,
    fhirBase: baseOf(input.fhirBase, allowPrivate),
    clientId: input.clientId,
    capability: input.capability ?? {},
    limits: input.limits ?? {},
    allowPrivate,
  };
  if (partner.name === '') throw new Problem('invalid', 'The partner needs a name.');
  if (!/^\d{10}$/.test(partner.npi)) throw new Problem('invalid', 'An NPI has ten digits.');
  if (partner.clientId === '') throw new Problem('invalid', 'Our client id at the partner is missing.');
  const added = await store.insertPartner(deps.db, partner, deps.clock.now());
  if (!added) throw new Problem('conflict', 'A partner of that name or NPI exists.');
  return added;
}

function baseOf(text: string, allowPrivate: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const secure = url?.protocol === 'https:' || (allowPrivate && url?.protocol === 'http:');
  if (!url || !secure) throw new Problem('invalid', 'The FHIR base must be an https URL.');
  if (url.username || url.password || url.search || url.hash)
    throw new Problem('invalid', 'The FHIR base must have no credentials, query or fragment.');
  return url.href.replace(/\/+$/, '');
}

/** A registered partner by id; undefined when there is none or it was removed. */
export const getPartner = (q: Queries, id: number): Promise<Partner | undefined> =>
  store.selectPartner(q, { id });

/** By its name or its NPI. */
export const findPartner = (q: Queries, nameOrNpi: string): Promise<Partner | undefined> =>
  store.selectPartner(q, { nameOrNpi });

export const listPartners = (q: Queries): Promise<Partner[]> => store.selectPartners(q);

/** From now on nothing is sent to it; what came from it stays. False when there was no such partner. */
export const removePartner = (deps: PartnersDeps, id: number): Promise<boolean> =>
  store.markPartnerRemoved(deps.db, id, deps.clock.now());

/** Keeps what a probe saw; the operator's facts stay. */
export const saveSeen = (q: Queries, id: number, seen: CapabilityFacts & { at: string }): Promise<void> =>
  store.updateSeen(q, id, seen);

/** Keeps what an operator says of a partner. */
export const saveSet = (q: Queries, id: number, set: CapabilityFacts & PartnerQuirks): Promise<void> =>
  store.updateSet(q, id, set);

/** The facts that count: an operator's before a probe's. */
export const factsOf = ({ capability }: Partner): CapabilityFacts & PartnerQuirks => ({
  ...capability.seen,
  ...capability.set,
});

/** Whom calls for this partner may reach: its FHIR base and the origins that an operator listed. */
export function peerOf(partner: Partner): Peer {
  const { origins = [], tokenEndpoint } = partner.capability.set ?? {};
  return {
    name: partner.name,
    origins: originsOf(partner.fhirBase, tokenEndpoint, ...origins),
    allowPrivate: partner.allowPrivate,
    limits: partner.limits,
  };
}
