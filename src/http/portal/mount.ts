/**
 * Hangs the table of the portal's calls into the server. Order, for each call: session → rate → CSRF → size and kind of the body →
 * shape → once → handler. Whatever goes wrong is told as problem+json, and never with what was sent.
 */
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Tx } from '../../db/db.ts';
import { MemberProblem } from '../../election/member-problem.ts';
import { mayStillAct } from '../../portal/me.ts';
import { once } from '../../portal/once.ts';
import { addressPrincipal, countOrRefuse } from '../../portal/rates.ts';
import {
  endSession,
  isFresh,
  principalOf,
  type Session,
  type SessionDeps,
  sessionOf,
} from '../../portal/session.ts';
import { assert, Problem } from '../../problem/problem.ts';
import type { Log } from '../../telemetry/log.ts';
import { problemOf } from '../problem.ts';
import { problemAnswer } from '../problem-details.ts';
import { parseJson } from '../steps/parse-json.ts';
import type { PortalCall } from './call.ts';
import { calls } from './calls.ts';
import type { CookieNames } from './cookies.ts';
import { checkCsrf } from './csrf.ts';
import { deviceFamily } from './device.ts';
import type { PortalAnswer, PortalHandler, PortalHandlers, PortalRequest } from './handler.ts';
import { pageHeaders } from './page-headers.ts';
import { check } from './schema.ts';
import { shapes } from './shapes.ts';

export interface PortalMountDeps extends SessionDeps {
  /** Without a trailing slash. */
  baseUrl: string;
  cookies: CookieNames;
  handlers: PortalHandlers;
  log: Log;
}

/** Most bytes of a body: a draft or a decision is a few hundred. */
const bodyBytes_max = 32 * 1024;
const base = '/portal/api/';

export async function mountPortalApi(app: FastifyInstance, deps: PortalMountDeps): Promise<void> {
  await app.register(cookie);
  for (const [name, call] of Object.entries(calls) as [keyof typeof calls, PortalCall][])
    addCall(app, deps, name, call, deps.handlers[name]);
  app.all(`${base}*`, async (request, reply) => refuse(deps, new MemberProblem('not-found'), request, reply));
}

/** Who is signed in, by the cookie of this payer and no other's. */
export async function sessionOfRequest(
  deps: PortalMountDeps,
  request: FastifyRequest,
): Promise<Session | undefined> {
  const session = await sessionOf(deps, request.cookies[deps.cookies.session]);
  if (!session || (await mayStillAct(deps.db, deps.clock, session))) return session;
  // The right to act for somebody has ended, and with it what was signed in under it.
  await endSession(deps, session);
  return undefined;
}

function addCall(
  app: FastifyInstance,
  deps: PortalMountDeps,
  name: string,
  call: PortalCall,
  handle: PortalHandler,
): void {
  const sessions = new WeakMap<FastifyRequest, Session>();
  app.route({
    method: call.method,
    url: `${base}${call.path}`,
    bodyLimit: bodyBytes_max,
    onRequest: async (request) => {
      const session = await sessionOfRequest(deps, request);
      if (!session) {
        await countOrRefuse(deps, addressPrincipal(request.ip), 'read');
        throw new MemberProblem('session-missing');
      }
      sessions.set(request, session);
      await countOrRefuse(deps, principalOf(session), call.rate);
      if (call.method !== 'GET') checkCsrf(session, request.headers, deps.baseUrl);
      if (call.stepUp && !isFresh(session, deps.clock.now())) throw new MemberProblem('step-up-required');
      checkKind(call, request);
    },
    errorHandler: (error, request, reply) => refuse(deps, error, request, reply),
    handler: async (request, reply) => {
      const session = sessions.get(request);
      assert(session, 'a call has a session');
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const asked = (tx: Tx | undefined): PortalRequest => ({
        session,
        params: request.params as Record<string, string>,
        query: queryOf(call, request),
        body: bodyOf(call, rawBody),
        ifMatch: ifMatchOf(call, request),
        idempotencyKey: headerOf(request, 'idempotency-key'),
        requestId: request.id,
        device: deviceFamily(request.headers['user-agent']),
        get tx(): Tx {
          assert(tx, 'only a call that is done once has a transaction');
          return tx;
        },
      });
      if (!call.idempotent) return send(await handle(asked(undefined)), reply);
      asked(undefined); // what is wrong with the request is told before anything is begun
      const key = headerOf(request, 'idempotency-key');
      const principal = principalOf(session);
      const route = `${name} ${Object.values(request.params as object).join(' ')}`.trim();
      const answer = await once(deps, { principal, route, key, body: rawBody }, async (tx) => {
        const { status, body } = await handle(asked(tx));
        return { status, body };
      });
      return send(answer, reply);
    },
  });
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};

function checkKind(call: PortalCall, request: FastifyRequest): void {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced === 0 && request.headers['transfer-encoding'] === undefined) return;
  if (announced > bodyBytes_max) throw new Problem('too-large', 'The body is too large.');
  const [type = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (call.body && type.trim() !== 'application/json')
    throw new Problem('unsupported-media', 'The body is JSON.');
}

function bodyOf(call: PortalCall, raw: Buffer): unknown {
  if (!call.body) return undefined;
  let body: unknown;
  try {
    body = parseJson(raw);
  } catch (error) {
    throw error instanceof Problem ? new MemberProblem('body-invalid') : error;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new MemberProblem('body-invalid');
  const fields = check(call.body, body, shapes);
  if (fields.length > 0) throw new MemberProblem('fields', { fields: fields.slice(0, faults_max) });
  return body;
}
const faults_max = 20;

function queryOf(call: PortalCall, request: FastifyRequest): URLSearchParams {
  const start = request.originalUrl.indexOf('?');
  const query = new URLSearchParams(start < 0 ? '' : request.originalUrl.slice(start + 1));
  for (const [named, schema] of Object.entries(call.query ?? {})) {
    const name = named.replace(/\?$/, '');
    const value = query.get(name);
    const missing = value === null && !named.endsWith('?');
    if (missing || (value !== null && check(schema, value, shapes).length > 0))
      throw new MemberProblem('query-invalid', { fields: [{ path: name, code: 'value' }] });
  }
  return query;
}

function ifMatchOf(call: PortalCall, request: FastifyRequest): string | undefined {
  if (!call.ifMatch) return undefined;
  const value = headerOf(request, 'if-match');
  if (value === undefined || value === '*') throw new MemberProblem('if-match-missing');
  return value.replace(/^(?:W\/)?"(.*)"$/, '$1');
}

function send(answer: PortalAnswer, reply: FastifyReply): FastifyReply {
  reply.code(answer.status).headers(pageHeaders);
  if (answer.etag !== undefined) reply.header('etag', `"${answer.etag}"`);
  if (answer.stream) {
    const { content, contentType, fileName } = answer.stream;
    reply.header('content-type', contentType);
    if (fileName !== undefined) reply.header('content-disposition', `attachment; filename="${fileName}"`);
    return reply.send(content);
  }
  if (answer.page !== undefined)
    return reply.header('content-type', 'text/html; charset=utf-8').send(answer.page);
  if (answer.status === 204 || answer.body === undefined) return reply.send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer.body));
}

/** Tells a refusal, and a fault of ours by nothing but the id of the request. */
export function refuse(
  deps: Pick<PortalMountDeps, 'log'>,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(error);
  if (problem.category === 'fault')
    deps.log.error({ requestId: request.id, at: placesOf(problem.cause ?? problem) }, 'portal: failed');
  const answer = problemAnswer(problem, request.id);
  // A browser would ask for a password that is nobody's.
  const { 'www-authenticate': _challenge, ...headers } = answer.headers;
  return reply
    .code(answer.status)
    .headers({ ...pageHeaders, ...headers })
    .header('content-type', answer.contentType)
    .send(JSON.stringify(answer.body));
}

/** Where it happened. An unknown error's message may quote a value. */
const placesOf = (error: unknown): string[] =>
  error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
