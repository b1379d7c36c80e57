// The mock as a server: the built portal under the policy of the real one, and the answers beside it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Answer, answers } from './answers.ts';
import { people, type World } from './people.ts';

const built = fileURLToPath(new URL('../../dist/portal/member/', import.meta.url));

/** As the real server sends it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};

const routes = Object.entries(answers).map(([name, answer]) => {
  const [method, path] = name.split(' ') as [string, string];
  const pattern = new RegExp(`^/portal/api/${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
  return { method, pattern, answer };
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

function reply(response: ServerResponse, answer: Answer): void {
  if ('html' in answer) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(answer.html);
  } else if ('failure' in answer) {
    const { status, code, fields, retryAfter_s, cut } = answer.failure;
    if (cut) {
      // Half an answer: a browser asks again by itself where none began.
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{', () => response.socket?.destroy());
      return;
    }
    response
      .writeHead(status, {
        'content-type': 'application/problem+json',
        ...(retryAfter_s ? { 'retry-after': String(retryAfter_s) } : {}),
      })
      .end(
        JSON.stringify({
          type: 'about:blank',
          status,
          title: code,
          code,
          requestId: 'mock-7f3a',
          ...(fields ? { fields } : {}),
        }),
      );
  } else {
    response
      .writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }
}

const refused = (status: number, code: string): Answer => ({ failure: { status, code } });

/** A mock server, not listening yet. Each sign-in has a world of its own. */
export function mockServer(): Server {
  const worlds = new Map<string, World>();
  const worldOf = (request: IncomingMessage): World | undefined =>
    worlds.get(/tl_m_mock=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');

  const api = async (request: IncomingMessage, url: URL): Promise<Answer | 'never'> => {
    const world = worldOf(request);
    const body = (await bodyOf(request)) as never;
    if (!world) return refused(401, 'session-missing');
    if (request.method === 'POST' && url.pathname === '/portal/api/logout') {
      for (const [id, kept] of worlds) if (kept === world) worlds.delete(id);
      return { status: 200, body: { location: '/portal/sign-in?problem=signed-out' } };
    }
    const route = routes.find(
      ({ method, pattern }) => method === request.method && pattern.test(url.pathname),
    );
    if (!route) return refused(404, 'not-found');
    if (request.method !== 'GET' && request.headers['x-csrf'] !== world.me.csrf) return refused(403, 'csrf');
    if (request.method === 'GET' && !url.pathname.endsWith('/me') && world.reads !== 'answer')
      return world.reads === 'never' ? 'never' : refused(500, 'fault');
    const path = { ...route.pattern.exec(url.pathname)!.groups };
    return route.answer({ world, path, query: url.searchParams, body, headers: request.headers as never });
  };

  const page = (response: ServerResponse, path: string): void => {
    // Scripts and styles in Brotli, as the real server sends them.
    const asset = /^\/portal\/(assets\/[\w.-]+)$/.exec(path)?.[1];
    const file = asset ?? 'index.html';
    response
      .writeHead(200, {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        ...(asset
          ? { 'content-encoding': 'br', 'cache-control': 'public, max-age=31536000, immutable' }
          : {}),
      })
      .end(readFileSync(join(built, asset ? `${file}.br` : file)));
  };

  return createServer((request, response) => {
    const url = new URL(request.url!, 'http://mock');
    if (url.pathname === '/portal/login') {
      // Who signs in again stays who they were: only the time of the sign-in is new.
      const id = randomUUID();
      const world = url.searchParams.has('user')
        ? people[url.searchParams.get('user')!]?.()
        : worldOf(request);
      worlds.set(id, { ...(world ?? people.john!()) });
      const lang = url.searchParams.get('lang');
      if (lang === 'en' || lang === 'es') worlds.get(id)!.me.locale = lang;
      if (url.searchParams.has('step-up')) worlds.get(id)!.me.authTime = new Date().toISOString();
      response
        .writeHead(303, {
          location: url.searchParams.get('return') ?? '/portal/',
          'set-cookie': `tl_m_mock=${id}; Path=/; HttpOnly; SameSite=Lax`,
        })
        .end();
    } else if (url.pathname.startsWith('/portal/api/')) {
      api(request, url).then(
        (answer) => answer !== 'never' && reply(response, answer),
        () => reply(response, refused(500, 'fault')),
      );
    } else {
      try {
        page(response, url.pathname);
      } catch {
        response.writeHead(404).end();
      }
    }
  });
}
