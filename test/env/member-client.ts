/** A payer that retrieves members one by one: matches, gets a token for the member, and asks the REST doors. */
import { payerScope } from '../../src/authz/policy.ts';
import { operationScopeUrl } from '../../src/authz/scopes.ts';
import { addClient } from '../../src/directory/clients.ts';
import type { Json } from './exchange.ts';
import type { Reply } from './hand-payer.ts';
import { parametersOf, type Who } from './people.ts';
import { assertion, makeClient, tokenForm } from './test-client.ts';
import type { TwoPayers } from './two-payers.ts';

export interface MatchedMember {
  /** `system|value` of the MemberIdentifier. */
  identifier: string;
  patientId: string;
}

export interface CallOptions {
  method?: string;
  headers?: Record<string, string>;
  form?: Record<string, string>;
  body?: object;
}

export interface MemberClient {
  /** `$member-match` with the papers of a sample member, or with others. */
  match(who: Who, papers?: object): Promise<MatchedMember>;
  /** The token endpoint's answer. */
  askToken(form: Record<string, string>): Promise<{ status: number; body: Json }>;
  /** A token for one member; throws where there is none. */
  tokenFor(patient: string, scope?: string): Promise<string>;
  /** An organisation's token. */
  systemToken(scope?: string): Promise<string>;
  /** `path` is under `/fhir/`, or an absolute URL. */
  call(token: string, path: string, options?: CallOptions): Promise<Reply>;
}

export async function memberClient(
  { responding, clock }: TwoPayers,
  who: { id: string; name: string; npi: string },
): Promise<MemberClient> {
  const client = await makeClient(who.id);
  await addClient(responding, { ...who, jwks: { keys: [client.jwk] }, scope: payerScope });
  const tokenUrl = `${responding.baseUrl}/oauth/token`;

  const askToken: MemberClient['askToken'] = async (form) => {
    const body = tokenForm(await assertion(client, tokenUrl, clock), form);
    const response = await fetch(tokenUrl, { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const token = async (form: Record<string, string>): Promise<string> => {
    const { status, body } = await askToken(form);
    if (typeof body.access_token !== 'string') throw new Error(`no token: ${status} ${String(body.error)}`);
    return body.access_token;
  };
  const call: MemberClient['call'] = async (bearer, path, { method, headers, form, body } = {}) => {
    const url = path.startsWith('http') ? path : `${responding.baseUrl}/fhir/${path}`;
    const response = await fetch(url, {
      method: method ?? (form || body ? 'POST' : 'GET'),
      headers: {
        authorization: `Bearer ${bearer}`,
        accept: 'application/fhir+json',
        ...(body && { 'content-type': 'application/fhir+json' }),
        ...headers,
      },
      ...(form && { body: new URLSearchParams(form) }),
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: jsonIn(text) };
  };

  return {
    askToken,
    call,
    tokenFor: (patient, scope = 'patient/*.rs') => token({ patient, scope }),
    systemToken: (scope = 'system/*.rs') => token({ scope }),
    match: async (name, papers = parametersOf(name, clock.now())) => {
      const bearer = await token({ scope: operationScopeUrl('member-match') });
      const { status, text, json } = await call(bearer, 'Patient/$member-match', { body: papers });
      if (status !== 200) throw new Error(`no match: ${status} ${text}`);
      const { parameter } = json as unknown as { parameter: [Identified, Referenced] };
      const { system, value } = parameter[0].valueIdentifier;
      return {
        identifier: `${system}|${value}`,
        patientId: parameter[1].valueReference.reference.replace('Patient/', ''),
      };
    },
  };
}

interface Identified {
  valueIdentifier: { system: string; value: string };
}
interface Referenced {
  valueReference: { reference: string };
}

function jsonIn(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
