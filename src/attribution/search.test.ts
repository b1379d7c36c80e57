/** What a requester may search its Groups by (p2p 6.4), and that nothing else is guessed. */
import { describe, expect, test } from 'vitest';
import { cursorOf, readGroupSearch } from './search.ts';

const read = (query: string, strict = false) => readGroupSearch(new URLSearchParams(query), strict);
const system = 'http://hl7.org/fhir/us/davinci-pdex/CodeSystem/PdexMultiMemberMatchResultCS';
const npi = 'http://hl7.org/fhir/sid/us-npi';

describe('the outcome', () => {
  test.each([
    ['code=match', ['match']],
    ['code=%22match%22', ['match']],
    ['characteristic=nomatch,consentconstraint', ['nomatch', 'consentconstraint']],
    [`code=${system}|match`, ['match']],
    [`code=${system}|`, ['match', 'nomatch', 'consentconstraint']],
    ['code=|match', []],
    ['code=https://other.example|match', []],
    ['code=match&code=nomatch', []],
    ['code=match&characteristic=match', ['match']],
    ['', ['match', 'nomatch', 'consentconstraint']],
  ])('%s finds %j', (query, codes) => {
    expect(read(query).criteria.codes).toEqual(codes);
  });
});

describe('the requester', () => {
  test.each([
    [`identifier=${npi}|0123456789`, { npis: ['0123456789'], ids: [] }],
    ['identifier=0123456789', { npis: ['0123456789'], ids: [] }],
    ['identifier=urn:ietf:rfc:3986|urn:uuid:abc', { npis: [], ids: ['abc'] }],
    ['identifier=https://other.example|0123456789', { npis: [], ids: [] }],
    [`characteristic-value-reference:identifier=${npi}|0123456789`, { npis: ['0123456789'], ids: [] }],
    [`characteristic-value-reference=${npi}|0123456789`, { npis: ['0123456789'], ids: [] }],
    ['_id=a,b', { npis: [], ids: ['a', 'b'] }],
  ])('%s', (query, expected) => {
    expect(read(query).criteria.identifiers).toEqual([expected]);
  });
});

describe('what is not understood', () => {
  test('is ignored and left out of the self link, or refused when strictness was asked for', () => {
    expect(read('member=Patient/1&code=match')).toMatchObject({
      ignored: ['member'],
      used: [['code', 'match']],
    });
    expect(() => read('member=Patient/1', true)).toThrow('not supported');
    expect(() => read('_format=json', true)).not.toThrow();
  });

  test.each([
    'code:not=match',
    'identifier:of-type=x',
    'code=',
    '_count=many',
    '_count=-1',
    '_cursor=x',
    'characteristic-value-reference:missing=true',
  ])('%s is refused always', (query) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ category: 'invalid' }));
  });

  test('too many parameters and values are refused', () => {
    expect(() => read('code=match&'.repeat(51))).toThrow('at most');
    expect(() => read(`_id=${'a,'.repeat(50)}a`)).toThrow('at most');
  });
});

test('a page is bounded, and its place survives the link', () => {
  expect(read('_count=5000').count).toBe(100);
  const place = { createdAt: new Date('2026-06-30T12:00:00.123Z'), id: 'group-1' };
  expect(read(`_cursor=${cursorOf(place)}`).after).toEqual(place);
});
