/** Versions of consents and what counts of them: by our own order, in one transaction, and with an epoch that nothing can forget. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import {
  type ConsentChoices,
  consentOf,
  forgetPeople,
  ourNpi,
  putPeople,
  theirNpi,
} from '../../test/env/members.ts';
import { handClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import type { Tx } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';
import { addClient } from '../directory/clients.ts';
import { type JsonObject, printJson } from '../fhir/lossless.ts';
import { consentPolicy } from '../fhir/systems.ts';
import { label } from '../sensitivity/bits.ts';
import {
  endConsent,
  eventsOf,
  expireConsents,
  giveInstruction,
  listConsents,
  revokeConsent,
  settlePending,
  withdrawInstruction,
} from './consents.ts';
import { endGrant, giveGrant } from './give-grant.ts';
import { giveOverride, liftOverride, overridesInForce, secondOverride } from './overrides.ts';
import { permitsFor } from './permits-for.ts';
import { readHrexConsent } from './read-hrex-consent.ts';
import { receiveConsent } from './receive.ts';
import { endAuthority, recordAuthority, recordDeath } from './record-authority.ts';
import { overtaken } from './still-permitted.ts';
import { releaseTerms_default } from './terms.ts';

let own: TestDatabase;
const now = new Date('2026-06-30T12:00:00Z');
const actor = 'operator:ann';
const random = systemRandom;
const labelled = { ...releaseTerms_default, segmentation: 'labelled' as const };
const person = { id: 'm1', family: 'Lindqvist', given: ['Tova'], birthDate: '1980-02-29', memberId: 'M-1' };
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  await forgetPeople(own.db);
  await own.db.run(raw('truncate permission_epoch'));
  await putPeople(own.db, [person, { ...person, id: 'm2', given: ['Nils'], memberId: 'M-2' }]);
});

const tx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => own.db.tx(work);

async function receive(
  choices: ConsentChoices = {},
  more: { requestId?: string; change?: (consent: JsonObject) => JsonObject; terms?: typeof labelled } = {},
) {
  const resource = (more.change ?? ((same) => same))(consentOf(person, choices));
  const read = readHrexConsent(resource, { patientId: 'm1' });
  if (!('facts' in read)) throw new Error('expected facts');
  const decision = await tx((t) =>
    receiveConsent(t, {
      id: random.uuid(),
      personId: 1,
      clientId: 'united',
      recipientNpi: theirNpi,
      sourceNpi: ourNpi,
      facts: read.facts,
      resource: printJson(resource),
      now,
      ...(more.requestId && { requestId: more.requestId }),
      ...(more.terms && { terms: more.terms }),
    }),
  );
  return 'permit' in decision ? 'permit' : decision.refused;
}
const states = async () =>
  (await listConsents(own.db, { personId: 1 })).map(
    ({ documentId, version, state }) => `${documentId} ${version} ${state}`,
  );
const newest = async () => (await listConsents(own.db, { personId: 1 }))[0]!;
const ask = async (terms = releaseTerms_default) => {
  const { permits, refused } = await permitsFor(own.db, 'united', theirNpi, [1], now, terms);
  return permits[0] ?? refused.get(1);
};
const epoch = async (): Promise<number> => {
  const { permits, basis } = await permitsFor(own.db, 'united', theirNpi, [1], now, labelled);
  return permits[0]?.epoch ?? basis.get(1)!.epoch;
};

describe('a document', () => {
  test('of other content is a new version; the one before is superseded in the same transaction', async () => {
    await receive();
    await receive({ end: '2027-01-31' });
    expect(await states()).toEqual(['k-m1 2 active', 'k-m1 1 superseded']);
    const [, first] = await listConsents(own.db, { personId: 1 });
    expect((await eventsOf(own.db, first!.id)).map(({ state, actor: who }) => [state, who])).toEqual([
      ['active', 'client:united'],
      ['superseded', 'client:united'],
    ]);
  });

  test('sent again is the same, in whatever order its members stand and whatever a server added to it', async () => {
    await receive();
    const before = await epoch();
    const turned = (consent: JsonObject): JsonObject => Object.fromEntries(Object.entries(consent).reverse());
    const stored = (consent: JsonObject): JsonObject => ({
      ...consent,
      meta: { versionId: '7', lastUpdated: '2026-06-30T00:00:00Z' },
      text: { status: 'generated', div: '<div/>' },
    });
    expect(await receive({}, { change: turned })).toBe('permit');
    expect(await receive({}, { change: stored })).toBe('permit');
    expect(await states()).toEqual(['k-m1 1 active']);
    expect(await epoch()).toBe(before);
  });

  test('that was taken back is not revived by being stored anew, and a later one is', async () => {
    await receive();
    await tx(async (t) => revokeConsent(t, { id: (await newest()).id, why: 'asked', actor, at: now }));
    expect(await receive({}, { change: (consent) => ({ ...consent, meta: { versionId: '8' } }) })).toBe(
      'consent-revoked',
    );
    expect(await receive({ id: 'new-paper' })).toBe('permit');
  });

  test('of an older version changes nothing when it is replayed', async () => {
    await receive();
    await receive({ end: '2026-07-31' });
    expect(await receive()).toBe('consent-superseded');
    expect(await states()).toEqual(['k-m1 2 active', 'k-m1 1 superseded']);
    expect(await ask()).toMatchObject({ lastDay: '2026-07-31' });
  });

  test('that the partner sends as inactive has ended, and permits nothing', async () => {
    await receive();
    expect(await receive({ status: 'inactive' })).toBe('consent-invalid');
    expect(await states()).toEqual(['k-m1 1 revoked']);
    await receive({ id: 'other' });
    expect(await receive({ id: 'nobody-knows', status: 'entered-in-error' })).toBe('consent-invalid');
    expect(await receive({ id: 'other', status: 'entered-in-error' })).toBe('consent-invalid');
    expect(await states()).toEqual(['other 1 in-error', 'k-m1 1 revoked']);
  });

  test.each([
    ['both policies', { policies: Object.values(consentPolicy) }],
    ['an unknown policy', { policies: ['https://example.org/p'] }],
    ['no start', { start: '' }],
    ['an end before its start', { start: '2026-07-31', end: '2026-07-01' }],
    ['a foreign recipient', { recipient: '1234567893' }],
  ])('with %s is not kept, and what counted counts on', async (_what, choices) => {
    await receive();
    expect(await receive({ id: 'bad', ...choices })).not.toBe('permit');
    expect(await states()).toEqual(['k-m1 1 active']);
  });
});

describe('two consents of one request', () => {
  const both = async (first: ConsentChoices, second: ConsentChoices) => {
    const requestId = random.uuid();
    for (const choices of [first, second]) await receive(choices, { requestId, terms: labelled });
    return ask(labelled);
  };
  const regular = { policies: [consentPolicy.regular] };

  test.each([
    ['policies', { id: 'a' }, { id: 'b', ...regular }],
    ['one document twice', { id: 'a' }, { id: 'a', end: '2026-08-31' }],
  ])('contradict each other by their %s, in either order', async (_how, a, b) => {
    expect(await both(a, b)).toBe('consent-ambiguous');
    await own.db.run(raw('truncate consent, permission_epoch cascade'));
    expect(await both(b, a)).toBe('consent-ambiguous');
  });

  test('that agree are their intersection, in either order', async () => {
    const [a, b] = [
      { id: 'a', end: '2026-08-31' },
      { id: 'b', start: '2026-06-15' },
    ];
    const there = await both(a, b);
    expect(there).toMatchObject({ lastDay: '2026-08-31', notBefore: new Date('2026-06-15T10:00:00Z') });
    await own.db.run(raw('truncate consent, permission_epoch cascade'));
    expect(await both(b, a)).toMatchObject({
      lastDay: '2026-08-31',
      consentHash: (there as { consentHash: string }).consentHash,
    });
  });

  test('are over together when another request brings a later word', async () => {
    await both({ id: 'a' }, { id: 'b', ...regular });
    await receive({ id: 'c' });
    expect(await states()).toEqual(['c 1 active', 'b 1 superseded', 'a 1 superseded']);
    expect(await ask()).toMatchObject({ policy: 'sensitive' });
  });
});

describe('the epoch', () => {
  const override = (effect: 'add' | 'hold' | 'remove', scope: 'person' | 'code') => ({
    personId: 1,
    scope,
    value: scope === 'person' ? '' : 'x|y',
    effect,
    labels: effect === 'hold' ? 0 : label.SEX,
    by: actor,
    role: 'officer' as const,
    reason: 'safety' as const,
    validFrom: null,
    validTo: null,
  });
  const grant = {
    actor,
    personId: 1,
    consentId: null,
    direction: 'out' as const,
    categories: ['claims'],
    labels: null,
    serviceFrom: null,
    serviceTo: null,
    validFrom: null,
    validTo: null,
    givenAt: now,
  };
  const power = {
    personId: 1,
    kind: 'durable-power' as const,
    scope: 'all' as const,
    validFrom: '2026-01-01',
    validTo: null,
    document: 'file/1',
    recordedBy: actor,
    recordedAt: now,
  };
  let id = '';

  /** What happens, and whether permits from before are dead afterwards. */
  const changes: [string, (t: Tx) => Promise<unknown>, boolean][] = [
    [
      'a revocation',
      async (t) => revokeConsent(t, { id: (await newest()).id, why: 'x', actor, at: now }),
      true,
    ],
    [
      'an expiry',
      async (t) =>
        endConsent(t, { id: (await newest()).id, to: 'expired', why: '', actor: 'system', at: now }),
      true,
    ],
    ['a hold', async (t) => giveOverride(t, { random }, override('hold', 'person'), now), true],
    ['a label of the member', (t) => giveOverride(t, { random }, override('add', 'code'), now), true],
    ['an instruction', (t) => giveInstruction(t, { personId: 1, recipientNpi: '*', actor, at: now }), true],
    [
      'an instruction about this payer',
      (t) => giveInstruction(t, { personId: 1, recipientNpi: theirNpi, actor, at: now }),
      true,
    ],
    ['a grant', (t) => giveGrant(t, { random }, { ...grant, partnerNpi: '*' }), true],
    ['a grant for this payer', (t) => giveGrant(t, { random }, { ...grant, partnerNpi: theirNpi }), true],
    ['a death', (t) => recordDeath(t, { personId: 1, on: '2026-06-20', actor, at: now }), true],
    [
      'an authority',
      async (t) => {
        id = await recordAuthority(t, { random }, power);
      },
      false,
    ],
    ['a merge', (t) => t.run(sql`update member set person_id = 2 where patient_id = 'p-m1'`), true],
  ];
  test.each(changes)('is one more after %s', async (_what, change, ends) => {
    await receive();
    const before = await epoch();
    await tx(change);
    expect(await epoch()).toBe(before + 1);
    expect((await overtaken(own.db, 'united', [{ personId: 1, epoch: before }])).size).toBe(ends ? 1 : 0);
  });

  test('is one more after each step of an override, a grant, an instruction and an authority', async () => {
    await receive();
    const steps: ((t: Tx) => Promise<unknown>)[] = [
      async (t) => {
        id = await giveOverride(t, { random }, override('remove', 'code'), now);
      },
      (t) => secondOverride(t, { id, by: 'operator:bob', at: now }),
      (t) => liftOverride(t, { id, by: actor, at: now }),
      async (t) => {
        id = await giveGrant(t, { random }, { ...grant, partnerNpi: '*' });
      },
      (t) => endGrant(t, { id, actor, at: now }),
      (t) => giveInstruction(t, { personId: 1, recipientNpi: '*', actor, at: now }),
      (t) => withdrawInstruction(t, { personId: 1, recipientNpi: '*', actor, at: now }),
      async (t) => {
        id = await recordAuthority(t, { random }, power);
      },
      (t) => endAuthority(t, { id, actor, at: now }),
    ];
    const first = await epoch();
    for (const step of steps) await tx(step);
    expect(await epoch()).toBe(first + steps.length);
  });

  test('of another partner and of another person stays', async () => {
    await receive();
    const before = await epoch();
    await tx((t) => giveInstruction(t, { personId: 1, recipientNpi: '1234567893', actor, at: now }));
    await tx((t) => giveOverride(t, { random }, { ...override('hold', 'person'), personId: 2 }, now));
    expect(await epoch()).toBe(before);
  });

  test('is counted for partners that come later, too', async () => {
    await tx((t) => giveInstruction(t, { personId: 1, recipientNpi: '*', actor, at: now }));
    await tx((t) => withdrawInstruction(t, { personId: 1, recipientNpi: '*', actor, at: now }));
    await receive();
    expect(await epoch()).toBe(3);
  });

  test('kills permits only where something was taken away: a wider consent lets the narrow permit go on', async () => {
    await receive({ end: '2026-08-31' });
    const narrow = await epoch();
    await receive({ end: '2026-12-31' });
    expect((await overtaken(own.db, 'united', [{ personId: 1, epoch: narrow }])).size).toBe(0);
    const wide = await epoch();
    await receive({ end: '2026-09-30' });
    expect((await overtaken(own.db, 'united', [{ personId: 1, epoch: wide }])).size).toBe(1);
    await receive({ policies: [consentPolicy.regular], end: '2026-09-30' }, { terms: labelled });
    expect((await overtaken(own.db, 'united', [{ personId: 1, epoch: wide + 1 }])).size).toBe(1);
  });

  test('keeps old permits dead after a revocation and a new opt-in', async () => {
    await receive();
    const first = await epoch();
    await tx(async (t) => revokeConsent(t, { id: (await newest()).id, why: 'x', actor, at: now }));
    await receive({ id: 'again' });
    expect(await ask()).toMatchObject({ policy: 'sensitive' });
    expect((await overtaken(own.db, 'united', [{ personId: 1, epoch: first }])).size).toBe(1);
  });
});

test('a split holds both persons until an officer has looked', async () => {
  await own.db.run(
    sql`insert into member select 'p-m3', person_id, said, updated_at from member where patient_id = 'p-m1'`,
  );
  await receive();
  await own.db.run(sql`update member set person_id = 2 where patient_id = 'p-m3'`);
  expect(await ask()).toBe('person-hold');
  const [held] = await overridesInForce(own.db, 1);
  expect(held).toMatchObject({ effect: 'hold', reason: 'split', by: 'system' });
  await tx((t) => liftOverride(t, { id: held!.id, by: actor, at: now }));
  expect(await ask()).toMatchObject({ policy: 'sensitive' });
});

test('events of consents cannot be changed', async () => {
  await receive();
  await expect(own.db.run(raw(`update consent_event set state = 'active'`))).rejects.toThrow('never changed');
});

test('consents whose last day is over everywhere are marked, the others not', async () => {
  await receive({ end: '2026-06-30' });
  expect(await tx((t) => expireConsents(t, { day: '2026-06-30', at: now }))).toBe(0);
  expect(await tx((t) => expireConsents(t, { day: '2026-07-01', at: now }))).toBe(1);
  expect(await states()).toEqual(['k-m1 1 expired']);
  expect(await receive({ end: '2026-06-30' })).toBe('consent-expired');
});

describe('a consent that waits', () => {
  const signed = (consent: JsonObject): JsonObject => ({
    ...consent,
    performer: [{ reference: 'RelatedPerson/9' }],
  });
  const power = {
    personId: 1,
    kind: 'health-care-power' as const,
    scope: 'all' as const,
    validFrom: '2026-01-01',
    validTo: '2026-07-31',
    document: 'file/1',
    recordedBy: actor,
    recordedAt: now,
  };

  test('for an authority ends nothing, and counts when an officer has seen the paper and said so', async () => {
    await receive({ id: 'own', end: '2026-09-30' });
    expect(await receive({ id: 'theirs' }, { change: signed })).toBe('authority-missing');
    expect(await ask()).toMatchObject({ lastDay: '2026-09-30' });
    await tx((t) => recordAuthority(t, { random }, power));
    expect(await receive({ id: 'theirs' }, { change: signed })).toBe('authority-missing');
    const { id } = await newest();
    await tx((t) => settlePending(t, { id, to: 'active', why: 'called back', actor, at: now }));
    expect(await states()).toEqual(['theirs 1 active', 'own 1 superseded']);
    // The paper ends before the consent does.
    expect(await ask()).toMatchObject({ lastDay: '2026-07-31', consentId: id });
    await expect(
      tx((t) => settlePending(t, { id, to: 'declined', why: 'x', actor, at: now })),
    ).rejects.toMatchObject({ category: 'conflict' });
  });

  test('is turned down', async () => {
    await receive({}, { change: signed });
    await tx(async (t) =>
      settlePending(t, { id: (await newest()).id, to: 'declined', why: 'no paper', actor, at: now }),
    );
    expect(await receive({}, { change: signed })).toBe('consent-missing');
  });
});

test('days are those of the zone that was agreed on with the partner', async () => {
  await receive({ end: '2026-06-30' });
  const until = async () => ((await ask()) as { until: Date }).until;
  expect(await until()).toEqual(new Date('2026-07-01T04:00:00Z'));
  await addClient(
    { db: own.db, clock: handClock(now), random },
    {
      id: 'united',
      name: 'New',
      npi: theirNpi,
      jwksUrl: 'https://new.example/jwks',
      scope: '',
      timeZone: 'Pacific/Honolulu',
    },
  );
  expect(await until()).toEqual(new Date('2026-07-01T10:00:00Z'));
});
