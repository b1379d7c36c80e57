/**
 * Retrieval of one member (p2p 1.13): match, a token for that member, search, read, `$everything`. Beside what the member's new
 * payer gets, every door by which another person's data might be had, and the moments at which it ends.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEntries } from '../../src/audit/store.ts';
import { thirdPlan, unitedCare } from '../../src/demo/people/payers.ts';
import { heldAt, type Json, personAt, revokeAll } from '../env/exchange.ts';
import type { Reply } from '../env/hand-payer.ts';
import { type MatchedMember, type MemberClient, memberClient } from '../env/member-client.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
let owner: MemberClient;
let other: MemberClient;
let john: MatchedMember;
let twin: MatchedMember;
let theirs: MatchedMember;
let johns: string;
let twins: string;
let others: string;

beforeAll(async () => {
  payers = await twoPayers({ idle: true });
  await payers.responding.work();
  owner = await memberClient(payers, { id: 'owner', name: 'UnitedCare by hand', npi: unitedCare.npi });
  other = await memberClient(payers, { id: 'other', name: thirdPlan.name, npi: thirdPlan.npi });
  john = await owner.match('john');
  twin = await owner.match('twin');
  theirs = await other.match('consentForAnotherPayer');
  johns = await owner.tokenFor(john.identifier);
  twins = await owner.tokenFor(twin.identifier);
  others = await other.tokenFor(theirs.patientId);
});
afterAll(() => payers?.close());

interface Bundle {
  type: string;
  total?: number;
  link: { relation: string; url: string }[];
  entry?: {
    fullUrl: string;
    search: { mode: string };
    resource: Json & { resourceType: string; id: string };
  }[];
}
const bundleOf = (reply: Reply): Bundle => {
  expect([reply.status, reply.json?.resourceType]).toEqual([200, 'Bundle']);
  return reply.json as unknown as Bundle;
};
const refsOf = (reply: Reply): string[] =>
  (bundleOf(reply).entry ?? []).map(({ resource }) => `${resource.resourceType}/${resource.id}`);
const linkOf = (reply: Reply, relation: string): string | undefined =>
  bundleOf(reply).link.find((link) => link.relation === relation)?.url;

/** All pages, by the links. */
async function pagesOf(token: string, path: string): Promise<string[]> {
  const refs: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const reply: Reply = await owner.call(token, next);
    refs.push(...refsOf(reply));
    next = linkOf(reply, 'next');
  }
  return refs;
}

/** What is the same for whoever asks: without ids of requests and of what was asked for. */
const bare = (reply: Reply, ...asked: string[]) => [
  reply.status,
  asked.reduce(
    (text, id) => text.replaceAll(encodeURIComponent(id), 'ID').replaceAll(id, 'ID'),
    reply.text.replace(/Request [0-9a-f-]{36}/, 'Request'),
  ),
];
/** Nobody has this id. */
const nobody = 'kc9999999';
const secrets = /kc1004|"Ella"/;

describe('the new payer of a member', () => {
  it('finds the member by the identifier of the match', async () => {
    const [, umb = ''] = john.identifier.split('|');
    for (const value of [umb, john.identifier]) {
      const found = await owner.call(johns, `Patient?identifier=${encodeURIComponent(value)}`);
      expect(refsOf(found)).toEqual([`Patient/${john.patientId}`]);
    }
  });

  it('searches its records, by GET and by POST alike', async () => {
    const got = await owner.call(johns, `Encounter?patient=${john.patientId}`);
    expect(refsOf(got).length).toBeGreaterThan(3);
    expect(refsOf(got).every((ref) => ref.startsWith('Encounter/'))).toBe(true);
    expect(bundleOf(got).type).toBe('searchset');
    for (const patient of [john.patientId, `Patient/${john.patientId}`]) {
      const posted = await owner.call(johns, 'Encounter/_search', { form: { patient } });
      expect(refsOf(posted)).toEqual(refsOf(got));
    }
    expect(refsOf(await owner.call(johns, 'Encounter'))).toEqual(refsOf(got));
    expect(got.headers.get('cache-control')).toBe('no-store');
  });

  it('reads what it found, with the time of the last change', async () => {
    const [entry] = bundleOf(await owner.call(johns, 'Observation?_count=1')).entry ?? [];
    const read = await owner.call(johns, `Observation/${entry!.resource.id}`);
    expect([read.status, read.json]).toEqual([200, entry!.resource]);
    expect(read.headers.get('etag')).toMatch(/^W\/"\d+"$/);
    expect(Date.parse(read.headers.get('last-modified') ?? '')).not.toBeNaN();
    expect(read.headers.get('cache-control')).toBe('no-store');
  });

  it('gets the same records by $everything as by an export: claims and prior authorizations among them', async () => {
    const all = await pagesOf(johns, `Patient/${john.patientId}/$everything?_count=40`);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain(`Patient/${john.patientId}`);
    const exported = await exportedRefs();
    // The transmitter's Provenance is made for each export.
    const loaded = (refs: readonly string[]) => refs.filter((ref) => !ref.startsWith('Provenance/')).sort();
    expect(loaded(all)).toEqual(loaded(exported));
    const body = { resourceType: 'Parameters', parameter: [{ name: '_type', valueString: 'Coverage' }] };
    const posted = await owner.call(johns, `Patient/${john.patientId}/$everything`, { body });
    expect([...new Set(refsOf(posted).map((ref) => ref.split('/')[0]))]).toEqual(['Coverage']);
  });

  it('is not shown what stays of the member: out of the window, denied, aged out', async () => {
    const exported = new Set(await exportedRefs());
    const held = await heldAt(payers.responding, await personAt(payers.responding, john.patientId));
    const staying = held.map(({ ref }) => ref).filter((ref) => !exported.has(ref));
    expect(staying.filter((ref) => ref.startsWith('ExplanationOfBenefit/')).length).toBeGreaterThan(2);
    for (const ref of staying) {
      const [type, id = ''] = ref.split('/');
      expect([ref, (await owner.call(johns, ref)).status]).toEqual([ref, 404]);
      if (['Encounter', 'ExplanationOfBenefit'].includes(type!))
        expect(refsOf(await owner.call(johns, `${type}?_id=${id}`))).toEqual([]);
    }
  });

  it('is told that a record is gone, and nobody else is', async () => {
    const [ref = ''] = refsOf(await owner.call(johns, 'Observation?_count=1'));
    const [type, id = ''] = ref.split('/');
    const entry = [{ request: { method: 'DELETE', url: ref } }];
    await payers.load([{ resourceType: 'Bundle', id: 'gone', type: 'transaction', entry }]);
    expect((await owner.call(johns, ref)).status).toBe(410);
    expect(refsOf(await owner.call(johns, `${type}?_id=${id}`))).toEqual([]);
    const known = await owner.call(twins, ref);
    expect(bare(known, id)).toEqual(bare(await owner.call(twins, `${type}/${nobody}`), nobody));
  });

  it('is shown what was understood, and told what was not', async () => {
    const query = `Encounter?patient=${john.patientId}&made-up=1`;
    const strict = await owner.call(johns, query);
    expect([strict.status, strict.json?.resourceType]).toEqual([400, 'OperationOutcome']);
    const lenient = await owner.call(johns, query, { headers: { prefer: 'handling=lenient' } });
    expect(linkOf(lenient, 'self')).toContain('patient=');
    expect(linkOf(lenient, 'self')).not.toContain('made-up');
  });

  it('leaves a trace of each disclosure: who, whose, how many, and no value', async () => {
    await owner.call(johns, `Condition?patient=${john.patientId}`);
    const personId = await personAt(payers.responding, john.patientId);
    const entries = await readEntries(payers.responding.db, { personId });
    expect(entries[0]).toMatchObject({
      actor: 'client:owner',
      action: 'record.search',
      subject: 'Condition',
      detail: { parameters: ['patient'], matches: expect.any(Number), includes: 0 },
    });
    const actions = new Set(entries.map(({ action }) => action));
    for (const action of ['record.read', 'record.everything']) expect(actions).toContain(action);
    expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain(john.patientId);
  });
});

const export_ms_max = 30_000;

/** `Patient/$export` with the member's token, to the ids in its files. */
async function exportedRefs(): Promise<string[]> {
  const token = await owner.tokenFor(john.patientId);
  const kicked = await owner.call(token, 'Patient/$export', { headers: { prefer: 'respond-async' } });
  expect(kicked.status).toBe(202);
  const until_ms = performance.now() + export_ms_max;
  let status = await owner.call(token, kicked.headers.get('content-location')!);
  while (status.status === 202 && performance.now() < until_ms) {
    payers.clock.advance(1);
    await delay(15);
    status = await owner.call(token, kicked.headers.get('content-location')!);
  }
  expect(status.status).toBe(200);
  const { output } = status.json as unknown as { output: { url: string }[] };
  const files = output.map(({ url }) =>
    owner.call(token, url, { headers: { accept: 'application/fhir+ndjson' } }),
  );
  return (await Promise.all(files)).flatMap(({ text }) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const { resourceType, id } = JSON.parse(line) as { resourceType: string; id: string };
        return `${resourceType}/${id}`;
      }),
  );
}

describe('another person of the same payer, by every door of a token for one member', () => {
  const doors: [string, (id: string) => Promise<Reply>][] = [
    ['read of the Patient', (id) => owner.call(johns, `Patient/${id}`)],
    ['$everything', (id) => owner.call(johns, `Patient/${id}/$everything`)],
    [
      '$everything by POST',
      (id) => owner.call(johns, `Patient/${id}/$everything`, { body: { resourceType: 'Parameters' } }),
    ],
    ['patient', (id) => owner.call(johns, `Encounter?patient=${id}`)],
    ['a relative reference', (id) => owner.call(johns, `Encounter?patient=Patient/${id}`)],
    ['an absolute reference', (id) => owner.call(johns, `Encounter?patient=${absolute(id)}`)],
    ['a type modifier', (id) => owner.call(johns, `Encounter?patient:Patient=${id}`)],
    ['a chain', (id) => owner.call(johns, `Encounter?patient._id=${id}`)],
    ['a reverse chain', (id) => owner.call(johns, `Patient?_has:Encounter:patient:_id=${id}`)],
    ['a logical reference', (id) => owner.call(johns, `Encounter?patient:identifier=${id}`)],
    ['the form of a search', (id) => owner.call(johns, 'Encounter/_search', { form: { patient: id } })],
    ['_id of a Patient search', (id) => owner.call(johns, `Patient?_id=${id}`)],
    ['an include', (id) => owner.call(johns, `Coverage?patient=${id}&_include=Coverage:beneficiary`)],
    ['a reverse include', (id) => owner.call(johns, `Patient?_id=${id}&_revinclude=Provenance:target`)],
  ];
  const absolute = (id: string) => encodeURIComponent(`${payers.responding.baseUrl}/fhir/Patient/${id}`);

  it.each(doors)('%s: exactly what is said of somebody who does not exist', async (_door, ask) => {
    const [known, unknown] = [await ask(twin.patientId), await ask(nobody)];
    expect(bare(known, twin.patientId)).toEqual(bare(unknown, nobody));
    expect(known.text.replaceAll(twin.patientId, 'ID')).not.toMatch(secrets);
    if (known.status === 200) expect(refsOf(known)).toEqual([]);
  });

  it('whose records are not read by their own ids either, though the right token reads them', async () => {
    for (const type of ['Encounter', 'Coverage', 'ExplanationOfBenefit', 'Observation', 'Immunization']) {
      const [ref] = refsOf(await owner.call(twins, `${type}?_count=1`));
      if (ref === undefined) continue;
      const [, id = ''] = ref.split('/');
      expect((await owner.call(twins, ref)).status).toBe(200);
      const known = await owner.call(johns, ref);
      expect([known.status, ...bare(known, id)]).toEqual([
        404,
        ...bare(await owner.call(johns, `${type}/${nobody}`), nobody),
      ]);
      expect(refsOf(await owner.call(johns, `${type}?_id=${id}`))).toEqual([]);
    }
  });

  it('of two patients in one search, the own one is found', async () => {
    const both = `Patient?_id=${john.patientId},${twin.patientId}`;
    expect(refsOf(await owner.call(johns, both))).toEqual([`Patient/${john.patientId}`]);
  });

  it('a page link works for its own member and client, and for nobody else', async () => {
    const first = await owner.call(johns, 'Observation?_count=2');
    const next = linkOf(first, 'next')!;
    expect(next).not.toContain(john.patientId);
    expect(refsOf(await owner.call(johns, next))).toHaveLength(2);
    for (const [client, token] of [
      [owner, twins],
      [other, others],
    ] as const) {
      const reply = await client.call(token, next);
      expect([reply.status, reply.json?.resourceType]).toEqual([400, 'OperationOutcome']);
      expect(reply.text).not.toContain(john.patientId);
    }
  });

  it('nothing that comes with the member’s records is another’s', async () => {
    const included = await owner.call(johns, 'ExplanationOfBenefit?_include=*&_count=100');
    const text = included.status === 200 ? included.text : '';
    expect(text).not.toMatch(/Patient\/kc1004/);
    const all = await pagesOf(johns, `Patient/${john.patientId}/$everything`);
    expect(all.filter((ref) => ref.startsWith('Patient/'))).toEqual([`Patient/${john.patientId}`]);
  });
});

describe('another partner', () => {
  it('gets no token for a member whom it did not match, and learns nothing from that', async () => {
    const ask = (patient: string) => other.askToken({ patient, scope: 'patient/*.rs' });
    const unknown = await ask(nobody);
    expect(unknown).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    for (const value of [john.identifier, john.patientId, `Patient/${twin.patientId}`])
      expect(await ask(value)).toEqual(unknown);
  });

  it('reads its own member, and nobody’s of others', async () => {
    expect((await other.call(others, `Patient/${theirs.patientId}`)).status).toBe(200);
    const known = await other.call(others, `Patient/${john.patientId}`);
    expect(bare(known, john.patientId)).toEqual(bare(await other.call(others, `Patient/${nobody}`), nobody));
    expect((await other.call(others, `Patient/${john.patientId}/$everything`)).status).toBe(404);
    expect(refsOf(await other.call(others, `Encounter?patient=${john.patientId}`))).toEqual([]);
  });
});

describe('a token opens what it is for', () => {
  it('not the types that its scope leaves out, nor the action', async () => {
    const coverage = await owner.tokenFor(john.patientId, 'patient/Coverage.rs patient/Patient.s');
    expect((await owner.call(coverage, 'Coverage')).status).toBe(200);
    expect((await owner.call(coverage, 'Patient')).status).toBe(200);
    expect((await owner.call(coverage, `Patient/${john.patientId}`)).status).toBe(403);
    expect((await owner.call(coverage, 'Observation')).status).toBe(403);
    expect((await owner.call(coverage, 'Observation/_search', { form: {} })).status).toBe(403);
    const everything = await pagesOf(coverage, `Patient/${john.patientId}/$everything`);
    expect([...new Set(everything.map((ref) => ref.split('/')[0]))]).toEqual(['Coverage']);
    const asked = await owner.call(coverage, `Patient/${john.patientId}/$everything?_type=Observation`);
    expect(asked.status).toBe(403);
  });

  it('an organisation’s token is told how to get one for the member', async () => {
    const token = await owner.systemToken();
    for (const path of [`Patient/${john.patientId}`, 'Encounter', `Patient/${john.patientId}/$everything`]) {
      const reply = await owner.call(token, path);
      expect(reply.status).toBe(403);
      expect(reply.text).toContain('patient/ scopes');
    }
  });

  it('and what this server does not do is said in words', async () => {
    for (const [method, path] of [
      ['GET', '$export'],
      ['GET', '_history'],
      ['GET', `Patient/${john.patientId}/_history`],
      ['POST', ''],
    ] as const) {
      const reply = await owner.call(johns, path, { method });
      expect(reply.status).toBe(404);
      expect(reply.text).toContain('not-supported');
    }
  });

  it('for five minutes', async () => {
    const token = await owner.tokenFor(john.patientId);
    payers.clock.advance(299);
    expect((await owner.call(token, 'Coverage')).status).toBe(200);
    payers.clock.advance(2);
    expect((await owner.call(token, 'Coverage')).status).toBe(401);
  });
});

describe('a consent that is taken back', () => {
  it('ends everything at once, for the token that lives as for a new one', async () => {
    const token = await owner.tokenFor(twin.patientId);
    const [ref = ''] = refsOf(await owner.call(token, 'Coverage'));
    const first = await owner.call(token, 'Coverage?_count=1');
    expect(first.status).toBe(200);
    await revokeAll(payers, twin.patientId);
    const unknown = bare(await owner.call(token, `Coverage/${nobody}`), nobody);
    expect(unknown[0]).toBe(404);
    for (const path of [
      ref,
      `Patient/${twin.patientId}`,
      `Patient/${twin.patientId}/$everything`,
      'Coverage',
    ])
      expect(bare(await owner.call(token, path)), path).toEqual(unknown);
    const again = await owner.askToken({ patient: twin.patientId, scope: 'patient/*.rs' });
    expect(again).toEqual(await owner.askToken({ patient: nobody, scope: 'patient/*.rs' }));
    const still = await owner.tokenFor(john.patientId);
    expect((await owner.call(still, `Patient/${john.patientId}`)).status).toBe(200);
  });
});
