/** Each way of the field to decide, and several together: they make the engine's answer stricter, never looser. */
import { describe, expect, test } from 'vitest';
import type { Person } from '../../../test/env/members.ts';
import { candidatesOf, contextOver, queryOf } from '../../../test/env/members-in-memory.ts';
import { decide } from '../decide.ts';
import { defaultModel } from '../model.ts';
import type { MemberQuery } from '../query.ts';
import type { RuleProfile } from '../rules/rules.ts';
import type { StrategyName, StrategyPolicy } from './names.ts';
import { composed } from './policy.ts';
import { answered, type MatchContext } from './strategy.ts';
import { strictest } from './strictest.ts';

const tova: Person = {
  id: 'tova',
  family: 'Lindqvist',
  given: ['Tova'],
  birthDate: '1980-02-29',
  gender: 'female',
  line: '9 Elm Street',
  memberId: 'KXA00455101',
  subscriberId: 'KXA004551',
};
const { memberId: _, subscriberId: __, ...noCard } = tova;

const policy = (...strategies: StrategyName[]): StrategyPolicy => ({
  strategies,
  profile: 'default',
  askUnmatched: false,
});
const ask = (asked: Person, strategies: StrategyName[], ctx: MatchContext = contextOver([tova])) =>
  composed(policy(...strategies))!.match(queryOf(asked), ctx);

test('the default is the engine by itself: there is nothing to compose', () => {
  expect(composed(policy('operator-review', 'deterministic-first'))).toBeUndefined();
  expect(
    composed({ ...policy('deterministic-first', 'operator-review'), profile: 'cms-hte-3.3.0' }),
  ).toBeDefined();
});

test('a decision names the strategies that made it', async () => {
  const { engine } = await ask(tova, ['coverage-anchored', 'operator-review']);
  expect(engine).toMatch(/^four-hypotheses@\S+ coverage-anchored$/);
});

describe('coverage-anchored', () => {
  test('names the one whom number and demographics mean', async () => {
    expect(await ask(tova, ['coverage-anchored', 'operator-review'])).toMatchObject({
      decision: 'matched',
      personId: 1,
    });
  });

  test('refuses without a number, however well everything else fits', async () => {
    const told = await ask(noCard, ['coverage-anchored', 'operator-review']);
    expect(told).toMatchObject({ decision: 'insufficient', reasons: ['coverage-number-missing'] });
    expect(told.personId).toBeUndefined();
  });

  test('asks a person when the number is not the one of whom the demographics mean', async () => {
    const strange = { ...tova, memberId: 'ZZZ99911122', subscriberId: 'ZZZ999111' };
    expect((await ask(strange, ['deterministic-first'])).decision).toBe('matched');
    expect(await ask(strange, ['coverage-anchored', 'operator-review'])).toMatchObject({
      decision: 'review',
      reasons: ['coverage-number-elsewhere'],
      leading: { personId: 1 },
    });
  });
});

describe('probabilistic', () => {
  test('names by score, and leaves what only a rule accepts to a person', async () => {
    expect(await ask(tova, ['probabilistic', 'operator-review'])).toMatchObject({ decision: 'matched' });
    const ctx = { ...contextOver([tova]), auto: 1.1 };
    expect(await ask(tova, ['probabilistic', 'operator-review'], ctx)).toMatchObject({
      decision: 'review',
      reasons: ['score-below-auto'],
    });
    expect((await ask(tova, ['deterministic-first'], ctx)).decision).toBe('matched');
  });
});

describe('network-mediated', () => {
  const strategies: StrategyName[] = ['deterministic-first', 'network-mediated', 'operator-review'];

  test('names somebody without a coverage by complete demographics', async () => {
    expect(await ask(noCard, strategies)).toMatchObject({ decision: 'matched', rule: 'cms-hte-01' });
  });

  test('does not name by score alone, which is enough for one who shows a coverage', async () => {
    const renamed = { ...noCard, family: 'Orrheim' };
    expect(await ask(renamed, ['deterministic-first'])).toMatchObject({
      decision: 'matched',
      reasons: ['score'],
    });
    expect(await ask(renamed, strategies)).toMatchObject({
      decision: 'review',
      reasons: ['demographics-incomplete'],
    });
  });

  test('does not name by a rule alone when the score is below 0.999', async () => {
    const ctx = contextOver([tova]);
    const unsure: MatchContext = {
      ...ctx,
      decide: async (query, options) => {
        expect(options?.auto).toBe(0.999);
        return { ...(await ctx.decide(query, options)), score: 0.9989 };
      },
    };
    expect(
      await ask(noCard, ['network-mediated', 'deterministic-first', 'operator-review'], {
        ...unsure,
        decide: (query, options) => (options ? unsure.decide(query, options) : ctx.decide(query)),
      }),
    ).toMatchObject({ decision: 'review', reasons: ['score-below-network-auto'] });
  });

  test('leaves those who show a coverage alone', async () => {
    expect((await ask({ ...tova, family: 'Orrheim' }, strategies)).decision).toBe('matched');
  });
});

describe('operator-review', () => {
  const doubtful = { ...noCard, line: '77 Oak Road', postalCode: '75001' };

  test('takes what is doubtful; without it that is refused', async () => {
    expect(await ask(doubtful, ['deterministic-first', 'network-mediated', 'operator-review'])).toMatchObject(
      {
        decision: 'review',
        leading: { personId: 1 },
      },
    );
    const refused = await ask(doubtful, ['deterministic-first']);
    expect(refused).toMatchObject({
      decision: 'no-match',
      reasons: ['nothing-independent', 'no-reviewers'],
      guards: ['nothing-independent'],
    });
    expect(refused.leading).toBeUndefined();
  });
});

describe('several', () => {
  test('the strictest refusal wins, whatever their order', async () => {
    for (const names of [
      ['deterministic-first', 'coverage-anchored', 'operator-review'],
      ['operator-review', 'coverage-anchored', 'probabilistic', 'deterministic-first'],
    ] as StrategyName[][])
      expect((await ask(noCard, names)).decision).toBe('insufficient');
  });

  test('that mean two persons name nobody', async () => {
    const decision = await contextOver([tova]).decide(queryOf(tova));
    const other = { ...decision, personId: 2, patientId: 'p-other' };
    const both = strictest([answered(decision), answered(other)]);
    expect(both).toMatchObject({ decision: 'ambiguous', reasons: ['several-persons'] });
    expect(both.personId ?? both.patientId ?? both.rule).toBeUndefined();
  });
});

describe('the CMS HTE profile', () => {
  const child: Person = { ...tova, id: 'nils', given: ['Nils'], birthDate: '2015-01-05', gender: 'male' };
  const telecom = [{ kind: 'phone', value: '6172924410', use: 'current' } as const];
  const asked: MemberQuery = { ...queryOf(child), telecom };
  const [mother] = candidatesOf([tova]);
  const found = {
    candidates: [{ ...mother!, records: mother!.records.map((record) => ({ ...record, telecom })) }],
    truncated: false,
  };
  const under = (profile: RuleProfile, ...strategies: StrategyName[]) =>
    composed({ ...policy('operator-review', ...strategies), profile })!.match(asked, {
      ...contextOver([]),
      decide: async (query, own) =>
        decide(query, found, defaultModel, { today: '2026-06-01', ...own, profile }),
    });

  test('names the mother for a child with her card and telephone, which the default never does', async () => {
    expect((await under('default', 'deterministic-first', 'probabilistic')).decision).not.toBe('matched');
    const told = await under('cms-hte-3.3.0', 'deterministic-first');
    expect(told).toMatchObject({ decision: 'matched', rule: 'cms-hte-29' });
    expect(told.guards).toContain('given-conflict');
    expect(told.engine).toMatch(/deterministic-first\+cms-hte-3\.3\.0$/);
  });

  test('a stricter strategy beside it stays stricter', async () => {
    expect((await under('cms-hte-3.3.0', 'deterministic-first', 'probabilistic')).decision).toBe('review');
  });
});
