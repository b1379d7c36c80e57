/** Pages hang together while records are written, no link opens for another, and no search ever leaks. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ownDeck, payerDeck } from '../../test/env/deck-of-searches.ts';
import { insertRecords, otherPartner, type TestRecord } from '../../test/env/released-data.ts';
import { storeResources } from '../../test/env/search-deck.ts';
import {
  type As,
  about,
  everythingOf,
  found,
  member,
  options,
  own,
  seal,
  searched,
} from '../../test/env/searching.ts';
import { raw, sql } from '../db/sql.ts';
import { parametersOf, searchedTypes, typeSearch } from './parameters.ts';
import { parseSearch } from './parse.ts';
import { searchRecords } from './search.ts';

const observation = (personId: number, n: number, lastUpdated: string): TestRecord => ({
  personId,
  ref: `Observation/${personId}-${String(n).padStart(3, '0')}`,
  lastUpdated,
  text: JSON.stringify({
    resourceType: 'Observation',
    effectiveDateTime: `2025-0${1 + (n % 9)}-01`,
    status: n % 3 ? 'final' : 'amended',
  }),
});

type Ask = (query: string) => ReturnType<typeof searched>;

/** Every page from the first on, with work between them. */
async function pages(
  ask: Ask,
  query: string,
  between: (page: number) => Promise<void> = async () => {},
): Promise<string[][]> {
  const all: string[][] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const page = await ask(next);
    if ('problems' in page) throw new Error(JSON.stringify(page.problems));
    all.push(page.matches.map((entry) => entry.ref));
    if (all.length > 200) throw new Error('pages without an end');
    await between(all.length);
    next = page.next && `_cursor=${page.next}`;
  }
  return all;
}

describe('each record once', () => {
  test('whatever is written between the pages', async () => {
    const write = fc.record({ kind: fc.constantFrom('insert', 'change', 'delete'), n: fc.nat(99) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(
          '',
          '_sort=_id',
          '_sort=-_id',
          '_sort=_lastUpdated',
          '_sort=-_lastUpdated',
          '_sort=date',
          '_sort=-date',
          '$everything',
        ),
        fc.array(fc.array(write, { maxLength: 3 }), { maxLength: 8 }),
        async (count, sort, writes) => {
          const personId = await member();
          const day = (n: number) => `2026-0${1 + (n % 5)}-01T00:00:00Z`;
          await insertRecords(
            own.db,
            Array.from({ length: 20 }, (_, n) => observation(personId, n * 3, day(n))),
          );
          const touched = new Set<string>();
          const between = async (page: number) => {
            for (const { kind, n } of writes[page] ?? []) {
              const record = observation(personId, n, '2026-07-01T00:00:00Z');
              touched.add(record.ref);
              if (kind === 'insert') await insertRecords(own.db, [record]).catch(() => {});
              else if (kind === 'delete')
                await own.db.run(sql`delete from resource where ref = ${record.ref}`);
              else
                await own.db.run(
                  sql`update resource set last_updated = '2026-07-01' where ref = ${record.ref}`,
                );
            }
          };
          const ask: Ask = (query) =>
            sort === '$everything'
              ? everythingOf([personId], query)
              : searched([personId], 'Observation', query);
          const seen = (
            await pages(ask, `_count=${count}${sort && sort !== '$everything' ? `&${sort}` : ''}`, between)
          ).flat();
          expect(new Set(seen).size).toBe(seen.length);
          const still = (
            await own.db.query<{ ref: string }>(sql`select ref from resource where person_id = ${personId}`)
          ).map((r) => r.ref);
          const order = sort === '' || sort.endsWith('_id') || sort === '$everything';
          const throughout = still.filter(
            (ref) => !touched.has(ref) || (order && changedOnly(writes, ref, personId)),
          );
          expect(seen).toEqual(expect.arrayContaining(throughout));
        },
      ),
      { numRuns: 25 },
    );
  });

  /** A record of the beginning that was only ever changed is there throughout. */
  const changedOnly = (writes: { kind: string; n: number }[][], ref: string, personId: number) => {
    const its = writes.flat().filter(({ n }) => observation(personId, n, '').ref === ref);
    return (
      its.every(({ kind }) => kind === 'change') &&
      Number(ref.slice(-3)) % 3 === 0 &&
      Number(ref.slice(-3)) < 60
    );
  };

  test('in the order that was asked for', async () => {
    const personId = await member();
    await insertRecords(
      own.db,
      [2, 0, 1].map((n) => observation(personId, n, `2026-01-0${n + 1}T00:00:00Z`)),
    );
    await insertRecords(own.db, [
      { personId, ref: 'Observation/undated', lastUpdated: '2025-01-01T00:00:00Z' },
    ]);
    const order = async (sort: string) =>
      (await pages((query) => searched([personId], 'Observation', query), `_count=1&_sort=${sort}`))
        .flat()
        .map((ref) => ref.slice(-1));
    expect(await order('_id')).toEqual(['0', '1', '2', 'd']);
    expect(await order('-_lastUpdated')).toEqual(['2', '1', '0', 'd']);
    expect(await order('date')).toEqual(['0', '1', '2', 'd']);
    expect(await order('-date')).toEqual(['2', '1', '0', 'd']);
  });
});

describe('a page link', () => {
  test('of another member, another client, another type, or a forged one opens nothing', async () => {
    const [mine, other] = [await member(), await member()];
    const theirs = await member(otherPartner);
    for (const personId of [mine, other, theirs])
      await insertRecords(
        own.db,
        [0, 1, 2].map((n) => observation(personId, n, '2026-01-01T00:00:00Z')),
      );
    const first = await searched([mine], 'Observation', '_count=1&status=final');
    const link = 'next' in first && first.next ? `_cursor=${first.next}` : '';
    expect(link).not.toBe('');
    expect(await found([mine], 'Observation', link)).toHaveLength(1);
    await expect(searched([other], 'Observation', link)).rejects.toMatchObject({ category: 'invalid' });
    await expect(searched([theirs], 'Observation', link, { client: otherPartner })).rejects.toMatchObject({
      category: 'invalid',
    });
    await expect(searched([mine], 'Observation', link, { at: new Date('2031-06-30') })).rejects.toMatchObject(
      { category: 'invalid' },
    );
    expect(await searched([mine], 'Condition', link)).toHaveProperty('problems');
    expect(await searched([mine], 'Observation', `${link}&status=amended`)).toHaveProperty('problems');
    expect(await everythingOf([mine], link)).toHaveProperty('problems');
    fc.assert(
      fc.property(fc.nat(link.length - 9), fc.constantFrom('A', 'b', '_', ''), (at, letter) => {
        const forged = link.slice(8, 8 + at) + letter + link.slice(9 + at);
        // The last letter may differ in bits that are not read.
        if (at < link.length - 10 && forged !== link.slice(8))
          expect(
            parseSearch('Observation', new URLSearchParams({ _cursor: forged }), options),
          ).toHaveProperty('problems');
      }),
    );
  });

  test('shows no value of the search', async () => {
    const personId = await member();
    const text = (id: string) =>
      JSON.stringify({ resourceType: 'Condition', id, code: { coding: [{ code: 'SECRETCODE' }] } });
    await insertRecords(
      own.db,
      ['s1', 's2'].map((id) => ({ personId, ref: `Condition/${id}`, text: text(id) })),
    );
    const page = await searched([personId], 'Condition', '_count=1&code=secretcode');
    const next = ('next' in page && page.next) || '';
    expect(next).not.toBe('');
    expect(next + Buffer.from(next, 'base64url').toString('latin1')).not.toMatch(/secretcode|Condition/i);
    // The next page still is of the same search.
    expect(await found([personId], 'Condition', `_cursor=${next}`)).toEqual(['Condition/s2']);
  });
});

test('everything: the Patient first, claims, authorizations, and the payer-wide records that these refer to', async () => {
  const personId = await member();
  await insertRecords(own.db, [
    { personId, ref: 'Condition/ev-c', refs: ['Practitioner/ev-dr'], lastUpdated: '2026-03-01T00:00:00Z' },
    {
      personId,
      ref: 'ExplanationOfBenefit/ev-claim',
      serviceStart: '2025-01-01',
      refs: ['Organization/ev-o'],
    },
    { personId, ref: 'ExplanationOfBenefit/ev-pa', paChanged: '2026-01-01', paUntil: 'infinity' },
    { personId, ref: 'Procedure/ev-old', serviceStart: '2011-01-01', refs: ['Location/ev-l'] },
    { personId, ref: 'Patient/ev' },
    { personId: 0, ref: 'Practitioner/ev-dr', lastUpdated: '2020-01-01T00:00:00Z' },
    { personId: 0, ref: 'Organization/ev-o', refs: ['Organization/ev-parent'] },
    { personId: 0, ref: 'Organization/ev-parent' },
    { personId: 0, ref: 'Location/ev-l' },
  ]);
  const all = (query: string, as: As = {}) => pages((q) => everythingOf([personId], q, as), query);
  const whole = [
    'Patient/ev',
    'Condition/ev-c',
    'ExplanationOfBenefit/ev-claim',
    'ExplanationOfBenefit/ev-pa',
    'Organization/ev-o',
    'Organization/ev-parent',
    'Practitioner/ev-dr',
  ];
  expect(await all('')).toEqual([whole]);
  for (const count of [1, 2, 3, 4, 5]) expect((await all(`_count=${count}`)).flat()).toEqual(whole);
  expect((await all('_type=Practitioner,ExplanationOfBenefit')).flat()).toEqual([
    whole[2],
    whole[3],
    whole[6],
  ]);
  expect((await all('_since=2026-02-01T00:00:00Z')).flat()).toEqual(['Condition/ev-c', 'Practitioner/ev-dr']);
  expect((await all('', { covers: (type) => type === 'Patient' })).flat()).toEqual(['Patient/ev']);
  expect((await all('', { at: new Date('2031-06-30') })).flat()).toEqual([]);
  expect(await everythingOf([personId], 'start=2020-01-01')).toHaveProperty('problems');
  expect(await everythingOf([personId], '_type=Nothing')).toHaveProperty('problems');
});

describe('no search at all', () => {
  let me: number;
  const theirs = new Set<string>();
  const staying = new Set<string>();
  beforeAll(async () => {
    me = await member();
    const other = await member();
    const renamed = (prefix: string) =>
      JSON.parse(
        JSON.stringify(ownDeck)
          .replaceAll('"id":"', `"id":"${prefix}`)
          .replaceAll(/"reference":"(?!(?:Org|Prac|Loc|Med))(\w+)\//g, `"reference":"$1/${prefix}`),
      );
    await storeResources(own.db, 0, payerDeck);
    await storeResources(own.db, me, renamed('m-'));
    await storeResources(own.db, other, renamed('t-'));
    // A third of the member's own stays, for one reason or another.
    await own.db.run(
      raw(`update resource set withheld = 'prior-authorization-drug' where ref like '%/m-%1'`),
    );
    await own.db.run(raw(`update resource set reach = '2015-01-01' where ref like '%/m-%3'`));
    for (const { ref } of await own.db.query<{ ref: string }>(
      sql`select ref from resource where person_id = ${other}`,
    ))
      theirs.add(ref);
    const held = await own.db.query<{ ref: string }>(
      sql`select ref from resource where person_id = ${me} and (withheld is not null or reach < '2021-06-30')`,
    );
    for (const { ref } of held) staying.add(ref);
    staying.add('Organization/stranger');
  });

  const value = fc.oneof(
    fc.constantFrom(
      'm-1',
      't-1',
      'Patient/t-p1',
      'Patient/m-p1',
      'active',
      'final',
      'http://loinc.org|2339-0',
      'ge2020',
      'ne2025',
      'lt2026-01-01T00:00:00Z',
      'a',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      "'",
      "';drop table resource;--",
      '\\',
      '$1',
      '%',
      '"',
      '$.**',
      'x") || true',
      '{}',
      '\u0000',
      "' or '1'='1",
      '🙂',
      '\ud800',
    ),
  );
  const asked = fc.constantFrom(...searchedTypes).chain((type) => {
    const { includes, revIncludes } = typeSearch(type)!;
    const name = fc.constantFrom(...parametersOf(type)!.keys());
    const modifier = fc.constantFrom(
      '',
      '',
      '',
      ':not',
      ':missing',
      ':exact',
      ':contains',
      ':identifier',
      ':Patient',
    );
    const parameter = fc.oneof(
      fc.tuple(
        fc.tuple(name, modifier).map((n) => n.join('')),
        value,
      ),
      fc.tuple(
        name.map((n) => `${n}:missing`),
        fc.constantFrom('true', 'false'),
      ),
      ...(includes.length > 0 ? [fc.tuple(fc.constant('_include'), fc.constantFrom(...includes))] : []),
      ...(revIncludes.length > 0
        ? [fc.tuple(fc.constant('_revinclude'), fc.constantFrom(...revIncludes))]
        : []),
      fc.tuple(fc.constant('_sort'), fc.constantFrom('_id', '-_lastUpdated', 'date')),
      fc.tuple(fc.constant('_count'), fc.constantFrom('0', '1', '2', '100')),
    );
    return fc.record({ type: fc.constant(type), query: fc.array(parameter, { maxLength: 3 }) });
  });

  test('returns what stays or is of another person, on no page, whatever its values hold', async () => {
    let returned = 0;
    await fc.assert(
      fc.asyncProperty(asked, async ({ type, query }) => {
        const parsed = parseSearch(type, new URLSearchParams(query), { ...options, lenient: true });
        if ('problems' in parsed) return;
        let { search } = parsed;
        for (let page = 0; page < 20; page++) {
          const answer = await about([me], (tx, access) => searchRecords(tx, seal, access, search));
          for (const { ref } of [...answer.matches, ...answer.includes]) {
            expect(theirs.has(ref) || staying.has(ref), ref).toBe(false);
            returned++;
          }
          if (answer.next === undefined) break;
          const next = parseSearch(type, new URLSearchParams({ _cursor: answer.next }), options);
          if ('problems' in next) throw new Error('our own link');
          search = next.search;
        }
      }),
      { numRuns: 500 },
    );
    expect(returned).toBeGreaterThan(100);
  });
});
