/**
 * The plan's other systems tell us what members decided: single rows, files with bad rows among good ones, calls, events. Every door goes
 * through the same decision as the portal, and the mailer is told, signed.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../src/clock/random.ts';
import { sql } from '../../src/db/sql.ts';
import { kindCover } from '../../src/demo/people/payers.ts';
import { addClient } from '../../src/directory/clients.ts';
import { isGenuine } from '../../src/intake/webhook.ts';
import { assertion, makeClient, type TestClient, tokenForm } from '../env/test-client.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
let client: TestClient;
let token: string;
let mailer: Server;
const mail: { headers: Record<string, unknown>; body: string }[] = [];
let mailerAnswers = 200;
const secret = 'a secret of the test';

beforeAll(async () => {
  mailer = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += chunk));
    req.on('end', () => {
      mail.push({ headers: req.headers, body });
      res.writeHead(mailerAnswers).end();
    });
  });
  await new Promise<void>((ready) => mailer.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(mailer.address() as AddressInfo).port}/hooks`;
  payers = await twoPayers({ portal: true, members: 0, webhook: { url, secret, allowPrivate: true } });
  client = await makeClient('enrolment');
  await addClient(
    { db: payers.requesting.db, clock: payers.clock, random: systemRandom },
    {
      id: client.id,
      name: 'Enrolment system',
      npi: '1234567893',
      scope: 'intake/decisions.write intake/events.write',
      jwks: { keys: [client.jwk] },
    },
  );
  token = await tokenFor('intake/decisions.write intake/events.write');
});
afterAll(async () => {
  mailer?.close();
  await payers?.close();
});

async function tokenFor(scope: string): Promise<string> {
  const tokenUrl = `${payers.requesting.baseUrl}/oauth/token`;
  const form = tokenForm(await assertion(client, tokenUrl, payers.clock), { scope });
  const response = await fetch(tokenUrl, { method: 'POST', body: form });
  return ((await response.json()) as { access_token: string }).access_token;
}

type Json = Record<string, unknown>;

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const response = await fetch(`${payers.requesting.baseUrl}/intake/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson =
    /json/.test(response.headers.get('content-type') ?? '') &&
    !/ndjson/.test(response.headers.get('content-type')!);
  return { status: response.status, text, body: (isJson ? JSON.parse(text) : {}) as Json };
}

const day = '2026-11-20T10:00:00-05:00';
const optIn = (recordId: string, more: Json = {}): Json => ({
  recordId,
  memberId: 'uc3002',
  kind: 'opt-in',
  scope: 'all',
  decidedAt: day,
  signerType: 'self',
  textId: 'p2p-optin',
  textVersion: '2027.1',
  locale: 'en',
  channel: 'enrolment',
  method: 'typed-name',
  evidenceDocId: 'doc-1',
  plans: [{ name: kindCover.name, payerId: kindCover.npi, relationship: 'child', kind: 'prior' }],
  ...more,
});
const withdraw = (recordId: string, more: Json = {}): Json => ({
  recordId,
  memberId: 'uc3002',
  kind: 'withdraw',
  decidedAt: day,
  ...more,
});
const standing = (memberId: string) =>
  payers.requesting.db.query<{ status: string; scope: string }>(sql`
    select e.status, e.scope from election e join member m on m.person_id = e.person_id where m.patient_id = ${memberId}`);

describe('one row', () => {
  test('is taken once: the same key again is the same answer, another body under it is refused', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await call('POST', 'decisions', optIn('r-1'), key);
    expect([first.status, first.body]).toMatchObject([201, { recordId: 'r-1', outcome: 'accepted' }]);
    expect((await call('POST', 'decisions', optIn('r-1'), key)).text).toBe(first.text);
    const other = await call('POST', 'decisions', optIn('r-2'), key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    const again = await call('POST', 'decisions', optIn('r-1'));
    expect([again.status, again.body.outcome]).toEqual([200, 'known']);
    expect((await call('POST', 'decisions', optIn('r-9'), { 'idempotency-key': '' })).status).toBe(428);
    expect(await standing('uc3002')).toEqual([{ status: 'given', scope: 'all' }]);
  });

  test('an opt-in without evidence or text is refused by its field; a withdrawal needs the bare minimum', async () => {
    for (const [field, code] of [
      ['evidenceDocId', 'missing'],
      ['textVersion', 'missing'],
      ['scope', 'missing'],
    ] as const) {
      const refused = await call('POST', 'decisions', optIn('r-3', { [field]: undefined }));
      expect([refused.status, refused.body.fields]).toEqual([422, [{ path: field, code }]]);
    }
    const future = await call('POST', 'decisions', optIn('r-4', { decidedAt: '2030-01-01T00:00:00Z' }));
    expect(future.body.fields).toEqual([{ path: 'decidedAt', code: 'future' }]);
    const stranger = await call('POST', 'decisions', optIn('r-5', { memberId: 'nobody' }));
    expect(stranger.body.fields).toEqual([{ path: 'memberId', code: 'unknown' }]);
  });

  test('what was decided later counts, in whatever order it arrives; at one instant the narrower', async () => {
    const later = '2026-11-21T10:00:00Z';
    expect((await call('POST', 'decisions', withdraw('r-6', { decidedAt: later }))).status).toBe(201);
    expect(
      (await call('POST', 'decisions', optIn('r-7', { decidedAt: '2026-11-20T20:00:00Z' }))).status,
    ).toBe(201);
    expect(await standing('uc3002')).toMatchObject([{ status: 'stopped' }]);
    expect((await call('POST', 'decisions', optIn('r-8', { decidedAt: later }))).status).toBe(201);
    expect(await standing('uc3002')).toMatchObject([{ status: 'stopped' }]);
  });

  test('sent by error and taken back: it is no withdrawal', async () => {
    await call('POST', 'decisions', optIn('e-1', { memberId: 'uc3003' }));
    const back = await call('POST', 'decisions', withdraw('e-1', { memberId: 'uc3003', retracted: true }));
    expect([back.status, back.body.outcome]).toEqual([201, 'accepted']);
    expect(await standing('uc3003')).toMatchObject([{ status: 'stopped' }]);
    const kinds = await payers.requesting.db.query(sql`select d.kind, r.why from decision d
      join decision_retraction r on r.decision_id = d.id where d.record_id = 'e-1'`);
    expect(kinds).toEqual([{ kind: 'opt-in', why: 'sent-by-error' }]);
  });

  test('a token for events does not decide, and a payer’s token does neither', async () => {
    const saved = token;
    token = await tokenFor('intake/events.write');
    expect((await call('POST', 'decisions', optIn('x-1'))).status).toBe(403);
    token = saved;
  });
});

async function finished(id: string): Promise<Json> {
  for (let looks = 0; looks < 3000; looks++) {
    const { body } = await call('GET', `decision-batches/${id}`);
    if (body.state === 'done' || body.state === 'failed') return body;
    payers.clock.advance(0.1);
    await delay(20);
  }
  throw new Error('the batch does not end');
}
const outcomesOf = async (id: string) =>
  (await call('GET', `decision-batches/${id}/outcomes`)).text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);

describe('a file', () => {
  test('of NDJSON, gz: good rows stay, each bad one is named by line, field and code', async () => {
    const lines = Array.from({ length: 120 }, (_, n) =>
      n % 10 === 3 ? '{"recordId":"b-bad-' : JSON.stringify(withdraw(`b-${n}`, { memberId: 'uc3004' })),
    );
    lines[50] = JSON.stringify(optIn('b-50', { memberId: 'uc3004', textVersion: '1999.1' }));
    const sent = await call('POST', 'decision-batches', gzipSync(lines.join('\n')), {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    });
    expect(sent.status).toBe(202);
    const done = await finished(sent.body.id as string);
    expect(done).toMatchObject({ state: 'done', rows: 120, accepted: 107, rejected: 13 });
    const outcomes = await outcomesOf(sent.body.id as string);
    expect(outcomes[3]).toEqual({ line: 4, recordId: null, outcome: 'rejected', field: '', code: 'format' });
    expect(outcomes[50]).toEqual({
      line: 51,
      recordId: 'b-50',
      outcome: 'rejected',
      field: 'textVersion',
      code: 'unknown',
    });
  });

  test('of CSV with quotes and ends of lines in them, from the state’s feed', async () => {
    const csv = [
      'recordId,memberId,kind,scope,decidedAt,signerType,textId,textVersion,locale,method,evidenceDocId,plans.0.name,plans.0.relationship,plans.0.otherName',
      `c-1,uc3005,opt-in,regular,${day},self,p2p-optin,2027.1,es,feed,doc-7,"KindCover Health Insurance",self,"Walter ""Gene""\nHoffman"`,
      `c-2,uc3005,opt-in,regular,${day},self,p2p-optin,2027.1,es,feed,doc-7,"${kindCover.name}",self,"Walter Hoffman"`,
      'c-3,uc3005',
    ].join('\r\n');
    const sent = await call('POST', 'decision-batches?channel=state-feed', csv, {
      'content-type': 'text/csv',
    });
    const done = await finished(sent.body.id as string);
    expect(done).toMatchObject({ state: 'done', channel: 'state-feed', accepted: 1, rejected: 2 });
    expect(await outcomesOf(sent.body.id as string)).toMatchObject([
      { line: 2, recordId: 'c-1', outcome: 'rejected', field: 'plans/0/otherName' },
      { line: 4, recordId: 'c-2', outcome: 'accepted' },
      { line: 5, recordId: 'c-3', outcome: 'rejected', field: 'kind', code: 'missing' },
    ]);
    expect(await standing('uc3005')).toEqual([{ status: 'given', scope: 'regular' }]);
  });

  test('that is no file of rows ends with its reason; another client’s batch is not there', async () => {
    const broken = await call('POST', 'decision-batches', Buffer.from('no gzip at all'), {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    });
    expect(await finished(broken.body.id as string)).toMatchObject({
      state: 'failed',
      problem: 'gzip-broken',
    });
    const headless = await call('POST', 'decision-batches', 'a,b\n1,2\n', { 'content-type': 'text/csv' });
    expect(await finished(headless.body.id as string)).toMatchObject({ problem: 'header-missing' });
    await payers.requesting.db.run(
      sql`update decision_batch set client_id = 'other' where id = ${headless.body.id as string}`,
    );
    expect((await call('GET', `decision-batches/${headless.body.id}`)).status).toBe(404);
  });
});

describe('a call', () => {
  const script = {
    callerIdentified: true,
    interpreterOffered: true,
    recordingSaid: true,
    educationRead: true,
    optionsRead: true,
    readBack: { plans: true, scope: true, endDate: true, howToStop: true },
  };
  const spoken: Json = {
    callId: 'call-77',
    agent: 'agent-9',
    memberId: 'uc3007',
    locale: 'es',
    decidedAt: '2026-11-24T14:59:00Z',
    script,
    answer: 'yes',
    kind: 'opt-in',
    scope: 'all',
    plans: [{ name: kindCover.name, relationship: 'self' }],
  };

  test('without the read-back is no decision, nor is one without a yes', async () => {
    const silent = { ...spoken, script: { ...script, readBack: { ...script.readBack, howToStop: false } } };
    const refused = await call('POST', 'captures', silent);
    expect([refused.status, refused.body.fields]).toEqual([
      422,
      [{ path: 'script/readBack/howToStop', code: 'missing' }],
    ]);
    expect((await call('POST', 'captures', { ...spoken, answer: 'no' })).status).toBe(422);
    expect((await call('POST', 'captures', { ...spoken, answer: 'I guess' })).status).toBe(422);
    expect(await standing('uc3007')).toEqual([]);
  });

  test('with every step is a decision, and needs its copy until the letter is sent', async () => {
    const taken = await call('POST', 'captures', spoken);
    expect([taken.status, taken.body.state]).toEqual([201, 'needs-copy']);
    expect(await standing('uc3007')).toMatchObject([{ status: 'given' }]);
    expect((await call('POST', 'captures', spoken)).status).toBe(409);
    const copied = await call('POST', 'captures/call-77/copy', { how: 'mail' });
    expect(copied.body).toMatchObject({ state: 'taken' });
    const evidence =
      await payers.requesting.db.query(sql`select channel, method, agent, call_reference as call,
      encode(text_sha256, 'hex') <> '' as text from decision where record_id = 'call-call-77'`);
    expect(evidence).toEqual([
      { channel: 'call-centre', method: 'verbal-read-back', agent: 'agent-9', call: 'call-77', text: true },
    ]);
  });
});

describe('events', () => {
  const event = (id: string, more: Json = {}): Json => ({
    specversion: '1.0',
    id,
    source: '/claims',
    type: 'claim.first',
    subject: 'uc3008',
    time: '2026-11-24T09:00:00Z',
    ...more,
  });
  const reminders = (memberId: string) =>
    payers.requesting.db.query<{ cause: string; channel: string; sent: boolean; dropped: string | null }>(sql`
      select r.cause, r.channel, r.sent_at is not null as sent, r.dropped_why as dropped from reminder r
      join member m on m.person_id = r.person_id where m.patient_id = ${memberId} order by r.due_at, r.id`);

  test('that say what the member has are refused', async () => {
    const telling = await call('POST', 'events', event('t-1', { data: { code: 'E11.9' } }));
    expect([telling.status, telling.body.fields]).toEqual([422, [{ path: '0/data', code: 'unknown' }]]);
    expect((await call('POST', 'events', event('t-2', { type: 'diagnosis.new' }))).status).toBe(422);
  });

  test('in a storm, out of order and twice raise one prompt, and never an opt-in', async () => {
    const storm = Array.from({ length: 40 }, (_, n) =>
      event(`s-${n % 30}`, { time: `2026-11-${String(24 - (n % 20)).padStart(2, '0')}T09:00:00Z` }),
    );
    const taken = await call('POST', 'events', storm, {
      'content-type': 'application/cloudevents-batch+json',
    });
    expect(taken.status).toBe(202);
    const effects = (taken.body.events as { effect: string }[]).map(({ effect }) => effect);
    expect(effects.filter((effect) => effect === 'prompt-planned')).toHaveLength(1);
    expect(effects.filter((effect) => effect === 'known')).toHaveLength(10);
    expect(await reminders('uc3008')).toHaveLength(1);
    expect(await standing('uc3008')).toEqual([]);
    const stranger = await call('POST', 'events', event('u-1', { subject: 'nobody' }));
    expect((stranger.body.events as Json[])[0]!.effect).toBe('nothing');
  });

  test('where the state asks the members, raise nothing of ours', async () => {
    const { takeEvent } = await import('../../src/intake/events.ts');
    const { db, clock } = payers.requesting;
    const asked = {
      id: 'z-1',
      source: '/x',
      type: 'coverage.accepted',
      subject: 'uc3010',
      time: clock.now(),
    } as const;
    const effect = await db.tx((tx) => takeEvent(tx, { clock, captureOwner: 'state' }, 'feed', asked));
    expect([effect, await reminders('uc3010')]).toEqual(['nothing', []]);
  });

  test('of new coverage start the clock and the ladder; the mailer gets a signed message without a name', async () => {
    await call('POST', 'events', event('n-1', { type: 'coverage.accepted', subject: 'uc3009' }));
    const [clock] = await payers.requesting.db.query<{
      due: Date;
    }>(sql`select due_at as due from election_clock c
      join member m on m.person_id = c.person_id where m.patient_id = 'uc3009' and kind = 'C1'`);
    expect(clock!.due.toISOString()).toBe('2026-12-01T09:00:00.000Z');
    mailerAnswers = 503;
    const { sendReminders } = await import('../../src/intake/reminders.ts');
    const due = async (days: number) => {
      payers.clock.advance(days * 86_400);
      // The sweep's own time is a quarter of an hour away: the test is the sweep.
      await sendReminders(intakeDeps());
    };
    const before = mail.length;
    await due(4);
    for (let looks = 0; looks < 500 && mail.length === before; looks++) await delay(20);
    const sent = mail.at(-1)!;
    const proof = (body: string) =>
      isGenuine(
        secret,
        {
          timestamp: sent.headers['throughline-timestamp'] as string,
          signature: sent.headers['throughline-signature'] as string,
          body,
        },
        payers.clock.now(),
      );
    expect(proof(sent.body)).toBe(true);
    expect(proof(sent.body.replace('preferred', 'letter'))).toBe(false);
    expect(sent.body).not.toMatch(/uc3009|Novak|Peter/);
    const { link, deliveryId } = JSON.parse(sent.body) as { link: string; deliveryId: string };
    mailerAnswers = 200;
    const times = () =>
      mail.filter(({ body }) => (JSON.parse(body) as Json).deliveryId === deliveryId).length;
    for (let looks = 0; looks < 1000 && times() < 2; looks++) {
      payers.clock.advance(5);
      await delay(20);
    }
    expect(times()).toBe(2);
    const opened = await fetch(link, { redirect: 'manual' });
    expect(opened.headers.get('location')).toBe('/portal/login?return=/portal/');
    expect((await fetch(link, { redirect: 'manual' })).headers.get('location')).toBe('/portal/learn');
  });

  test('the ladder ends at a no, and the no is not followed by a question', async () => {
    token = await tokenFor('intake/decisions.write intake/events.write');
    await call('POST', 'decisions', {
      recordId: 'no-1',
      memberId: 'uc3009',
      kind: 'decline',
      decidedAt: payers.clock.now().toISOString(),
    });
    payers.clock.advance(40 * 86_400);
    const { sendReminders } = await import('../../src/intake/reminders.ts');
    await sendReminders(intakeDeps());
    const rows = await reminders('uc3009');
    expect(rows.map((r) => [r.channel, r.sent, r.dropped])).toEqual([
      ['portal', true, null],
      ['preferred', true, null],
      ['other', false, 'answered-decline'],
      ['letter', false, 'answered-decline'],
      ['yearly', false, 'answered-decline'],
    ]);
  });
});

const intakeDeps = () => {
  const { db, clock, random, log, blobs, config, baseUrl } = payers.requesting;
  const call = () => Promise.reject(new Error('the worker delivers'));
  return {
    db,
    clock,
    random,
    log,
    blobs,
    baseUrl,
    payer: config.payer,
    texts: undefined as never,
    captureOwner: 'plan' as const,
    webhook: { url: 'x', secret, call },
  };
};

test('the nightly delta holds every decision since the last one, under our member ids', async () => {
  token = await tokenFor('intake/decisions.write');
  const { makeDelta } = await import('../../src/intake/delta.ts');
  await makeDelta(intakeDeps());
  const today = payers.clock.now().toISOString().slice(0, 10);
  const delta = await call('GET', `deltas/${today}`);
  const first = await payers.requesting.db.query<{ day: string; rows: number }>(
    sql`select day, rows from decision_delta order by day`,
  );
  const total = await payers.requesting.db.one<{ n: number }>(sql`select count(*) as n from decision`);
  expect(first.reduce((sum, { rows }) => sum + rows, 0)).toBe(total.n);
  expect(delta.status).toBe(200);
  const lines = delta.text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);
  expect(lines).toHaveLength(first.at(-1)!.rows);
  expect(lines.some((line) => line.recordId === 'no-1' && line.memberId === 'uc3009')).toBe(true);
  expect(delta.text).not.toMatch(/Novak|Hoffman/);
});
