/** Matches and Groups as a partner meets them over HTTP: each refusal its own kind, none with more than its kind. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text as textOfStream } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/env/database.ts';
import * as people from '../../../test/env/members.ts';
import type { Caller } from '../../authz/caller.ts';
import { scopeOf } from '../../authz/scopes.ts';
import { openFileStore } from '../../blob/file-store.ts';
import { handClock } from '../../clock/clock.ts';
import { systemRandom } from '../../clock/random.ts';
import { giveInstruction, listConsents, revokeConsent } from '../../consent/consents.ts';
import { sql } from '../../db/sql.ts';
import { bulkMatchTask } from '../../exchange/answer/bulk-match.ts';
import { resolvePatient } from '../../exchange/answer/resolve-patient.ts';
import { exportMembers } from '../../export/members.ts';
import { consentPolicy } from '../../fhir/systems.ts';
import { openMatcher } from '../../member-match/match.ts';
import { type MatchPolicy, matchPolicy_default } from '../../member-match/policy.ts';
import { noLog } from '../../telemetry/log.ts';
import { fhirAnswer, problemOf } from '../problem.ts';
import { bulkMemberMatchRoutes } from './bulk-member-match.ts';
import { groupRoutes } from './group.ts';
import { memberMatchRoutes } from './member-match.ts';

let own: TestDatabase;
let dir: string;
const clock = handClock('2026-06-30T12:00:00Z');
const baseUrl = 'https://old.example';
const scope = scopeOf([]);
const united: Caller = { clientId: 'united', npi: people.theirNpi, name: 'New Plan', scope };
const other: Caller = { clientId: 'other', npi: '1234567893', name: 'Third Plan', scope };
const tova: people.Person = {
  id: 'm1',
  family: 'Lindqvist',
  given: ['Tova'],
  birthDate: '1980-02-29',
  gender: 'female',
  line: '9 Elm',
  memberId: 'OLD-55101',
  subscriberId: 'OLD-551',
};

beforeAll(async () => {
  own = await testDatabase();
  dir = await mkdtemp(join(tmpdir(), 'tl-http-match-'));
  await own.db.run(sql`insert into client (id, name, npi, jwks, scope, created_at)
    values ('united', 'New Plan', ${people.theirNpi}, '{"keys":[]}', 'system/*.rs', now())`);
});
afterAll(async () => {
  await own.drop();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  clock.set('2026-06-30T12:00:00Z');
  await own.db.run(sql`truncate bulk_job, task cascade`);
  await people.forgetPeople(own.db);
  await people.putPeople(own.db, [tova]);
});

/** One client asks all the wrong questions here: whether that is guessing is another test's subject. */
const policy: MatchPolicy = {
  ...matchPolicy_default,
  probing: { ...matchPolicy_default.probing, refusedPerPerson_max: 1000 },
};

const deps = () => ({
  db: own.db,
  blobs: openFileStore(dir),
  clock,
  random: systemRandom,
  matcher: openMatcher(),
  policy,
  secret: Buffer.alloc(32, 7),
  log: noLog,
  payer: { name: 'Old Plan', npi: people.ourNpi },
  baseUrl,
});

interface Call {
  body?: unknown;
  caller?: Caller;
  headers?: Record<string, string>;
}

/** Calls the route as the server would, errors made answers, streams read. */
async function call(method: string, path: string, { body, caller = united, headers = {} }: Call = {}) {
  const [pathname = '', search = ''] = path.split('?');
  const routes = [...memberMatchRoutes(deps()), ...bulkMemberMatchRoutes(deps()), ...groupRoutes(deps())];
  const route = routes.find((one) => {
    const pattern = one.path.replace(/[$.]/g, '\\$&').replace(':id', '[^/]+');
    return one.method === method && new RegExp(`^${pattern}$`).test(pathname);
  });
  if (!route) throw new Error(`no route ${method} ${path}`);
  const answer = await route
    .handle({
      caller,
      params: { id: pathname.split('/')[1] ?? '' },
      query: new URLSearchParams(search),
      body,
      rawBody: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
      headers,
      url: `${baseUrl}/fhir/${path}`,
      signal: new AbortController().signal,
    })
    .catch((error: unknown) => fhirAnswer(problemOf(error), 'request-1'));
  const whole = answer.body instanceof Readable ? JSON.parse(await textOfStream(answer.body)) : answer.body;
  return { status: answer.status, headers: answer.headers ?? {}, body: whole };
}
const ask = (submitted: Partial<people.Submitted> = {}, caller = united) =>
  call('POST', 'Patient/$member-match', {
    body: people.memberMatchBody({ person: tova, ...submitted }),
    caller,
  });

describe('a member with a consent', () => {
  test('is answered with both identifiers (pdex-198, pdex-199)', async () => {
    const { status, body } = await ask();
    const { umb } = await own.db.one<{ umb: string }>(sql`select umb from person`);
    expect([status, body]).toEqual([
      200,
      {
        resourceType: 'Parameters',
        parameter: [
          {
            name: 'MemberIdentifier',
            valueIdentifier: {
              type: {
                coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'UMB' }],
              },
              system: 'https://old.example/umb',
              value: umb,
              assigner: { display: 'Old Plan' },
            },
          },
          { name: 'MemberId', valueReference: { reference: 'Patient/p-m1' } },
        ],
      },
    ]);
    expect(umb).not.toMatch(/lindqvist|OLD/i);
  });

  test('is attributed once to whom it was told, for a Patient-level export, and in no search', async () => {
    await ask();
    await ask();
    const of = { clientId: 'united', groupId: null, now: clock.now() };
    expect(await exportMembers(own.db, of)).toEqual([{ personId: 1, patientId: 'p-m1' }]);
    expect(await exportMembers(own.db, { ...of, clientId: 'other' })).toEqual([]);
    expect((await call('GET', 'Group')).body).toMatchObject({ total: 0 });
    expect(await own.db.one(sql`select count(*)::int as n from match_group`)).toEqual({ n: 1 });
  });
});

describe('a refusal', () => {
  const notFound = { code: 'not-found', details: { text: 'No unique member was found.' } };
  const refused = { code: 'suppressed', details: { text: 'The consent cannot be honored.' } };

  test.each<[string, Partial<people.Person>]>([
    ['a stranger', { family: 'Orr', given: ['Bo'], memberId: 'X-12345' }],
    ['a wrong birth date', { birthDate: '1975-07-11' }],
    ['a wrong name on a right card', { family: 'Orr', given: ['Bo'] }],
  ])('of %s is one and the same', async (_who, change) => {
    const { status, body } = await ask({ person: { ...tova, ...change } });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', ...notFound }],
    });
  });

  test.each<[string, people.ConsentChoices]>([
    ['has expired', { start: '2026-01-01', end: '2026-06-29' }],
    ['has not begun', { start: '2026-07-02' }],
    ['is for another payer', { recipient: '1234567893' }],
    ['is of another source', { source: '1234567893' }],
    ['says both all and not all', { policies: [consentPolicy.regular, consentPolicy.sensitive] }],
    ['has an unknown policy', { policies: ['https://example.org/all'] }],
    ['is no longer active', { status: 'inactive' }],
    ['is somebody else’s', { patient: 'Patient/m2' }],
  ])('for a consent that %s is one and the same, without an id', async (_what, choices) => {
    const { status, body } = await ask({ consent: people.consentOf(tova, choices) });
    expect(status).toBe(422);
    expect(body).toMatchObject({ issue: [refused] });
    expect(JSON.stringify(body)).not.toMatch(/p-m1|UMB/);
    expect(await own.db.query(sql`select 1 from match_group`)).toEqual([]);
  });

  test('for a consent that was taken back, and for the member’s own word, is that one too', async () => {
    await ask();
    const [consent] = await listConsents(own.db);
    const change = { actor: 'operator:ann', at: clock.now() };
    await own.db.tx((tx) => revokeConsent(tx, { id: consent!.id, why: 'asked', ...change }));
    expect((await ask()).body).toMatchObject({ issue: [refused] });
    await own.db.tx((tx) => giveInstruction(tx, { personId: 1, recipientNpi: '*', ...change }));
    const fresh = people.consentOf(tova, { id: 'new-paper' });
    expect((await ask({ consent: fresh })).body).toMatchObject({ issue: [refused] });
  });

  test('for several, too little and a bad structure tells its kind', async () => {
    await people.putPeople(own.db, [
      { ...tova, id: 'm7', memberId: 'Z-77777', subscriberId: 'Z-777', gender: 'male' },
    ]);
    const twoFit = { ...tova, memberId: 'N-00000', subscriberId: 'N-000', line: '1 New' };
    expect((await ask({ person: twoFit })).body).toMatchObject({ issue: [{ code: 'multiple-matches' }] });
    const { memberId: _, subscriberId: __, ...unnumbered } = tova;
    expect((await ask({ person: { ...unnumbered, birthDate: '1980' } })).body).toMatchObject({
      issue: [{ code: 'required' }],
    });
    const bad = await call('POST', 'Patient/$member-match', { body: { resourceType: 'Bundle' } });
    expect(bad).toMatchObject({
      status: 422,
      body: { issue: [{ code: 'structure', expression: ['Parameters'] }] },
    });
  });

  test('is kept as a decision although it is an error to the caller', async () => {
    await ask({ person: { ...tova, family: 'Orr', given: ['Bo'], memberId: 'X-12345' } });
    expect(await own.db.query(sql`select decision, outcome from match_decision`)).toEqual([
      { decision: 'no-match', outcome: 'nomatch' },
    ]);
  });
});

describe('a patient for a token', () => {
  const resolve = (value: string, caller = united) => resolvePatient({ db: own.db, clock }, caller, value);

  test('is found by MemberId and by UMB, by the client that matched it only', async () => {
    const { body } = await ask();
    const umb = body.parameter[0].valueIdentifier.value as string;
    for (const value of ['p-m1', 'Patient/p-m1', umb, `https://old.example/umb|${umb}`]) {
      expect(await resolve(value)).toBe('p-m1');
      expect(await resolve(value, other)).toBeUndefined();
    }
    for (const value of ['', 'p-m2', 'Patient/', '%', '\u0000', 'x'.repeat(1000)]) {
      expect(await resolve(value)).toBeUndefined();
    }
  });

  test('is no longer found when the consent has ended', async () => {
    await ask();
    clock.set('2027-01-01T05:00:00Z');
    expect(await resolve('p-m1')).toBeUndefined();
  });
});

describe('a bulk match', () => {
  const prefer = { prefer: 'respond-async' };
  const body = people.bulkMatchBody([{ person: tova }]);

  test.each(['bulk-member-match', 'multi-member-match'])(
    '$%s is accepted and its Groups are read',
    async (name) => {
      const { status, headers } = await call('POST', `Group/$${name}`, { body, headers: prefer });
      expect(status).toBe(202);
      const [, jobId] =
        /^https:\/\/old\.example\/fhir\/bulk-status\/([0-9a-f-]{36})$/.exec(
          headers['content-location'] ?? '',
        ) ?? [];
      await bulkMatchTask(deps())(jobId!, { failures: 0, signal: new AbortController().signal });
      const found = await call('GET', 'Group?code=match&foo=bar');
      expect(found.body).toMatchObject({
        resourceType: 'Bundle',
        type: 'searchset',
        total: 1,
        link: [{ relation: 'self', url: 'https://old.example/fhir/Group?code=match' }],
        entry: [{ resource: { resourceType: 'Group' }, search: { mode: 'match' } }],
      });
      const { id } = found.body.entry[0].resource as { id: string };
      expect(found.body.entry[0].fullUrl).toBe(`https://old.example/fhir/Group/${id}`);
      expect((await call('GET', `Group/${id}`)).body).toEqual(found.body.entry[0].resource);
      // Another payer, and a token for one patient.
      expect((await call('GET', `Group/${id}`, { caller: other })).status).toBe(404);
      expect((await call('GET', 'Group', { caller: other })).body).toMatchObject({ total: 0 });
      const onePatient = { ...united, patient: 'p-m1' };
      expect((await call('GET', `Group/${id}`, { caller: onePatient })).status).toBe(404);
      expect((await call('GET', 'Group', { caller: onePatient })).body).toMatchObject({ total: 0 });
    },
  );

  test('needs to be asked for asynchronously (pdex-147), and to be well formed', async () => {
    expect((await call('POST', 'Group/$bulk-member-match', { body })).status).toBe(400);
    const broken = { resourceType: 'Parameters', parameter: [{ name: 'MemberBundle', part: [] }] };
    const answer = await call('POST', 'Group/$bulk-member-match', { body: broken, headers: prefer });
    expect(answer).toMatchObject({
      status: 422,
      body: { issue: [{ code: 'required', expression: ['Parameters.parameter[0].part'] }] },
    });
  });
});

test('a search is lenient with what it does not know unless strictness is asked for', async () => {
  expect((await call('GET', 'Group?foo=bar')).status).toBe(200);
  expect((await call('GET', 'Group?foo=bar', { headers: { prefer: 'handling=strict' } })).status).toBe(400);
});

test('whatever stands in a well-formed request, the answer is 200 for Tova or 422, never more', async () => {
  const good = people.memberMatchBody({ person: tova });
  const junk = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      0,
      1.5,
      true,
      [],
      {},
      [null],
      ['\u0000'],
      '\ud83d\ude00',
      'a'.repeat(5000),
      { coding: 7 },
    ),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );
  const places: string[][] = [];
  const walk = (value: unknown, path: string[]) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      places.push([...path, key]);
      walk(child, [...path, key]);
    }
  };
  walk(good, []);
  const changes = fc.array(fc.record({ at: fc.constantFrom(...places), to: junk }), {
    minLength: 1,
    maxLength: 3,
  });
  await fc.assert(
    fc.asyncProperty(changes, async (wanted) => {
      const body = structuredClone(good);
      for (const { at, to } of wanted) {
        let holder = body as Record<string, unknown> | undefined;
        for (const key of at.slice(0, -1)) {
          const next: unknown = holder?.[key];
          holder = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : undefined;
        }
        if (holder) holder[at.at(-1)!] = to;
      }
      const answer = await call('POST', 'Patient/$member-match', { body });
      expect([200, 422]).toContain(answer.status);
      if (answer.status === 422) expect(JSON.stringify(answer.body)).not.toMatch(/p-m1|UMB-|Lindqvist|1980/);
    }),
    { numRuns: 150, seed: 11 },
  );
}, 120_000);
