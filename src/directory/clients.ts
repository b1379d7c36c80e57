import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Queries } from '../db/db.ts';
import { Problem } from '../problem/problem.ts';
import {
  insertClient,
  markClientRemoved,
  selectClient,
  selectClients,
  selectTimeZone,
} from './clients-store.ts';

/** A payer that calls us (SMART Backend Services client). It has either `jwks` or `jwksUrl`. */
export interface Client {
  id: string;
  name: string;
  npi: string;
  /** Public keys, registered inline. */
  jwks?: { keys: object[] };
  /** Where its public keys are. */
  jwksUrl?: string;
  /** The most that its tokens may ever hold, in the SMART grammar. */
  scope: string;
  /** Its JWKS URL may be plain http and may resolve to a loopback or private address. */
  allowPrivate: boolean;
  /** The zone of the days in its consents, as agreed with it (IANA name); absent: none was agreed. */
  timeZone?: string;
}

export interface NewClient {
  /** A random id is made when absent. */
  id?: string | undefined;
  name: string;
  npi: string;
  jwks?: { keys: object[] } | undefined;
  jwksUrl?: string | undefined;
  scope: string;
  allowPrivate?: boolean | undefined;
  timeZone?: string | undefined;
}

export interface ClientsDeps {
  db: Queries;
  clock: Clock;
  random: Random;
}

/** Most keys of one registered key set: a client has one or two, and a few more while it rotates. */
const clientKeys_max = 20;

/**
 * Registers a client. Throws `invalid` for keys or an NPI that cannot be right, `conflict` when the id was ever used.
 * Whether `scope` is one that we know is for the caller to check (`authz/policy.ts`).
 */
export async function addClient(deps: ClientsDeps, input: NewClient): Promise<Client> {
  const client: Client = {
    id: input.id ?? deps.random.uuid(),
    name: input.name,
    npi: input.npi,
    ...(input.jwks ? { jwks: input.jwks } : {}),
    ...(input.jwksUrl ? { jwksUrl: input.jwksUrl } : {}),
    scope: input.scope,
    allowPrivate: input.allowPrivate ?? false,
    ...(input.timeZone === undefined ? {} : { timeZone: input.timeZone }),
  };
  checkClient(client);
  if (!(await insertClient(deps.db, client, deps.clock.now()))) {
    throw new Problem('conflict', 'A client of that id exists or existed.');
  }
  return client;
}

/** A registered client; `undefined` when there is none or it was removed. */
export const getClient = (db: Queries, id: string): Promise<Client | undefined> => selectClient(db, id);

/** The zone of the days in this client's consents; null: none was agreed. */
export const zoneOfClient = selectTimeZone;

export const listClients = (db: Queries): Promise<Client[]> => selectClients(db);

/** From now on none of its tokens is accepted. False when there was no such client. */
export const removeClient = (deps: Omit<ClientsDeps, 'random'>, id: string): Promise<boolean> =>
  markClientRemoved(deps.db, id, deps.clock.now());

function checkClient(client: Client): void {
  const refuse = (text: string): never => {
    throw new Problem('invalid', text);
  };
  if (!/^[A-Za-z0-9._~:/-]{1,200}$/.test(client.id))
    refuse('The client id has characters that are not allowed.');
  if (client.name.trim() === '') refuse('The client needs a name.');
  if (!/^\d{10}$/.test(client.npi)) refuse('An NPI has ten digits.');
  if ((client.jwks === undefined) === (client.jwksUrl === undefined)) {
    refuse('A client has either keys (jwks) or the URL of its keys (jwksUrl).');
  }
  if (client.timeZone !== undefined && !isZone(client.timeZone))
    refuse('The time zone is no name of the IANA database, as America/Chicago.');
  if (client.jwks) checkKeys(client.jwks, refuse);
  if (client.jwksUrl !== undefined) {
    const url = URL.canParse(client.jwksUrl) ? new URL(client.jwksUrl) : refuse('The JWKS URL is no URL.');
    if (url.protocol !== 'https:' && !(client.allowPrivate && url.protocol === 'http:')) {
      refuse('The JWKS URL must be https.');
    }
    if (url.username !== '' || url.password !== '') refuse('The JWKS URL must hold no credentials.');
  }
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name.includes('/') || name === 'UTC';
  } catch {
    return false;
  }
}

function checkKeys(jwks: { keys: object[] }, refuse: (text: string) => never): void {
  if (!Array.isArray(jwks.keys) || jwks.keys.length === 0) refuse('The key set is empty.');
  if (jwks.keys.length > clientKeys_max) refuse('The key set has too many keys.');
  for (const key of jwks.keys as Record<string, unknown>[]) {
    if (typeof key !== 'object' || key === null) refuse('A key is no JSON object.');
    if (key.kty !== 'RSA' && key.kty !== 'EC')
      refuse('Only RSA and EC keys can be registered (RS384, ES384).');
    if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((member) => member in key)) {
      refuse('The key set holds a private or secret key: register public keys only.');
    }
    if (typeof key.kid !== 'string' || key.kid === '') refuse('Every key needs a kid.');
  }
}
