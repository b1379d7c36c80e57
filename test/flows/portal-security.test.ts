/**
 * Member A reaches nothing of member B, by any id, through any call; a change comes from our own page or not at all; a session is worth
 * something at one payer, after one sign-in; and what a browser is told keeps other sites out.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/db/sql.ts';
import { kindCover, unitedCare } from '../../src/demo/people/payers.ts';
import { type PortalBrowser, portalBrowser } from '../../src/demo/portal/browser.ts';
import { draftFor, optIn, signatureFor } from '../../src/demo/portal/opt-in.ts';
import type { PortalCall } from '../../src/http/portal/call.ts';
import { calls } from '../../src/http/portal/calls.ts';
import { cookieNames } from '../../src/http/portal/cookies.ts';
import { returnPath } from '../../src/portal/return-path.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
let john: PortalBrowser;
let rosa: PortalBrowser;

beforeAll(async () => {
  payers = await twoPayers({ portal: true, members: 0, idle: true });
  john = portalBrowser(payers.requesting.baseUrl);
  rosa = portalBrowser(payers.requesting.baseUrl);
  await john.signIn('john');
  await rosa.signIn('rosa');
});
afterAll(() => payers?.close());

/** The rates are a minute's: what is tested here is not them. */
const breathe = () => payers.requesting.db.run(sql`delete from portal_rate`);
const without = (text: string) => text.replace(/"requestId":"[^"]+"/, '"requestId":""');
const bodies: Partial<Record<keyof typeof calls, unknown>> = {
  changeDraftPlan: { noCard: true },
  addFacts: { otherName: 'R Delgado' },
  askForCall: { phone: '555 0100', when: 'any' },
};

describe('another member’s things', () => {
  test('are not there: every id of hers through every call is the answer of no id at all', async () => {
    const signed = await optIn(
      rosa,
      { payerId: kindCover.npi, kind: 'prior' },
      { memberIdThere: 'KC800207318' },
    );
    expect(signed.status).toBe(201);
    const draft = await draftFor(rosa, { name: 'Another plan' });
    const made = await rosa.call<{ location: string }>('POST', 'record-downloads', { format: 'ndjson' });
    const told = await rosa.call<{ id: string }>('POST', 'instructions', { plan: kindCover.npi });
    const acting = await rosa.call<{ id: string }>('POST', 'representatives', {
      name: 'Ana',
      basis: 'guardian',
      documentSha256: 'a'.repeat(64),
      endsOn: '2027-12-31',
    });
    const hers = [
      signed.body.id,
      signed.body.plans[0]!.id,
      draft.id,
      draft.plan,
      made.body.location.split('/').at(-1)!,
      told.body.id,
      acting.body.id,
    ];
    expect(hers.every((id) => typeof id === 'string' && id.length > 8)).toBe(true);
    // John has things of his own, so that no answer is for want of any.
    await optIn(john, { payerId: kindCover.npi });
    const own = await draftFor(john, { name: 'His other plan' });
    const routes = (Object.entries(calls) as [keyof typeof calls, PortalCall][]).filter(
      ([name, { path }]) => path.includes(':id') && name !== 'getText',
    );
    expect(routes.length).toBeGreaterThanOrEqual(10);
    for (const [name, { method, path, ifMatch }] of routes) {
      const ask = async (id: string) => {
        await breathe();
        const options = ifMatch ? { ifMatch: own.etag } : {};
        const { status, text } = await john.call(method, path.replace(':id', id), bodies[name], options);
        return [name, status, without(text)];
      };
      const nobodys = await ask(randomUUID());
      expect([name, nobodys[1]]).toEqual([name, 404]);
      for (const id of hers) expect(await ask(id)).toEqual(nobodys);
    }
    await breathe();
    const withdrawn = await john.call('POST', 'decisions', {
      kind: 'withdraw',
      plans: [signed.body.plans[0]!.id],
    });
    expect(withdrawn.status).toBe(404);
    expect((await john.call('POST', 'session/acting', { grant: acting.body.id })).status).toBe(404);
    expect((await john.call('GET', `records?plan=${signed.body.plans[0]!.id}`)).status).toBe(404);
    await breathe();
    // Hers are as they were.
    expect((await rosa.call('GET', `plans/${signed.body.plans[0]!.id}`)).status).toBe(200);
    expect((await rosa.call('GET', 'draft')).body.id).toBe(draft.id);
    expect((await rosa.call('GET', made.body.location.replace('/portal/api/', ''))).status).toBe(200);
  });

  test('cannot be named in a body either: a member’s id there is refused', async () => {
    await breathe();
    const refused = await john.call<{ fields: object[] }>('POST', 'decisions', {
      kind: 'withdraw',
      plans: 'all',
      memberId: 'uc3003',
    });
    expect([refused.status, refused.body.fields]).toEqual([422, [{ path: '', code: 'unknown' }]]);
  });
});

describe('a change', () => {
  const withdraw = { kind: 'decline', plans: [] };
  test.each<[string, Record<string, string | undefined>]>([
    ['without the token', { 'x-csrf': undefined }],
    ['with another’s token', { 'x-csrf': 'A'.repeat(43) }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from no origin', { origin: undefined }],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['that the browser calls same-site', { 'sec-fetch-site': 'same-site' }],
  ])('%s is refused', async (_what, headers) => {
    await breathe();
    const before = await payers.requesting.db.one(sql`select count(*) as n from decision`);
    const refused = await john.call<{ code: string }>('POST', 'decisions', withdraw, { headers });
    expect([refused.status, refused.body.code]).toEqual([403, 'csrf']);
    expect(await payers.requesting.db.one(sql`select count(*) as n from decision`)).toEqual(before);
  });

  test('by a form of another site is refused, by its origin and by its media type', async () => {
    await breathe();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const forged = await john.call('POST', 'decisions', 'kind=withdraw&plans=all', {
      headers: { ...form, origin: 'null', 'x-csrf': undefined, 'sec-fetch-site': 'cross-site' },
    });
    expect(forged.status).toBe(403);
    expect((await john.call('POST', 'decisions', 'kind=withdraw', { headers: form })).status).toBe(415);
  });

  test('is never made by a GET, and no other site may read an answer', async () => {
    await breathe();
    for (const path of ['me', 'summary', 'decisions']) {
      const answer = await john.call('GET', path, undefined, { headers: { origin: 'https://evil.example' } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect((await john.call('PUT', 'me', {})).status).toBe(404);
  });
});

describe('a session', () => {
  const cookieOf = (browser: PortalBrowser, baseUrl: string) =>
    browser.cookies.get(new URL(baseUrl).host)!.get(`tl_m_${unitedCare.npi}`);

  test('is a new one at each sign-in, and the one before is over', async () => {
    await breathe();
    const { baseUrl } = payers.requesting;
    const planted = portalBrowser(baseUrl);
    const fixed = 'x'.repeat(43);
    planted.cookies.set(new URL(baseUrl).host, new Map([[`tl_m_${unitedCare.npi}`, fixed]]));
    await planted.signIn('daniel');
    const first = cookieOf(planted, baseUrl)!;
    expect(first).not.toBe(fixed);
    await planted.signIn('daniel', { stepUp: true });
    const second = cookieOf(planted, baseUrl)!;
    expect(second).not.toBe(first);
    planted.cookies.get(new URL(baseUrl).host)!.set(`tl_m_${unitedCare.npi}`, first);
    expect((await planted.call('GET', 'me')).status).toBe(401);
  });

  test('of one payer is nothing at the other, under its own name or the other’s', async () => {
    await breathe();
    const token = cookieOf(john, payers.requesting.baseUrl)!;
    for (const npi of [unitedCare.npi, kindCover.npi]) {
      const there = portalBrowser(payers.responding.baseUrl);
      there.cookies.set(new URL(payers.responding.baseUrl).host, new Map([[`tl_m_${npi}`, token]]));
      expect((await there.call('GET', 'me')).status).toBe(401);
    }
    expect((await john.call('GET', 'me')).status).toBe(200);
  });

  test('ends after twenty idle minutes, lives while it is used, and signs only within fifteen of its sign-in', async () => {
    const walter = portalBrowser(payers.requesting.baseUrl);
    await walter.signIn('walter');
    for (let n = 0; n < 4; n++) {
      payers.clock.advance(10 * 60);
      expect((await walter.call('POST', 'session/extend')).status).toBe(200);
    }
    const draft = await draftFor(walter, { payerId: kindCover.npi });
    const body = await signatureFor(walter, draft);
    const old = await walter.call<{ code: string }>('POST', 'decisions', body);
    expect([old.status, old.body.code]).toEqual([403, 'step-up-required']);
    expect((await walter.call('POST', 'record-downloads', { format: 'html' })).status).toBe(403);
    // A "no" and a stop never wait for another sign-in. Here it signs in once more, and nothing typed is lost.
    await walter.signIn('walter', { stepUp: true });
    expect((await walter.call('POST', 'decisions', body)).status).toBe(201);
    payers.clock.advance(20 * 60 + 1);
    expect((await walter.call('GET', 'me')).status).toBe(401);
    await john.signIn('john');
    await rosa.signIn('rosa');
  });

  test('is over after the sign-out, which says where to go', async () => {
    await breathe();
    const lena = portalBrowser(payers.requesting.baseUrl);
    await lena.signIn('lena');
    const out = await lena.call<{ location: string }>('POST', 'logout');
    expect(out.body.location).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/session\/end\?/);
    expect((await lena.call('GET', 'me')).status).toBe(401);
  });

  test('is not begun by a state that is used, foreign or another browser’s', async () => {
    const { baseUrl } = payers.requesting;
    await breathe();
    for (const query of ['', '?code=x&state=y', '?error=access_denied&state=y']) {
      const answer = await john.get(`/portal/callback${query}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        '/portal/sign-in?problem=expired&lang=en',
      ]);
    }
    const begun = await fetch(`${baseUrl}/portal/login`, { redirect: 'manual' });
    const state = new URL(begun.headers.get('location')!).searchParams.get('state');
    const stolen = await rosa.get(`/portal/callback?code=x&state=${state}`);
    expect(stolen.headers.get('location')).toBe('/portal/sign-in?problem=expired&lang=en');
  });
});

test('a cookie carries __Host- and Secure wherever it can, and the payer’s number', () => {
  expect(cookieNames('https://members.plan.example', '1')).toEqual({
    session: '__Host-tl_m_1',
    signIn: '__Host-tl_s_1',
    secure: true,
  });
  expect(cookieNames('http://127.0.0.1:8081', '2')).toMatchObject({ session: 'tl_m_2', secure: false });
  // Plain http that others can reach is no loopback: the browser will refuse the cookie, and rightly.
  expect(cookieNames('http://plan.example', '3').secure).toBe(true);
  expect(cookieNames('http://localhost.evil.example', '3').secure).toBe(true);
});

test.each([
  'https://evil.example/',
  '//evil.example/portal/',
  '/\\evil.example',
  '/portal/../evil',
  '/portal/%2e%2e/x',
  '/portal//evil.example',
  'javascript:alert(1)',
  '/portal/api/me',
  '/portal/login?return=/portal/',
  '/fhir/metadata',
  `/portal/${'x'.repeat(400)}`,
])('a sign-in does not return to %s', (asked) => {
  const path = returnPath(asked);
  expect(new URL(path, 'https://plan.example').origin).toBe('https://plan.example');
  expect(['/portal/', '/portal//evil.example']).toContain(path);
});

test('every page and answer forbids inline, foreign and framed content, and says so to the browser', async () => {
  await breathe();
  for (const path of [
    '/portal/learn',
    '/portal/learn.css',
    '/portal/',
    '/portal/plans/x',
    '/portal/api/me',
    '/portal/login',
  ]) {
    const { headers } = await john.get(path, { accept: 'text/html' });
    const policy = headers.get('content-security-policy')!;
    expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'none'")]);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  }
  const learn = await john.get('/portal/learn?lang=es');
  expect(learn.text).toContain('<html lang="es">');
  expect(learn.text).not.toMatch(/<script|style=|onclick/);
});

describe('bad input', () => {
  test('has one answer of one shape, and repeats nothing that was sent', async () => {
    await breathe();
    const cases: [string, number, string][] = [
      ['{', 400, 'body-invalid'],
      ['[]', 400, 'body-invalid'],
      ['{"kind":"Smith"}', 422, 'fields'],
      [`{"kind":"withdraw","plans":["${'x'.repeat(100)}"]}`, 422, 'fields'],
      ['{"kind":"opt-in","plans":[]}', 422, 'fields'],
    ];
    for (const [body, status, code] of cases) {
      const refused = await john.call<{ code: string }>('POST', 'decisions', body, {
        headers: { 'content-type': 'application/json' },
      });
      expect([refused.status, refused.body.code]).toEqual([status, code]);
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      expect(refused.text).not.toContain('Smith');
    }
    const keyless = await john.call<{ code: string }>(
      'POST',
      'decisions',
      { kind: 'decline', plans: [] },
      { headers: { 'idempotency-key': undefined } },
    );
    expect([keyless.status, keyless.body.code]).toEqual([428, 'idempotency-key-missing']);
  });

  test('of fifty megabytes is refused before it is read', async () => {
    await breathe();
    const refused = await john
      .call('POST', 'decisions', 'x'.repeat(2_000_000), {
        headers: { 'content-type': 'application/json' },
      })
      .catch(() => ({ status: 413 }));
    expect(refused.status).toBe(413);
  });

  test('is no name in another script, an emoji or an accent: those are names', async () => {
    await breathe();
    await john.call('DELETE', 'draft');
    for (const otherName of ['سارة الأحمد', 'Nguyễn Văn Ánh', 'O’Neil-Żółć 👩‍⚕️']) {
      const draft = await draftFor(john, { name: `Plan of ${otherName}` }, { otherName });
      await john.call('DELETE', `draft/plans/${draft.plan}`);
    }
    const open = (await john.call<{ etag: string }>('GET', 'draft')).body;
    const plan = await john.call<{ id: string }>('POST', 'draft/plans', { name: 'X' });
    const etag = plan.headers.get('etag')!.replaceAll('"', '');
    expect(open.etag).not.toBe(etag);
    const turned = await john.call(
      'PATCH',
      `draft/plans/${plan.body.id}`,
      { otherName: 'a\u202Eb' },
      { ifMatch: etag },
    );
    expect(turned.status).toBe(422);
  });

  test('is a text that changed while the draft was open: read again, then sign', async () => {
    await breathe();
    await john.call('DELETE', 'draft');
    const draft = await draftFor(john, { payerId: kindCover.npi });
    const body = await signatureFor(john, draft);
    const other = await john.call<{ code: string }>('POST', 'decisions', {
      ...body,
      textSha256: 'a'.repeat(64),
    });
    expect([other.status, other.body.code]).toEqual([409, 'text-changed']);
    expect((await john.call('GET', 'draft')).status).toBe(200);
    expect((await john.call('POST', 'decisions', body)).status).toBe(201);
  });
});

test('who asks too often is told when to come back', async () => {
  await breathe();
  const answers = [];
  for (let n = 0; n < 25; n++) answers.push(await john.call('GET', 'plans?q=ki'));
  const refused = answers.find(({ status }) => status === 429)!;
  expect(refused.body.code).toBe('rate');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const logins = [];
  for (let n = 0; n < 14; n++)
    logins.push((await fetch(`${payers.requesting.baseUrl}/portal/login`, { redirect: 'manual' })).status);
  expect(logins).toContain(429);
});
