/** A payer without a product: it has keys and a registration at the responding payer, and a test makes its calls. */
import { setTimeout as delay } from 'node:timers/promises';
import { payerScope } from '../../src/authz/policy.ts';
import type { Clock } from '../../src/clock/clock.ts';
import { bulkParameters } from '../../src/demo/people/cohort.ts';
import { sampleCohort } from '../../src/demo/people/sample.ts';
import { addClient } from '../../src/directory/clients.ts';
import type { Json } from './exchange.ts';
import { enquiries, type Who } from './people.ts';
import { assertion, makeClient, tokenForm } from './test-client.ts';
import type { TwoPayers } from './two-payers.ts';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined when the body is no JSON. */
  json: Json | undefined;
}

export interface Manifest {
  url: string;
  output: { type: string; url: string; count?: number }[];
  deleted?: { type: string; url: string }[];
  error: { url: string }[];
  transactionTime: string;
}

export interface HandPayer {
  /** `path` is under `/fhir/`, or an absolute URL. */
  call(method: string, path: string, options?: { body?: object }): Promise<Reply>;
  /** A file's answer, body unread. */
  open(url: string, headers?: Record<string, string>): Promise<Response>;
  /** `$bulk-member-match` to its end: the manifest and the Groups by result code. */
  match(who: readonly Who[]): Promise<{ manifest: Manifest; groups: Record<string, Json> }>;
  /** Kicks off and polls to the manifest. */
  finish(method: string, path: string, options?: { body?: object }): Promise<Manifest>;
  /** The lines of a manifest's output files, by type. */
  lines(manifest: Manifest): Promise<Map<string, string[]>>;
}

/** `$davinci-data-export` of a Group for a payer (pdex-164). */
export const exportOf = (groupId: string): string =>
  `Group/${groupId}/$davinci-data-export?exportType=${encodeURIComponent('hl7.fhir.us.davinci-pdex#payertopayer')}`;

const finish_ms_max = 30_000;

export async function handPayer(
  { responding, clock }: TwoPayers,
  who: { id: string; name: string; npi: string },
  scope = payerScope,
): Promise<HandPayer> {
  const client = await makeClient(who.id);
  await addClient(responding, { ...who, jwks: { keys: [client.jwk] }, scope });
  const tokenUrl = `${responding.baseUrl}/oauth/token`;

  const newToken = async () => tokenOf(tokenUrl, await assertion(client, tokenUrl, clock as Clock), scope);
  const call: HandPayer['call'] = async (method, path, { body } = {}) => {
    const token = await newToken();
    const url = path.startsWith('http') ? path : `${responding.baseUrl}/fhir/${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: path.includes('bulk-file') ? 'application/fhir+ndjson' : 'application/fhir+json',
        prefer: 'respond-async',
        ...(body && { 'content-type': 'application/fhir+json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  };

  const finish: HandPayer['finish'] = async (method, path, options) => {
    const kicked = await call(method, path, options);
    if (kicked.status !== 202) throw new Error(`kick-off of ${path}: ${kicked.status} ${kicked.text}`);
    const url = kicked.headers.get('content-location')!;
    const until_ms = performance.now() + finish_ms_max;
    for (;;) {
      const reply = await call('GET', url);
      if (reply.status === 200) return { ...(reply.json as unknown as Manifest), url };
      if (reply.status !== 202) throw new Error(`status: ${reply.status} ${reply.text}`);
      if (performance.now() > until_ms) throw new Error('the job does not end');
      clock.advance(1);
      await delay(15);
    }
  };

  const lines: HandPayer['lines'] = async (manifest) => {
    const byType = new Map<string, string[]>();
    for (const file of manifest.output) {
      const reply = await call('GET', file.url);
      if (reply.status !== 200) throw new Error(`file: ${reply.status} ${reply.text}`);
      const found = reply.text.split('\n').filter((line) => line !== '');
      byType.set(file.type, [...(byType.get(file.type) ?? []), ...found]);
    }
    return byType;
  };

  return {
    call,
    finish,
    lines,
    open: async (url, headers = {}) =>
      fetch(url, {
        headers: {
          authorization: `Bearer ${await newToken()}`,
          accept: 'application/fhir+ndjson',
          ...headers,
        },
      }),
    match: async (members) => {
      const ids = members.map((name) => enquiries[name] as string);
      const cohort = sampleCohort(clock.now()).filter((e) => ids.includes(e.id));
      const manifest = await finish('POST', 'Group/$bulk-member-match', { body: bulkParameters(cohort) });
      const groups: Record<string, Json> = {};
      for (const line of (await lines(manifest)).get('Group') ?? []) {
        const group = JSON.parse(line) as Json & { code: { coding: { code: string }[] } };
        groups[group.code.coding[0]!.code] = group;
      }
      return { manifest, groups };
    },
  };
}

async function tokenOf(url: string, signed: string, scope: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', body: tokenForm(signed, { scope }) });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`no token: ${response.status}`);
  return token;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
