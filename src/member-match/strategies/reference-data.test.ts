/**
 * Evidence from outside: it may tie a person who moved or changed the name to the member, and nothing else. It never answers a guard that
 * objects to what was told, never names somebody alone, and never takes anything away.
 */
import { describe, expect, test } from 'vitest';
import { known, source } from '../../../test/env/fake-source.ts';
import type { Person } from '../../../test/env/members.ts';
import { contextOver, queryOf } from '../../../test/env/members-in-memory.ts';
import type { EvidenceSource } from '../adapters/source.ts';
import { guards } from '../guards/guards.ts';
import type { StrategyName, StrategyPolicy } from './names.ts';
import { composed } from './policy.ts';
import { answerable, type InformedTrace } from './raise.ts';
import type { MatchContext } from './strategy.ts';

const tova: Person = {
  id: 'tova',
  family: 'Lindqvist',
  given: ['Tova'],
  birthDate: '1980-02-29',
  gender: 'female',
  line: '9 Elm Street',
  postalCode: '02128',
};
const moved: Person = { ...tova, line: '77 Oak Road', postalCode: '75001' };

const policy = (strategies: StrategyName[], change: Partial<StrategyPolicy> = {}): StrategyPolicy => ({
  strategies,
  profile: 'default',
  askUnmatched: false,
  ...change,
});
const usual: StrategyName[] = ['deterministic-first', 'operator-review', 'referential'];

const ask = (
  asked: Person,
  referential: EvidenceSource,
  people = [tova],
  change: Partial<StrategyPolicy> = {},
) => composed(policy(usual, change), { referential })!.match(queryOf(asked), contextOver(people));

describe('evidence', () => {
  test('of a former address makes the match of one who moved', async () => {
    expect(await ask(moved, source({ known: [] }))).toMatchObject({ decision: 'review' });
    const told = await ask(moved, source({ known: [known('mpi-7', moved, tova)] }));
    expect(told).toMatchObject({
      decision: 'matched',
      personId: 1,
      rule: 'cms-hte-01',
      reasons: ['cms-hte-01', 'referential-evidence'],
    });
    const [leading] = told.candidates as InformedTrace[];
    expect(leading!.evidence).toEqual({
      sources: [{ source: 'referential', keys: ['mpi-7'] }],
      fields: { address: 'same' },
    });
  });

  test('of a maiden name makes the match of one who married, at the address that she told', async () => {
    const man: Person = { ...tova, given: ['Tobias'], gender: 'male' };
    const married: Person = { ...man, family: 'Orrheim' };
    expect(await ask(married, source({ known: [] }), [man])).toMatchObject({
      decision: 'review',
      guards: ['family-conflict'],
    });
    expect(await ask(married, source({ known: [known('k', married, man)] }), [man])).toMatchObject({
      decision: 'matched',
      personId: 1,
    });
  });

  test('of name and address both is for a person: birth date and given name alone would be the requester’s', async () => {
    const both: Person = { ...moved, family: 'Orrheim' };
    const asked = source({ known: [known('k', both, tova)] });
    expect(await ask(both, asked)).toMatchObject({ decision: 'review', leading: { personId: 1 } });
    expect(asked.asked).toBe(0);
  });

  test('does not change the question, nor what a reviewer sees', async () => {
    const alone = await contextOver([tova]).decide(queryOf(moved));
    const matched = await ask(moved, source({ known: [known('k', moved, tova)] }));
    expect(matched.fingerprint).toEqual(alone.fingerprint);
    const elsewhere: Person = { ...tova, line: '1 Far Street', postalCode: '99501' };
    const doubtful = await ask(moved, source({ known: [known('k', moved, elsewhere)] }));
    expect(doubtful).toMatchObject({
      decision: 'review',
      candidates: alone.candidates,
      guards: alone.guards,
      reasons: ['nothing-independent', 'referential-evidence'],
    });
  });

  test('is not asked for where the answer is clear', async () => {
    const asked = source({ known: [known('k', moved, tova)] });
    expect((await ask(tova, asked)).decision).toBe('matched');
    expect((await ask({ ...tova, given: [] }, asked)).decision).toBe('insufficient');
    expect(asked.asked).toBe(0);
  });
});

describe('what the service says is left out', () => {
  test.each<[string, Person[], string]>([
    ['of another birth date', [{ ...moved, birthDate: '1980-02-28' }, tova], 'contradicts'],
    ['of no birth date', [{ ...moved, birthDate: '' }, tova], 'contradicts'],
    [
      'of another given name',
      [
        { ...moved, given: ['Berta'] },
        { ...tova, given: ['Berta'] },
      ],
      'contradicts',
    ],
    ['of another sex', [{ ...moved, gender: 'male' }, tova], 'contradicts'],
    ['of a namesake, who shares nothing else', [tova], 'untied'],
    ['and new is nothing', [moved], 'nothing-new'],
  ])('%s', async (_what, lives, note) => {
    expect(await ask(moved, source({ known: [known('k', ...lives)] }))).toMatchObject({
      decision: 'review',
      reasons: ['nothing-independent', `referential-${note}`],
    });
  });

  test('when two persons fit', async () => {
    const two = [known('a', moved, tova), known('b', moved, tova)];
    expect((await ask(moved, source({ known: two }))).reasons).toContain('referential-several');
  });

  test('a given name: a twin’s does not become the member’s', async () => {
    const twin: Person = { ...tova, id: 'berta', given: ['Berta'] };
    const answer = source({ known: [known('k', moved, { ...tova, given: ['Berta'] })] });
    const told = await ask(moved, answer, [twin]);
    expect(told.personId).toBeUndefined();
    expect(answer.asked).toBe(0);
  });
});

describe('a guard', () => {
  test('that objects to what was told stands, and nobody is asked', async () => {
    const senior: Person = { ...tova, suffix: ['Sr'] };
    const junior: Person = { ...moved, suffix: ['Jr'] };
    const asked = source({ known: [known('k', moved, tova)] });
    const told = await ask(junior, asked, [senior]);
    expect(told.decision).not.toBe('matched');
    expect(told.guards).toContain('suffix-conflict');
    expect(asked.asked).toBe(0);
  });

  test('has the last word about what is known too: two fit, nobody is named', async () => {
    const namesake: Person = { ...tova, id: 'other', line: '12 Birch Street', postalCode: '02130' };
    const told = await ask(moved, source({ known: [known('k', moved, tova, namesake)] }), [tova, namesake]);
    expect(told.personId).toBeUndefined();
  });

  test('that evidence may answer is one of the engine’s', () => {
    const names = guards.map(({ name }) => name);
    for (const name of answerable) expect(names).toContain(name);
  });
});

describe('nobody is asked', () => {
  const day = (birthDate: string): Person => ({ ...moved, birthDate });
  test.each([
    ['about a minor', day('2008-06-02'), 'not-for-minors', 0],
    ['but about one who is of age today', day('2008-06-01'), 'unknown', 1],
    ['where no answer could be tied', { ...moved, line: '' }, 'nothing-to-tie', 0],
  ])('%s', async (_who, person, note, asked) => {
    const member: Person = { ...tova, birthDate: person.birthDate ?? '' };
    const service = source({ known: [] });
    const told = await ask(person, service, [member]);
    expect(told).toMatchObject({ decision: 'review' });
    expect(told.reasons).toContain(`referential-${note}`);
    expect(service.asked).toBe(asked);
  });

  test('when no clock tells who is of age', async () => {
    const service = source({ known: [] });
    const strategies = composed(policy(usual), { referential: service })!;
    const told = await strategies.match(queryOf(moved), contextOver([tova], {}));
    expect(told.reasons).toContain('referential-not-for-minors');
    expect(service.asked).toBe(0);
  });
});

test('a service that fails changes nothing but the note', async () => {
  const alone = await contextOver([tova]).decide(queryOf(moved));
  const told = await ask(moved, source({ failed: 'total-timeout' }));
  expect({ ...told, engine: '' }).toEqual({
    ...alone,
    engine: '',
    reasons: [...alone.reasons, 'referential-unavailable'],
  });
});

test('whom only the evidence brings near is for a person, and only where that is wanted', async () => {
  const stranger: Person = { ...moved, family: 'Orrheim', given: ['Tova'], gender: 'unknown' };
  const bare: MatchContext = {
    ...contextOver([tova]),
    decide: (query) =>
      contextOver(query.names.some(({ family }) => family === 'lindqvist') ? [tova] : []).decide(query),
  };
  const answer = source({ known: [known('k', stranger, { ...tova, gender: 'unknown' })] });
  const strategies = (askUnmatched: boolean) =>
    composed(policy(usual, { askUnmatched }), { referential: answer })!;
  expect(await strategies(false).match(queryOf(stranger), bare)).toMatchObject({
    decision: 'no-match',
    reasons: ['no-candidate'],
  });
  expect(answer.asked).toBe(0);
  const told = await strategies(true).match(queryOf(stranger), bare);
  expect(told).toMatchObject({
    decision: 'review',
    leading: { personId: 1 },
    reasons: ['found-by-evidence', 'referential-evidence'],
  });
  expect(told.personId).toBeUndefined();
});

test('the network informs like the master index, and by records of several organisations', async () => {
  const network = source({ known: [known('a', moved), known('b', moved, tova)] }, 'network-mediated');
  const chosen = policy(['deterministic-first', 'network-mediated', 'operator-review']);
  const told = await composed(chosen, { network })!.match(queryOf(moved), contextOver([tova]));
  expect(told).toMatchObject({ decision: 'matched', reasons: ['cms-hte-01', 'network-mediated-evidence'] });
});
