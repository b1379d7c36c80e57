/** Protects what public sets are read as: who is asked for, what must be refused, and that nothing is made of what is not told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readQuery } from '../ask.ts';
import { openDeck } from '../deck.ts';

const dir = mkdtempSync(join(tmpdir(), 'throughline-formats-'));
afterAll(() => rmSync(dir, { recursive: true }));
function file(name: string, ...lines: string[]): string {
  const path = join(dir, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('febrl', () => {
  const headings =
    'rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id';
  const members = file(
    'a.csv',
    headings,
    'rec-7-org, ada, quill, 8, elm street, , perth, 6000, wa, 19151111, 5304218',
  );
  const queries = file(
    'b.csv',
    headings,
    'rec-7-dup-0, ada, qu ill, , elm street, the gums, perth, 6000, wa, , 5304218',
    'rec-9-dup-0, , berg, 12, , , , , , 19161399, ',
  );

  test('who is in the members’ file is to be found, who is not is an impostor', async () => {
    const { truth, ...deck } = await openDeck({ format: 'febrl', members, queries });
    expect(await all(deck.members())).toMatchObject([{ id: 'rec-7-org', coverages: [] }]);
    expect(truth.get('rec-7-dup-0')).toMatchObject({ memberIds: new Set(['rec-7-org']), tier: 'A' });
    expect(truth.get('rec-9-dup-0')).toMatchObject({ mustRefuse: true, tier: 'N', stratum: 'impostor' });
  });

  test.each([
    ['febrl', { kind: 'mbi', value: '5304218' }],
    ['febrl-ssn', { kind: 'ssn4', value: '4218' }],
  ] as const)('%s reads the number as it says', async (format, number) => {
    const deck = await openDeck({ format, members, queries });
    const [first, second] = (await all(deck.queries())).map((one) => readQuery(one, deck.npi!).query);
    expect(first!.identifiers).toMatchObject([number]);
    expect(first!.birthDate).toBeUndefined();
    expect(second).toMatchObject({ identifiers: [], addresses: [{ line: '12' }], birthDate: undefined });
    expect(second!.names).toMatchObject([{ family: 'berg', given: [] }]);
  });

  test('another file is refused', async () => {
    const other = file('c.csv', 'id,name', '1,ada');
    await expect(openDeck({ format: 'febrl', members: other, queries })).rejects.toThrow('rec_id');
  });
});

describe('miis', () => {
  const a =
    'nameFirst=Ada,nameMiddle=May,nameLast=Quill,nameSuffix=,nameAlias=Addie,gender=F,birthDate=20110624,phone=(906)389-8576,ssn=657680344,medicaid=730763228,mrns=5-V27,addressStreet1=52 Elm Cir,addressCity=Lansing,addressState=MI,addressZip=48909,';
  const deck = file(
    'deck.txt',
    'TEST: S-1:ADDRESS_CHANGED:IDEAL-IDEAL',
    'EXPECT: Match',
    `PATIENT A: ${a}`,
    'PATIENT B: nameFirst=,nameMiddle=May,nameLast=Quill,gender=F,birthDate=20110624,',
    'TEST: D-1:ADDRESS_CHANGED:IDEAL-IDEAL',
    'EXPECT: Not a Match',
    `PATIENT A: ${a}`,
    'PATIENT B: nameFirst=Otto,nameLast=Quill,medicaid=452449693,birthDate=20110624,',
    'TEST: S-2:DOB_OFF_BY_1:IDEAL-BAD',
    'EXPECT: Possible Match',
    'PATIENT A: nameFirst=Nils,nameLast=Berg,birthDate=20110624,',
    'PATIENT B: nameFirst=Nils,nameLast=Berg,birthDate=20110625,',
    'TEST: S-3:SUFFIX_MISSING:POOR-BAD',
    'EXPECT: Not Sure',
    'PATIENT A: nameFirst=Nils,nameLast=Berg,birthDate=20110624,',
    'PATIENT B: nameFirst=Nils,nameLast=Berg,birthDate=20110625,',
  );

  test('a member that two tests share is one; a test whose answer nobody knows is left out', async () => {
    const { truth, ...read } = await openDeck({ format: 'miis', members: deck });
    expect((await all(read.members())).map(({ id }) => id)).toEqual(['a-1', 'a-2']);
    expect([...truth.values()].map(({ queryId, tier, memberIds }) => [queryId, tier, ...memberIds])).toEqual([
      ['S-1', 'A', 'a-1'],
      ['D-1', 'N'],
      ['S-2', 'P', 'a-2'],
    ]);
  });

  test('a middle name does not stand for a first name that is not told; the Medicaid number is the member’s own', async () => {
    const read = await openDeck({ format: 'miis', members: deck });
    const [first, second] = (await all(read.queries())).map((one) => readQuery(one, read.npi!).query);
    expect(first!.names).toMatchObject([{ family: 'quill', given: [] }]);
    expect(second!.identifiers).toMatchObject([{ kind: 'member', value: '452449693' }]);
  });

  test('another file is refused', async () => {
    await expect(openDeck({ format: 'miis', members: file('x.txt', 'hello') })).rejects.toThrow(
      'none of a deck',
    );
  });
});
