/**
 * The web server around the route table: order of the steps, limits, and how an answer goes out. What is true of one
 * route only stands in the table, not here.
 */
import { Readable } from 'node:stream';
import helmet from '@fastify/helmet';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { TokenDeps } from '../authz/access-token.ts';
import type { Caller } from '../authz/caller.ts';
import type { Random } from '../clock/random.ts';
import { outcome } from '../fhir/outcome.ts';
import { assert, Problem } from '../problem/problem.ts';
import type { Log } from '../telemetry/log.ts';
import { closeSoon } from './closing.ts';
import * as limits from './limits.ts';
import { fhirAnswer, methodNotAllowed, oauthAnswer, problemOf } from './problem.ts';
import { problemAnswer } from './problem-details.ts';
import { type Answer, jsonTypes, type Request, type Route } from './route.ts';
import { authenticate } from './steps/authenticate.ts';
import { checkAccept, checkBody } from './steps/check-media.ts';
import { parseJson } from './steps/parse-json.ts';
import { unservedProblem } from './unserved.ts';

export interface ServerDeps {
  /** Without a trailing slash. */
  baseUrl: string;
  routes: readonly Route[];
  tokens: TokenDeps;
  log: Log;
  random: Random;
  /** Hung in beside the table: what is for members' browsers and not for partners. */
  parts?: readonly ((app: FastifyInstance) => Promise<void>)[];
}

const fhirBase = '/fhir/';
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
type Method = (typeof methods)[number];

/** The server, ready to listen. Close it with `close()`: open requests finish first, within a limit. */
export async function buildServer(deps: ServerDeps): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    genReqId: () => deps.random.uuid(),
    requestTimeout: limits.requestReceive_ms_max,
    connectionTimeout: limits.connectionIdle_ms_max,
    keepAliveTimeout: limits.keepAlive_ms,
    maxRequestsPerSocket: limits.requestsPerConnection_max,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: limits.headerBytes_max, headersTimeout: limits.headersReceive_ms_max },
    routerOptions: { maxParamLength: limits.pathSegmentCharacters_max },
    exposeHeadRoutes: false,
    rewriteUrl: (raw) => plainDollars(raw.url ?? '/'),
    frameworkErrors: (error, request, reply) => {
      sendProblem(deps, undefined, error, request as FastifyRequest, reply as unknown as FastifyReply);
    },
  });
  closeSoon(app);
  app.server.maxConnections = limits.connections_max;
  app.server.maxHeadersCount = limits.headers_max;

  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      useDefaults: false,
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    // Whatever is said here may be about a member, unless a handler knows better.
    reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
  });
  app.addHook('onResponse', async (request, reply) => logAnswer(deps, request, reply));
  app.setNotFoundHandler(async (request, reply) => {
    const [path = ''] = request.url.split('?');
    sendProblem(deps, undefined, unservedProblem(request.method, path), request, reply);
    return reply;
  });

  for (const route of deps.routes.filter((r) => !r.streams)) addRoute(app, deps, route);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    for (const route of deps.routes.filter((r) => r.streams)) addRoute(scope, deps, route);
  });
  for (const [path, allowed] of methodsByPath(deps.routes)) addOtherMethods(app, path, allowed);
  for (const mount of deps.parts ?? []) await mount(app);
  return app;
}

/** The path of a route in the router's own grammar. */
export const pathOf = (route: Pick<Route, 'path'>): string =>
  route.path.startsWith('/') ? route.path : `${fhirBase}${route.path}`;

function addRoute(app: FastifyInstance, deps: ServerDeps, route: Route): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.route({
    method: route.method === 'GET' ? ['GET', 'HEAD'] : route.method,
    url: pathOf(route),
    bodyLimit: Math.max(route.bodyBytes_max, 1),
    onRequest: async (request) => {
      const caller = await authenticate(deps.tokens, route, request.headers.authorization);
      if (caller) callers.set(request, caller);
      checkAccept(route, request.headers, queryOf(request));
      checkBody(route, request.headers);
    },
    errorHandler: (error, request, reply) => sendProblem(deps, route, error, request, reply),
    handler: async (request, reply) => {
      const answer = await route.handle(requestFor(deps, route, request, reply, callers.get(request)));
      return sendAnswer(answer, request, reply);
    },
  });
}

/** What a handler sees of a request. */
function requestFor(
  deps: ServerDeps,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller | undefined,
): Request {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const takesJson =
    !route.streams && route.contentTypes.some((type) => (jsonTypes as readonly string[]).includes(type));
  return {
    get caller() {
      assert(caller, 'a public route asks for no caller');
      return caller;
    },
    params: request.params as Record<string, string>,
    query: queryOf(request),
    body: takesJson ? parseJson(rawBody) : undefined,
    rawBody,
    ...(route.streams && request.body instanceof Readable ? { stream: request.body } : {}),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    ),
    url: `${deps.baseUrl}${request.originalUrl}`,
    signal: gone.signal,
  };
}

function sendAnswer(answer: Answer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { body } = answer;
  reply.code(answer.status).headers(answer.headers ?? {});
  if (body === undefined) return reply.send();
  reply.header('content-type', answer.contentType ?? 'application/fhir+json; charset=utf-8');
  if (body instanceof Readable) {
    if (request.method !== 'HEAD') return reply.send(body);
    body.destroy();
    return reply.send();
  }
  return reply.send(Buffer.isBuffer(body) ? body : JSON.stringify(body));
}

function sendProblem(
  deps: ServerDeps,
  route: Route | undefined,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem = problemOf(error);
  const { category, detail } = problem;
  if (category === 'fault') {
    deps.log.error(
      { requestId: request.id, detail, ...withoutText(problem.cause ?? problem) },
      'request failed',
    );
  } else if (detail !== undefined) {
    deps.log.info({ requestId: request.id, category, detail }, 'request refused');
  }
  sendAnswer(refusalOf(route, problem, request.id), request, reply);
}

function refusalOf(route: Route | undefined, problem: Problem, requestId: string): Answer {
  if (route?.errors === 'oauth') return oauthAnswer(problem);
  return route?.errors === 'problem' ? problemAnswer(problem, requestId) : fhirAnswer(problem, requestId);
}

/** The class, code and place of an unknown error. Its message may quote a value, hence a member's data. */
function withoutText(error: unknown): { error: string; code: string | undefined; at: string[] } {
  if (!(error instanceof Error)) return { error: typeof error, code: undefined, at: [] };
  const { code } = error as { code?: unknown };
  return {
    error: error.name,
    code: typeof code === 'string' ? code : undefined,
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
  };
}

function logAnswer(deps: ServerDeps, request: FastifyRequest, reply: FastifyReply): void {
  deps.log.info(
    {
      requestId: request.id,
      method: request.method,
      // The route, not the URL: a URL may hold an identifier.
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    },
    'answered',
  );
}

/** Every path once, with what it answers to: the rest is 405, OPTIONS says which. */
function methodsByPath(routes: readonly Route[]): Map<string, Set<Method>> {
  const byPath = new Map<string, Set<Method>>();
  for (const route of routes) {
    const allowed = byPath.get(pathOf(route)) ?? new Set<Method>(['OPTIONS']);
    allowed.add(route.method);
    if (route.method === 'GET') allowed.add('HEAD');
    byPath.set(pathOf(route), allowed);
  }
  return byPath;
}

function addOtherMethods(app: FastifyInstance, path: string, allowed: ReadonlySet<Method>): void {
  const allow = [...allowed].join(', ');
  app.options(path, async (_request, reply) =>
    sendAnswer({ status: 204, headers: { allow } }, _request, reply),
  );
  const refused = methods.filter((method) => !allowed.has(method));
  app.route({
    method: refused,
    url: path,
    // Answered before the body is read: nobody needs it.
    onRequest: async (request, reply) =>
      sendAnswer(
        {
          status: methodNotAllowed,
          headers: { allow },
          body: outcome({
            severity: 'error',
            code: 'not-supported',
            text: 'This address does not take that method.',
          }),
        },
        request,
        reply,
      ),
    handler: async () => {
      throw new Problem('fault', 'Something went wrong on our side.', {
        detail: 'a refused method was handled',
      });
    },
  });
}

/** Some clients write the `$` of an operation as `%24`: the same path (RFC 3986 2.3 would not say so, FHIR does). */
function plainDollars(url: string): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return path.includes('%24') ? path.replaceAll('%24', '$') + (end < 0 ? '' : url.slice(end)) : url;
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const start = request.originalUrl.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.originalUrl.slice(start + 1));
}
