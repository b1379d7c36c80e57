/** The portal's pages: the public one, the client and its assets, and the way to the identity provider and back. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { optInText, type Texts } from '../../election/texts.ts';
import { opensSignIn } from '../../intake/reminders.ts';
import { signIn_s_max } from '../../portal/limits.ts';
import { addressPrincipal, countOrRefuse } from '../../portal/rates.ts';
import { endSession } from '../../portal/session.ts';
import { beginSignIn, finishSignIn, type SignInDeps } from '../../portal/sign-in.ts';
import { Problem } from '../../problem/problem.ts';
import { cookieOptions } from './cookies.ts';
import { escaped, learnPage, learnStyles } from './learn-page.ts';
import { type PortalMountDeps, refuse, sessionOfRequest } from './mount.ts';
import { immutable, pageHeaders } from './page-headers.ts';

export interface PagesDeps extends PortalMountDeps, SignInDeps {
  texts: Texts;
  payer: { name: string; phone: string };
  /** The built client: index.html and assets/. Absent: a page that says how it is built. */
  clientDir: string | undefined;
}

export async function mountPages(app: FastifyInstance, deps: PagesDeps): Promise<void> {
  const get = (
    url: string,
    answer: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
  ) =>
    app.route({
      method: 'GET',
      url,
      errorHandler: (error, request, reply) => refuse(deps, error, request, reply),
      handler: answer,
    });
  get('/portal/learn', async (request, reply) => {
    const locale = localeOf(queryOf(request).get('lang'));
    const day = deps.clock.now().toISOString().slice(0, 10);
    const text = deps.texts.find(optInText, 'current', locale, day)!;
    return html(reply, learnPage(text, deps.payer)).header('cache-control', 'public, max-age=300');
  });
  get('/portal/learn.css', async (_request, reply) =>
    reply
      .headers(pageHeaders)
      .header('cache-control', 'public, max-age=300')
      .type('text/css; charset=utf-8')
      .send(learnStyles),
  );
  get('/portal/welcome/:token', async (request, reply) => {
    await countOrRefuse(deps, addressPrincipal(request.ip), 'login');
    const { token } = request.params as { token: string };
    const opens = await opensSignIn(deps.db, token, deps.clock.now());
    return reply
      .headers(pageHeaders)
      .redirect(opens ? '/portal/login?return=/portal/' : '/portal/learn', 303);
  });
  get('/portal/login', (request, reply) => login(deps, request, reply));
  get('/portal/callback', (request, reply) => callback(deps, request, reply));
  get('/portal/logged-out', async (_request, reply) =>
    reply.headers(pageHeaders).redirect('/portal/sign-in?done=1', 303),
  );
  get('/portal', async (_request, reply) => reply.headers(pageHeaders).redirect('/portal/', 308));
  if (deps.clientDir !== undefined) await mountAssets(app, deps.clientDir);
  get('/portal/*', async (request, reply) => {
    const { pathname } = new URL(request.url, deps.baseUrl);
    const wantsPage = /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
    if (/^\/portal\/(assets|api)\//.test(pathname) || !wantsPage)
      throw new Problem('not-found', 'There is no such page.');
    return html(reply, await clientPage(deps.clientDir));
  });
}

const localeOf = (text: string | null): 'en' | 'es' => (text === 'es' ? 'es' : 'en');
const html = (reply: FastifyReply, page: string): FastifyReply =>
  reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page);

function queryOf(request: FastifyRequest): URLSearchParams {
  const start = request.originalUrl.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.originalUrl.slice(start + 1));
}

async function clientPage(dir: string | undefined): Promise<string> {
  if (dir !== undefined) {
    const page = await readFile(join(dir, 'index.html'), 'utf8').catch(() => undefined);
    if (page !== undefined) return page;
  }
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Portal not built</title><p>${escaped(
    'The portal’s client is not built. Run npm run build:portal.',
  )}</p></html>`;
}

async function mountAssets(app: FastifyInstance, dir: string): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.headers(pageHeaders);
      // What is not there now may be there after the next release.
      if (reply.statusCode < 400) reply.header('cache-control', immutable);
    });
    await scope.register(fastifyStatic, {
      root: join(dir, 'assets'),
      prefix: '/portal/assets/',
      wildcard: true,
      index: false,
      preCompressed: true,
      cacheControl: false,
    });
  });
}

async function login(deps: PagesDeps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  await countOrRefuse(deps, addressPrincipal(request.ip), 'login');
  const query = queryOf(request);
  const session = await sessionOfRequest(deps, request);
  const locale = query.has('lang') ? localeOf(query.get('lang')) : (session?.locale ?? 'en');
  try {
    const { location, browser } = await beginSignIn(deps, {
      returnTo: query.get('return'),
      locale,
      stepUp: query.get('step-up') === '1',
    });
    reply.setCookie(deps.cookies.signIn, browser, cookieOptions(deps.cookies, signIn_s_max));
    return reply.headers(pageHeaders).redirect(location, 303);
  } catch (error) {
    if (!(error instanceof Problem) || error.category !== 'busy') throw error;
    deps.log.warn({ requestId: request.id }, 'portal: the identity provider does not answer');
    return failed(reply, 'unavailable', locale);
  }
}

async function callback(
  deps: PagesDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await countOrRefuse(deps, addressPrincipal(request.ip), 'login');
  const before = await sessionOfRequest(deps, request);
  const end = await finishSignIn(deps, {
    url: new URL(request.originalUrl, deps.baseUrl),
    browser: request.cookies[deps.cookies.signIn],
  });
  reply.clearCookie(deps.cookies.signIn, cookieOptions(deps.cookies));
  if (end.is === 'failed') return failed(reply, end.why, end.locale);
  // Whatever was in the browser until now is worth nothing any more (session fixation).
  if (before) await endSession(deps, before);
  reply.setCookie(deps.cookies.session, end.token, cookieOptions(deps.cookies));
  return reply.headers(pageHeaders).redirect(end.returnTo, 303);
}

const failed = (reply: FastifyReply, why: string, locale: 'en' | 'es'): FastifyReply =>
  reply.headers(pageHeaders).redirect(`/portal/sign-in?problem=${why}&lang=${locale}`, 303);
