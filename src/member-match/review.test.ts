/** The life of a review: every way a vote can go, and that no order of votes lets one person approve what takes two. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterVote, type Vote, type VotedReview } from './review.ts';

const now = new Date('2026-06-30T12:00:00Z');
const review: VotedReview = { state: 'open', candidates: [7, 8], guards: [], votes: [] };
const hazardous: VotedReview = { ...review, guards: ['twin'] };
const hazards = { twoPersons: 'hazards' } as const;
const same = (reviewer: string, personId = 7): Vote => ({ reviewer, verdict: 'same', personId });
const notSame = (reviewer: string): Vote => ({ reviewer, verdict: 'not-same' });
const cannotTell = (reviewer: string): Vote => ({ reviewer, verdict: 'cannot-tell' });

describe('one vote', () => {
  test('approves where nothing objects', () => {
    expect(afterVote(review, same('Ann'), hazards, now)).toEqual({ state: 'approved', personId: 7 });
  });

  test('does not approve where a guard objects, nor where two are always asked', () => {
    const second = { state: 'open', waitsFor: 'second' };
    expect(afterVote(hazardous, same('Ann'), hazards, now)).toEqual(second);
    expect(afterVote(review, same('Ann'), { twoPersons: 'always' }, now)).toEqual(second);
    expect(afterVote(hazardous, same('Ann'), { twoPersons: 'never' }, now)).toMatchObject({
      state: 'approved',
    });
  });

  test('rejects, or leaves undecided, at once: both refuse', () => {
    expect(afterVote(hazardous, notSame('Ann'), hazards, now)).toEqual({ state: 'rejected' });
    expect(afterVote(hazardous, cannotTell('Ann'), hazards, now)).toEqual({ state: 'undecided' });
  });

  test('cannot name somebody who is no candidate', () => {
    expect(afterVote(review, same('Ann', 9), hazards, now)).toEqual({ refused: 'no-candidate' });
    expect(afterVote(review, { reviewer: 'Ann', verdict: 'same' }, hazards, now)).toEqual({
      refused: 'no-candidate',
    });
  });

  test('comes too late for what is closed', () => {
    for (const state of ['approved', 'rejected', 'undecided', 'superseded', 'expired'] as const)
      expect(afterVote({ ...review, state }, notSame('Ann'), hazards, now)).toEqual({ refused: 'closed' });
  });

  test('waits while another looks at it, and no longer than the lease', () => {
    const claimed = (until: string) => ({ ...review, claim: { by: 'Bob', until: new Date(until) } });
    expect(afterVote(claimed('2026-06-30T12:00:01Z'), same('Ann'), hazards, now)).toEqual({
      refused: 'claimed-by-another',
    });
    expect(afterVote(claimed('2026-06-30T12:00:00Z'), same('Ann'), hazards, now)).toMatchObject({
      state: 'approved',
    });
    expect(afterVote(claimed('2026-06-30T12:00:01Z'), same('Bob'), hazards, now)).toMatchObject({
      state: 'approved',
    });
  });
});

describe('the second vote', () => {
  const approvedOnce = { ...hazardous, votes: [same('Ann')] };

  test('approves when it names the same person', () => {
    expect(afterVote(approvedOnce, same('Bob'), hazards, now)).toEqual({ state: 'approved', personId: 7 });
  });

  test.each(['Ann', ' ann', 'ANN '])('cannot be of the first reviewer (%s)', (name) => {
    expect(afterVote(approvedOnce, same(name), hazards, now)).toEqual({ refused: 'same-reviewer' });
  });

  test.each([same('Bob', 8), notSame('Bob'), cannotTell('Bob')])('that differs calls a third', (vote) => {
    expect(afterVote(approvedOnce, vote, hazards, now)).toEqual({ state: 'open', waitsFor: 'tie' });
  });
});

describe('the third vote', () => {
  const split = { ...hazardous, votes: [same('Ann'), notSame('Bob')] };

  test('decides between the two', () => {
    expect(afterVote(split, same('Cem'), hazards, now)).toEqual({ state: 'approved', personId: 7 });
    expect(afterVote(split, notSame('Cem'), hazards, now)).toEqual({ state: 'rejected' });
  });

  test('that agrees with neither leaves it undecided', () => {
    expect(afterVote(split, cannotTell('Cem'), hazards, now)).toEqual({ state: 'undecided' });
    expect(afterVote(split, same('Cem', 8), hazards, now)).toEqual({ state: 'undecided' });
  });
});

test('whatever people vote, it ends after three, and nobody approves a hazard alone', () => {
  const anyVote = fc.record({
    reviewer: fc.constantFrom('Ann', 'Bob', 'Cem', 'ann '),
    verdict: fc.constantFrom('same' as const, 'not-same' as const, 'cannot-tell' as const),
    personId: fc.constantFrom(7, 8, 9),
  });
  fc.assert(
    fc.property(fc.array(anyVote, { maxLength: 8 }), (wanted) => {
      const votes: Vote[] = [];
      for (const { personId, ...rest } of wanted) {
        const vote: Vote = rest.verdict === 'same' ? { ...rest, personId } : rest;
        const result = afterVote({ ...hazardous, votes }, vote, hazards, now);
        if ('refused' in result) continue;
        votes.push(vote);
        expect(votes.length).toBeLessThanOrEqual(3);
        if (result.state === 'open') continue;
        if (result.state === 'approved') {
          const who = votes.filter((v) => v.verdict === 'same' && v.personId === result.personId);
          expect(new Set(who.map((v) => v.reviewer.trim().toLowerCase())).size).toBeGreaterThanOrEqual(2);
        }
        return;
      }
      expect(votes.length).toBeLessThan(3);
    }),
  );
});
