// State law as dated data: each rule at its edges, and the most restrictive one wins.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keysOf, maskOf } from './bits.ts';
import { type JurisdictionFacts, jurisdictionEffects, parseJurisdictions } from './jurisdiction.ts';

const shipped = parseJurisdictions(
  readFileSync(new URL('../../config/sensitivity/jurisdictions.json', import.meta.url), 'utf8'),
);
const facts = (more: Partial<JurisdictionFacts> = {}): JurisdictionFacts => ({
  on: '2026-11-01',
  holderState: 'TX',
  recipientState: 'TX',
  memberState: 'TX',
  authorizations: new Set(),
  notices: new Set(),
  ...more,
});
const denied = (more: Partial<JurisdictionFacts>, rules = shipped) =>
  keysOf(jurisdictionEffects(rules, facts(more)).deny);
const rule = (more: object) =>
  parseJurisdictions(JSON.stringify([{ id: 'r', labels: ['MH'], basis: 'b', deny: true, ...more }]));

describe('California, Civil Code 56.110', () => {
  test('a Californian plan sends abortion data to nobody outside California', () => {
    expect(denied({ holderState: 'CA', recipientState: 'NV' })).toEqual(['ABORTION']);
    expect(denied({ holderState: 'CA', recipientState: 'CA' })).toEqual([]);
    expect(denied({ holderState: 'NV', recipientState: 'CA' })).toEqual([]);
  });
  test('an unknown state is a state that has the rule, and one outside', () => {
    expect(denied({ holderState: undefined, recipientState: 'NV' })).toEqual(['ABORTION']);
    expect(denied({ holderState: 'CA', recipientState: undefined })).toEqual(['ABORTION']);
  });
  test('from the first of July 2024, and not with a specific authorization', () => {
    const out = { holderState: 'CA', recipientState: 'NV' };
    expect([denied({ ...out, on: '2024-06-30' }), denied({ ...out, on: '2024-07-01' })]).toEqual([
      [],
      ['ABORTION'],
    ]);
    expect(denied({ ...out, authorizations: new Set(['specific-authorization']) })).toEqual([]);
  });
});

describe('New York, 10 NYCRR 63.5', () => {
  test('HIV data leave with the statement, and stay without it', () => {
    expect(denied({ memberState: 'NY' })).toEqual(['HIV']);
    const notices = new Set(['notices/ny-63-5.txt']);
    const effects = jurisdictionEffects(shipped, facts({ memberState: 'NY', notices }));
    expect(effects).toEqual({
      deny: 0,
      attach: [{ mask: maskOf('HIV'), notice: 'notices/ny-63-5.txt', rule: 'NY-HIV' }],
      rules: [],
    });
    expect(denied({ memberState: 'NJ' })).toEqual([]);
  });
});

describe('rules of a payer', () => {
  test('require an authorization, or deny', () => {
    const rules = rule({ deny: undefined, require: 'court-order', when: { serviceState: 'IL' } });
    expect(denied({ serviceState: 'IL' }, rules)).toEqual(['MH']);
    expect(denied({ serviceState: 'IL', authorizations: new Set(['court-order']) }, rules)).toEqual([]);
    expect(denied({}, rules)).toEqual(['MH']);
    expect(denied({ serviceState: 'IN' }, rules)).toEqual([]);
  });
  test('add up: what one rule allows another still denies', () => {
    const rules = [...rule({ unless: ['a'] }), ...rule({ id: 's' })];
    const effects = jurisdictionEffects(rules, facts({ authorizations: new Set(['a']) }));
    expect([keysOf(effects.deny), effects.rules]).toEqual([['MH'], ['s']]);
  });
  test.each([
    [{ when: { holderState: 'California' } }, /rule r: when/],
    [{ when: { state: 'CA' } }, /rule r: when/],
    [{ labels: ['NOBIT'] }, /labels are keys/],
    [{ labels: [] }, /labels are keys/],
    [{ from: '2024' }, /from is a day/],
    [{ deny: undefined }, /no effect/],
    [{ deny: { recipientStateNot: 7 } }, /deny is true/],
    [{ denny: true }, /"denny" is not known/],
    [{ basis: undefined }, /no basis/],
  ])('are refused when they cannot be read: %j', (more, message) => {
    expect(() => rule(more)).toThrow(message);
  });
});
