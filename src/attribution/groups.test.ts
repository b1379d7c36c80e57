/** Groups as the requester reads them: its submissions to the letter, its own only, and nothing of ours that is not a match. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { forgetPeople, lossless, ourNpi, theirNpi } from '../../test/env/members.ts';
import { systemRandom } from '../clock/random.ts';
import { containedCopy } from './contained.ts';
import type { GroupCode, GroupMember, MatchGroup } from './group.ts';
import { createGroup, expireGroup, groupJson, ownGroup, personsOf, searchOwnGroups } from './groups.ts';
import { readGroupSearch } from './search.ts';

let own: TestDatabase;
const now = new Date('2026-06-30T12:00:00Z');
const payer = { name: 'Old Plan', npi: ourNpi };
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(() => forgetPeople(own.db));

const member = (id: string, more: Partial<GroupMember> = {}): GroupMember => ({
  personId: 1,
  patientId: `p-${id}`,
  submittedId: id,
  submitted: `{"resourceType":"Patient","id":"${id}"}`,
  coverage: null,
  ...more,
});
async function make(
  members: GroupMember[],
  more: Partial<MatchGroup> = {},
  jobId: string | null = systemRandom.uuid(),
): Promise<MatchGroup> {
  const group: MatchGroup = {
    id: 'g1',
    clientId: 'united',
    code: 'match',
    requesterNpi: theirNpi,
    createdAt: now,
    expiresAt: new Date('2027-01-01T05:00:00Z'),
    ...more,
  };
  await own.db.tx((tx) => createGroup(tx, group, jobId, members));
  return group;
}
async function jsonOf(group: MatchGroup): Promise<string> {
  let text = '';
  for await (const piece of groupJson(own.db, group, payer)) text += piece;
  return text;
}

test('a contained copy loses only what R4 forbids, and keeps the text of its numbers', () => {
  const submitted = lossless(`{ "resourceType" : "Patient", "id":"m1",
    "meta":{"versionId":"3","lastUpdated":"2026-01-01T00:00:00Z","security":[{"code":"R"}],"tag":[{"code":"t"}],"profile":["x"]},
    "contained":[{"resourceType":"Organization"}],
    "extension":[{"url":"https://x.example","valueDecimal":1.50},{"url":"https://y.example","valueDecimal":1e3}],
    "name":[{"family":"O\\u0027Brien","given":["Zo\u00eb"]}], "deceasedBoolean":false }`);
  expect(containedCopy(submitted)).toBe(
    '{"resourceType":"Patient","id":"m1","meta":{"tag":[{"code":"t"}],"profile":["x"]},' +
      '"extension":[{"url":"https://x.example","valueDecimal":1.50},{"url":"https://y.example","valueDecimal":1e3}],' +
      '"name":[{"family":"O\'Brien","given":["Zo\u00eb"]}],"deceasedBoolean":false}',
  );
  expect(containedCopy(lossless('{"resourceType":"Patient","meta":{"versionId":"1"}}'))).toBe(
    '{"resourceType":"Patient"}',
  );
});

test('a matched Group is the one of the guide', async () => {
  const group = JSON.parse(await jsonOf(await make([member('m1')])));
  const result = 'http://hl7.org/fhir/us/davinci-pdex/CodeSystem/PdexMultiMemberMatchResultCS';
  const npi = 'http://hl7.org/fhir/sid/us-npi';
  const code = { coding: [{ system: result, code: 'match', display: 'Matched' }] };
  expect(group).toEqual({
    resourceType: 'Group',
    id: 'g1',
    meta: { profile: ['http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/pdex-member-match-group'] },
    contained: [{ resourceType: 'Patient', id: 'm1' }],
    identifier: [
      { system: npi, value: theirNpi },
      { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:g1' },
    ],
    active: true,
    type: 'person',
    actual: true,
    code,
    managingEntity: { identifier: { system: npi, value: ourNpi }, display: 'Old Plan' },
    characteristic: [
      {
        code,
        valueReference: { identifier: { system: npi, value: theirNpi } },
        exclude: false,
        period: { start: '2026-06-30' },
      },
    ],
    member: [
      {
        entity: {
          extension: [
            {
              url: 'http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/base-ext-match-parameters',
              valueReference: { reference: '#m1' },
            },
          ],
          reference: 'Patient/p-m1',
        },
      },
    ],
  });
});

test.each(['nomatch', 'consentconstraint'] as GroupCode[])(
  'a %s Group has no id of ours in it',
  async (code) => {
    // Even if a row had one.
    const text = await jsonOf(await make([member('m1')], { code }));
    expect(text).not.toContain('p-m1');
    expect(JSON.parse(text)).toMatchObject({
      meta: {
        profile: ['http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/pdex-member-no-match-group'],
      },
      member: [{ entity: { reference: '#m1' } }],
    });
    expect(await personsOf(own.db, await ownGroup(own.db, 'g1', 'united', now))).toEqual([]);
  },
);

test('a patient with two coverages is contained once, and each entry names its coverage', async () => {
  const coverage = (id: string) => ({ id, text: `{"resourceType":"Coverage","id":"${id}"}` });
  const group = await make([
    member('m1', { coverage: coverage('c1') }),
    member('m1', { coverage: coverage('c2') }),
  ]);
  const json = JSON.parse(await jsonOf(group));
  expect(json.contained.map((r: { id: string }) => r.id)).toEqual(['m1', 'c1', 'c2']);
  expect(json.member.map((m: { entity: { extension: object[] } }) => m.entity.extension[1])).toEqual([
    {
      url: 'http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/base-ext-match-coverage',
      valueReference: { reference: '#c1' },
    },
    {
      url: 'http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/base-ext-match-coverage',
      valueReference: { reference: '#c2' },
    },
  ]);
  expect(await personsOf(own.db, group)).toEqual([{ personId: 1, patientId: 'p-m1' }]);
});

test('an empty matched Group is there, without empty lists, and exports nobody', async () => {
  const group = await make([]);
  const json = JSON.parse(await jsonOf(group));
  expect(json).not.toHaveProperty('contained');
  expect(json).not.toHaveProperty('member');
  expect(await personsOf(own.db, group)).toEqual([]);
});

test('a Group of many pages is written whole and in order', async () => {
  const ids = Array.from({ length: 1203 }, (_, i) => `m${i}`);
  const json = JSON.parse(await jsonOf(await make(ids.map((id, i) => member(id, { personId: i + 1 })))));
  expect(json.member.map((m: { entity: { reference: string } }) => m.entity.reference)).toEqual(
    ids.map((id) => `Patient/p-${id}`),
  );
  expect(json.contained).toHaveLength(1203);
});

describe('whose a Group is', () => {
  test("somebody else's, an unknown and an ended one are equally unknown", async () => {
    await make([member('m1')]);
    const refused = { category: 'not-found', publicText: 'There is no such Group.' };
    await expect(ownGroup(own.db, 'g1', 'other', now)).rejects.toMatchObject(refused);
    await expect(ownGroup(own.db, 'g2', 'united', now)).rejects.toMatchObject(refused);
    await expect(ownGroup(own.db, 'g1', 'united', new Date('2027-01-01T05:00:00Z'))).rejects.toMatchObject(
      refused,
    );
    expect(await ownGroup(own.db, 'g1', 'united', now)).toMatchObject({ id: 'g1' });
  });

  test('a search finds own ones only, page by page, each once', async () => {
    for (let i = 0; i < 5; i++) await make([], { id: `g${i}` });
    await make([], { id: 'foreign', clientId: 'other' });
    const found: string[] = [];
    let query = '_count=2&code=match';
    for (let page = 0; page < 3; page++) {
      const search = readGroupSearch(new URLSearchParams(query), true);
      const answer = await searchOwnGroups(own.db, { clientId: 'united', search, now });
      expect(answer.total).toBe(5);
      found.push(...answer.groups.map((group) => group.id));
      if (answer.next)
        query = `_count=2&_cursor=${Buffer.from(`${answer.next.createdAt.toISOString()} ${answer.next.id}`).toString('base64url')}`;
      else expect(page).toBe(2);
    }
    expect(found).toEqual(['g0', 'g1', 'g2', 'g3', 'g4']);
  });

  test('a search by requester, outcome and id narrows together', async () => {
    await make([], { id: 'a' });
    await make([], { id: 'b', code: 'nomatch' });
    const find = async (query: string) =>
      (
        await searchOwnGroups(own.db, {
          clientId: 'united',
          search: readGroupSearch(new URLSearchParams(query), true),
          now,
        })
      ).groups.map((g) => g.id);
    expect(await find(`identifier=${theirNpi}&characteristic=match`)).toEqual(['a']);
    expect(
      await find(`characteristic-value-reference:identifier=http://hl7.org/fhir/sid/us-npi|${theirNpi}`),
    ).toEqual(['a', 'b']);
    expect(await find(`identifier=${ourNpi}`)).toEqual([]);
    expect(await find('identifier=urn:uuid:b')).toEqual(['b']);
    expect(await find('_id=a&code=nomatch')).toEqual([]);
    expect(await find('_count=0')).toEqual([]);
  });
});

test('what was submitted is forgotten when the Group has ended, not before', async () => {
  await make([member('m1')]);
  expect(await expireGroup(own.db, 'g1', now)).toBe(0);
  expect(await expireGroup(own.db, 'g1', new Date('2027-02-01T00:00:00Z'))).toBe(1);
});
