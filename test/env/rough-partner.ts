import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { extension, matchResultSystem } from '../../src/fhir/systems.ts';

/**
 * A responding payer made of plain `node:http` that answers correctly until a test tells it to misbehave. It speaks the
 * guides' wire formats without any code of the product but the names of code systems.
 */
export interface RoughPartner {
  origin: string;
  base: string;
  /** What was asked, in order: `POST /fhir/Group/$bulk-member-match`. */
  requests: string[];
  /** Bodies of kick-offs, parsed, by `METHOD /path`. */
  bodies: Map<string, unknown[]>;
  /** Headers of each request, by `METHOD /path`. */
  headers: Map<string, IncomingMessage['headers'][]>;
  /** Resources of the export, by type: change them between exports. */
  data: Map<string, object[]>;
  /** What becomes of each submitted member, by MemberPatient.id: `match` where not named. */
  verdicts: Map<string, Verdict>;
  /** Answers this path otherwise, until told to stop. Return false to answer as usual. */
  on(path: string, fault: Fault): void;
  off(path: string): void;
  close(): Promise<void>;
}

export type Verdict = 'match' | 'nomatch' | 'consentconstraint' | 'silent' | 'two-groups';

/** `hit` counts the requests to the path, from 1. */
export type Fault = (req: IncomingMessage, res: ServerResponse, hit: number, usual: () => void) => unknown;

type Submitted = { patient: { id: string } };

export async function roughPartner(): Promise<RoughPartner> {
  const faults = new Map<string, Fault>();
  const hits = new Map<string, number>();
  const partner: Omit<RoughPartner, 'origin' | 'base' | 'close'> = {
    requests: [],
    bodies: new Map(),
    headers: new Map(),
    data: new Map(),
    verdicts: new Map(),
    on: (path, fault) => {
      faults.set(path, fault);
      hits.delete(path);
    },
    off: (path) => faults.delete(path),
  };
  let submitted: Submitted[] = [];
  let origin = '';

  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const path = new URL(req.url!, 'http://x').pathname;
      const name = `${req.method} ${path}`;
      const text = Buffer.concat(chunks).toString('utf8');
      partner.requests.push(name);
      push(partner.headers, name, req.headers);
      if (text.startsWith('{')) push(partner.bodies, name, JSON.parse(text));
      const hit = (hits.get(path) ?? 0) + 1;
      hits.set(path, hit);
      const usual = () => answer(name, req, res, text);
      const fault = faults.get(path);
      if (!fault || fault(req, res, hit, usual) === false) usual();
    });
  });

  function answer(name: string, req: IncomingMessage, res: ServerResponse, text: string): unknown {
    switch (name) {
      case 'GET /fhir/.well-known/smart-configuration':
        return json(res, 200, { token_endpoint: `${origin}/token` });
      case 'GET /fhir/metadata':
        return json(res, 200, {
          resourceType: 'CapabilityStatement',
          rest: [{ resource: [{ type: 'Group', operation: [{ name: 'bulk-member-match' }] }] }],
        });
      case 'POST /token':
        return json(res, 200, { access_token: 'token', token_type: 'bearer', expires_in: 300 });
      case 'POST /fhir/Group/$bulk-member-match':
        submitted = submittedIn(text);
        return accepted(res, `${origin}/status/match`);
      case 'GET /status/match':
        return json(res, 200, manifest([{ type: 'Group', url: `${origin}/files/groups.ndjson`, count: 3 }]));
      case 'GET /files/groups.ndjson':
        return file(req, res, lines(groupsOf(submitted, partner.verdicts)));
      case 'POST /fhir/Patient/$member-match':
        return json(res, 200, {
          resourceType: 'Parameters',
          parameter: [{ name: 'MemberIdentifier', valueIdentifier: { system: 'urn:umb', value: 'UMB-1' } }],
        });
      case 'POST /fhir/Patient/_search':
        return json(res, 200, {
          resourceType: 'Bundle',
          entry: [{ resource: { resourceType: 'Patient', id: 'p-m1' } }],
        });
      case 'POST /fhir/Group/g1/$davinci-data-export':
      case 'POST /fhir/Patient/$export':
        return accepted(res, `${origin}/status/export`);
      case 'GET /status/export':
        return json(
          res,
          200,
          manifest(
            [...partner.data].map(([type, all]) => ({
              type,
              url: `${origin}/files/${type}.ndjson`,
              count: all.length,
            })),
          ),
        );
      case 'DELETE /status/export':
        return res.writeHead(202).end();
    }
    const type = /^GET \/files\/(\w+)\.ndjson$/.exec(name)?.[1];
    const all = type && partner.data.get(type);
    if (all) return file(req, res, lines(all));
    return json(res, 404, {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'not-found' }],
    });
  }

  const manifest = (output: object[]) => ({
    transactionTime: '2026-11-24T15:00:00.000Z',
    request: `${origin}/fhir/Group/g1/$davinci-data-export`,
    requiresAccessToken: true,
    output,
    error: [],
  });

  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...partner,
    origin,
    base: `${origin}/fhir`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

const push = <T>(map: Map<string, T[]>, key: string, value: T) =>
  map.set(key, [...(map.get(key) ?? []), value]);

export function json(
  res: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const type = status === 200 && !('resourceType' in body) ? 'application/json' : 'application/fhir+json';
  res.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
}

const accepted = (res: ServerResponse, status: string) =>
  void res.writeHead(202, { 'content-location': status }).end();

export const lines = (resources: readonly object[]): Buffer =>
  Buffer.from(resources.map((r) => `${JSON.stringify(r)}\n`).join(''));

export const etagOf = (bytes: Buffer): string => `"${createHash('sha256').update(bytes).digest('hex')}"`;

/** Sends a piece of a body and ends the connection in good order: all of the piece arrives, and nothing more. */
export function cutAfter(res: ServerResponse, piece: Buffer): void {
  res.write(piece, () => res.socket?.end());
}

/** A file with a strong ETag, Range, If-Range and gzip, as a good server does it. */
export function file(req: IncomingMessage, res: ServerResponse, bytes: Buffer): void {
  const etag = etagOf(bytes);
  const headers = { 'content-type': 'application/fhir+ndjson', etag };
  const start = Number(/^bytes=(\d+)-$/.exec(req.headers.range ?? '')?.[1] ?? Number.NaN);
  if (!Number.isNaN(start) && (req.headers['if-range'] ?? etag) === etag) {
    if (start >= bytes.length)
      return void res.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    const rest = bytes.subarray(start);
    return void res
      .writeHead(206, { ...headers, 'content-range': range, 'content-length': rest.length })
      .end(rest);
  }
  if (/\bgzip\b/.test(req.headers['accept-encoding'] ?? ''))
    return void res.writeHead(200, { ...headers, 'content-encoding': 'gzip' }).end(gzipSync(bytes));
  res.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
}

function submittedIn(text: string): Submitted[] {
  const { parameter } = JSON.parse(text) as {
    parameter: { part: { name: string; resource: { id: string } }[] }[];
  };
  return parameter.map(({ part }) => ({ patient: part.find((p) => p.name === 'MemberPatient')!.resource }));
}

function groupsOf(submitted: readonly Submitted[], verdicts: ReadonlyMap<string, Verdict>): object[] {
  const verdict = (s: Submitted) => verdicts.get(s.patient.id) ?? 'match';
  const inGroup = (code: string) =>
    submitted.filter(
      (s) => verdict(s) === code || (verdict(s) === 'two-groups' && code !== 'consentconstraint'),
    );
  return ['match', 'nomatch', 'consentconstraint']
    .map((code, i) => ({ code, id: `g${i + 1}`, members: inGroup(code) }))
    .filter(({ code, members }) => code === 'match' || members.length > 0)
    .map(({ code, id, members }) => ({
      resourceType: 'Group',
      id,
      contained: members.map((m) => m.patient),
      type: 'person',
      actual: true,
      code: { coding: [{ system: matchResultSystem, code }] },
      member: members.map(({ patient }) => ({
        entity: {
          extension: [{ url: extension.matchParameters, valueReference: { reference: `#${patient.id}` } }],
          reference: code === 'match' ? `Patient/p-${patient.id}` : `#${patient.id}`,
        },
      })),
    }));
}
