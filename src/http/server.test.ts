/**
 * Protects the frame that every request passes: what is refused before a handler sees it, that refusals quote
 * nothing, and that addresses and bodies arrive exactly.
 */
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuthServer, startAuthServer } from '../../test/env/auth-server.ts';
import { Problem } from '../problem/problem.ts';
import { jsonDepth_max } from './limits.ts';
import { jsonTypes, type Request, type Route } from './route.ts';

const bodyBytes_max = 64 * 1024;
const large_bytes = 100 * 1024 * 1024;
let server: AuthServer;
let streamed = { made: 0, destroyed: false };
let gone: Promise<void>;

/** A stream of 100 MB that counts what was asked of it. */
function largeStream(): Readable {
  streamed = { made: 0, destroyed: false };
  const chunk = Buffer.alloc(64 * 1024, 0x61);
  return new Readable({
    read() {
      streamed.made += chunk.length;
      this.push(streamed.made > large_bytes ? null : chunk);
    },
    destroy(error, done) {
      streamed.destroyed = true;
      done(error);
    },
  });
}

function testRoute(
  method: Route['method'],
  path: string,
  handle: Route['handle'],
  more: Partial<Route> = {},
): Route {
  const takesBody = method === 'POST';
  return {
    method,
    path,
    scope: 'public',
    bodyBytes_max: takesBody ? bodyBytes_max : 0,
    contentTypes: takesBody ? jsonTypes : [],
    handle,
    ...more,
  };
}

const echo = (name: string) => async (r: Request) => ({
  status: 200,
  body: { name, body: r.body, params: r.params, url: r.url, query: [...r.query] },
});

beforeAll(async () => {
  server = await startAuthServer({
    extraRoutes: [
      testRoute('GET', 'Test/:id', echo('read')),
      testRoute('POST', 'Test/$match', echo('match')),
      testRoute('GET', 'Test/:id/$davinci-export', echo('instance')),
      testRoute('POST', 'Test/:id/$davinci-export', echo('instance')),
      testRoute('DELETE', 'test-job/:id', async () => ({ status: 202 })),
      testRoute(
        'GET',
        'test-stream',
        async () => ({ status: 200, contentType: 'text/plain', body: largeStream() }),
        {
          produces: ['text/plain'],
        },
      ),
      testRoute('GET', 'test-waiting', (r) => {
        const aborted = new Promise<void>((resolve) => r.signal.addEventListener('abort', () => resolve()));
        gone = aborted;
        return aborted.then(() => ({ status: 200 }));
      }),
      testRoute('GET', 'test-fault', async () => {
        throw new Error('select * from patient where name = John Smith');
      }),
      testRoute('GET', 'test-busy', async () => {
        throw new Problem('busy', 'Later, please.', { retryAfterSeconds: 30, detail: 'secret detail' });
      }),
      testRoute('POST', 'test-protected', echo('protected'), {
        scope: 'authenticated',
        bodyBytes_max: 2 * large_bytes,
      }),
      testRoute('GET', 'test-caller', async (r) => ({ status: 200, body: r.caller })),
    ],
  });
});
afterAll(() => server?.stop());

const send = (path: string, init: RequestInit = {}) => fetch(`${server.baseUrl}${path}`, init);
const postJson = (body: string | Buffer, headers: Record<string, string> = {}) =>
  send('/fhir/Test/$match', {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', ...headers },
    body,
  });
async function outcomeOf(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
  const body = (await response.json()) as { resourceType: string; issue: { code: string }[] };
  expect(body.resourceType).toBe('OperationOutcome');
  return { status: response.status, code: body.issue[0]!.code, text: JSON.stringify(body) };
}

describe('addresses', () => {
  test.each([
    ['/fhir/Test/abc', 'read', { id: 'abc' }],
    ['/fhir/Test/abc/$davinci-export', 'instance', { id: 'abc' }],
    ['/fhir/Test/abc/%24davinci-export?_since=x%24y', 'instance', { id: 'abc' }],
  ])('%s', async (path, name, params) => {
    const body = await (await send(path)).json();
    expect(body).toMatchObject({ name, params, url: `${server.baseUrl}${path}` });
  });

  test.each(['/fhir/Test/$match', '/fhir/Test/%24match'])(
    'POST %s is the operation, not a read',
    async (path) => {
      const response = await send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"a":1}',
      });
      expect(await response.json()).toMatchObject({ name: 'match', body: { a: 1 } });
    },
  );

  test('GET on an operation that only takes POST is 405, not a read of that name', async () => {
    const response = await send('/fhir/Test/$match');
    expect(response.headers.get('allow')).toBe('OPTIONS, POST');
    expect(await outcomeOf(response)).toMatchObject({ status: 405, code: 'not-supported' });
  });

  test.each([
    ['/nothing', 404],
    ['/fhir', 404],
    ['/fhir/Test/a/b/c', 404],
    [`/fhir/Test/${'x'.repeat(200)}`, 400],
    ['/fhir/Test/%E0%A4%A', 400],
    ['/fhir/../../etc/passwd', 404],
  ])('%s is %s with an OperationOutcome', async (path, status) => {
    expect(await outcomeOf(await send(path))).toMatchObject({ status });
  });

  test('every other method is 405 and OPTIONS tells what there is', async () => {
    expect(await outcomeOf(await send('/fhir/metadata', { method: 'DELETE' }))).toMatchObject({
      status: 405,
    });
    expect(await outcomeOf(await send('/fhir/metadata', { method: 'PUT', body: 'x' }))).toMatchObject({
      status: 405,
    });
    const options = await send('/fhir/metadata', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'OPTIONS, GET, HEAD']);
  });

  test('HEAD answers like GET without a body, and makes no stream flow', async () => {
    const head = await send('/fhir/metadata', { method: 'HEAD' });
    const get = await send('/fhir/metadata');
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    expect(await head.text()).toBe('');
    expect((await send('/fhir/test-stream', { method: 'HEAD' })).status).toBe(200);
    expect(streamed.made).toBeLessThan(1024 * 1024);
  });

  test('DELETE with a content type and no body passes', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await send('/fhir/test-job/1', { method: 'DELETE', headers })).status).toBe(202);
  });
});

describe('a body that is refused', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  test.each<[string, string | Buffer, Record<string, string>, number]>([
    ['cut JSON', '{"name":"John Smith"', {}, 400],
    ['JSON with something after it', '{} John Smith', {}, 400],
    ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), {}, 400],
    ['a lone surrogate half in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), {}, 400],
    ['nesting one level too deep', nested(jsonDepth_max + 1), {}, 400],
    ['a million brackets', '['.repeat(60_000), {}, 400],
    ['one byte too much', `"${'x'.repeat(bodyBytes_max - 1)}"`, {}, 413],
    ['XML', '<Parameters/>', { 'content-type': 'application/fhir+xml' }, 415],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['no kind that exists', '{}', { 'content-type': 'nonsense' }, 415],
    ['another character set', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['compressed', '{}', { 'content-encoding': 'gzip' }, 415],
  ])('%s', async (_name, body, headers, status) => {
    const told = await outcomeOf(await postJson(body, headers));
    expect(told.status).toBe(status);
    expect(told.text).not.toMatch(/Smith|position|Unexpected|node_modules| at /);
  });

  test.each([
    ['the deepest nesting', nested(jsonDepth_max)],
    ['brackets inside text', JSON.stringify('[{'.repeat(500))],
    ['escaped quotes before brackets', JSON.stringify(`"\\"${'['.repeat(100)}`)],
    ['a byte order mark', '\uFEFF{}'],
    ['exactly as many bytes as allowed', `"${'x'.repeat(bodyBytes_max - 2)}"`],
  ])('but not %s', async (_name, body) => expect((await postJson(body)).status).toBe(200));

  test('an empty body arrives as undefined', async () => {
    const response = await send('/fhir/Test/$match', { method: 'POST' });
    expect([response.status, 'body' in ((await response.json()) as object)]).toEqual([200, false]);
  });

  test.each([
    ['announced', `content-length: ${large_bytes}`],
    ['not announced', 'transfer-encoding: chunked'],
  ])('100 MB, %s, is refused before it is sent', async (_name, header) => {
    const { text, sent } = await sendSlowly(header);
    expect(text).toMatch(/^HTTP\/1.1 413 /);
    expect(text).toContain('OperationOutcome');
    expect(sent).toBeLessThan(10 * 1024 * 1024);
  });

  test('a body is not read at all for a caller without a token', async () => {
    const { text, sent } = await sendSlowly(`content-length: ${large_bytes}`, '/fhir/test-protected');
    expect(text).toMatch(/^HTTP\/1.1 401 /);
    expect(sent).toBeLessThan(10 * 1024 * 1024);
  });

  /** Sends 100 MB in pieces, as fast as they are taken, until an answer comes. */
  function sendSlowly(header: string, path = '/fhir/Test/$match'): Promise<{ text: string; sent: number }> {
    const { port, hostname } = new URL(server.baseUrl);
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const chunked = header.startsWith('transfer');
    return new Promise((resolve) => {
      let sent = 0;
      let text = '';
      const socket = connect(Number(port), hostname);
      const more = () => {
        while (text === '' && sent < large_bytes && !socket.destroyed) {
          sent += chunk.length;
          if (chunked) socket.write(`${chunk.length.toString(16)}\r\n`);
          const room = socket.write(chunk);
          if (chunked) socket.write('\r\n');
          if (!room) break;
        }
      };
      socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${header}\r\n\r\n`);
      socket.on('drain', more);
      socket.on('data', (data) => {
        text += data.toString();
        if (text.includes('\r\n\r\n')) socket.end();
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve({ text, sent }));
      more();
    });
  }
});

describe('Accept', () => {
  test.each([
    ['application/fhir+json', '', 200],
    ['application/json', '', 200],
    ['application/json;q=0.5, text/html', '', 200],
    ['*/*', '', 200],
    ['application/*', '', 200],
    ['application/fhir+xml', '', 406],
    ['text/html', '', 406],
    ['application/json;q=0', '', 406],
    ['application/fhir+xml', '?_format=json', 200],
    ['*/*', '?_format=xml', 406],
  ])('%s with %s is %s', async (accept, query, status) => {
    expect((await send(`/fhir/Test/a${query}`, { headers: { accept } })).status).toBe(status);
  });
});

describe('failures', () => {
  test('of an unknown kind tell a request id and nothing else', async () => {
    const response = await send('/fhir/test-fault');
    const told = await outcomeOf(response);
    expect(told).toMatchObject({ status: 500, code: 'exception' });
    expect(told.text).toContain(response.headers.get('x-request-id')!);
    expect(told.text).not.toMatch(/select|Smith|Error/);
  });
  test('that pass say when to come back', async () => {
    const response = await send('/fhir/test-busy');
    expect(response.headers.get('retry-after')).toBe('30');
    expect((await outcomeOf(response)).text).not.toContain('secret');
  });
  test('to ask a public route for its caller is a fault of ours', async () => {
    expect(await outcomeOf(await send('/fhir/test-caller'))).toMatchObject({ status: 500 });
  });
  test.each([['headers that are too large', { 'x-big': 'x'.repeat(20_000) }, 431]])(
    '%s',
    async (_name, headers, status) => {
      expect((await send('/fhir/metadata', { headers })).status).toBe(status);
    },
  );
});

describe('streams', () => {
  test('a slow reader holds the stream back, and a reader that leaves ends it', async () => {
    const { port, hostname } = new URL(server.baseUrl);
    const socket = connect(Number(port), hostname);
    socket.write('GET /fhir/test-stream HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => socket.once('readable', resolve));
    let made = -1;
    while (made !== streamed.made) {
      made = streamed.made;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(streamed.made).toBeLessThan(50 * 1024 * 1024);
    socket.destroy();
    await expect.poll(() => streamed.destroyed).toBe(true);
  });

  test('a handler learns that its caller left', async () => {
    const { port, hostname } = new URL(server.baseUrl);
    const before = gone;
    const socket = connect(Number(port), hostname);
    socket.write('GET /fhir/test-waiting HTTP/1.1\r\nhost: x\r\n\r\n');
    await expect.poll(() => gone !== before).toBe(true);
    socket.destroy();
    await gone;
  });
});

test('answers about members are not kept by caches, and carry the usual security headers', async () => {
  const { headers } = await send('/fhir/Test/a');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('a server that closes does not wait for a connection on which no request came', async () => {
  const other = await server.another();
  const { port, hostname } = new URL(other.baseUrl);
  const silent = connect(Number(port), hostname);
  await new Promise((resolve) => silent.once('connect', resolve));
  await fetch(`${other.baseUrl}/fhir/metadata`).then((response) => response.text());
  const ended = new Promise((resolve) => silent.once('close', resolve));
  silent.resume();
  await other.stop();
  await ended;
});
