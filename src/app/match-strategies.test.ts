/**
 * From the configuration to the decision: a matcher over a real index that asks a service over real HTTP. The service may know, fail, or
 * lie; the member who moved is named or shown to a reviewer, and no request fails.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { type Person, patientOf, putPeople } from '../../test/env/members.ts';
import { queryOf } from '../../test/env/members-in-memory.ts';
import { type ReferenceService, referenceService } from '../../test/env/reference-service.ts';
import { handClock } from '../clock/clock.ts';
import { adapterLimits } from '../member-match/adapters/limits.ts';
import { openMatcher } from '../member-match/match.ts';
import { type Agents, openAgents } from '../net/agents.ts';
import { noLog } from '../telemetry/log.ts';
import { readConfig } from './config.ts';
import { openStrategies } from './match-strategies.ts';

const tova: Person = {
  id: 'tova',
  family: 'Lindqvist',
  given: ['Tova'],
  birthDate: '1980-02-29',
  gender: 'female',
  line: '9 Elm Street',
  postalCode: '02128',
  memberId: 'KXA00455101',
};
const moved: Person = { ...tova, line: '77 Oak Road', postalCode: '75001', memberId: '' };
const nils: Person = {
  ...tova,
  id: 'nils',
  given: ['Nils'],
  birthDate: '2015-01-05',
  memberId: 'KXA00455102',
};

let own: TestDatabase;
let service: ReferenceService;
let agents: Agents;
let cwd: string;
beforeAll(async () => {
  own = await testDatabase();
  await putPeople(own.db, [tova, nils]);
});
afterAll(() => own.drop());
beforeEach(async () => {
  service = await referenceService();
  agents = openAgents();
  cwd = mkdtempSync(join(tmpdir(), 'throughline-strategies-'));
});
afterEach(async () => {
  await agents.close();
  await service.close();
  rmSync(cwd, { recursive: true });
});

const clock = handClock('2026-06-01T12:00:00Z');

function open(env: Record<string, string> = {}) {
  const config = readConfig({
    cwd,
    env: {
      PAYER_NAME: 'Old Plan',
      PAYER_NPI: '1987654328',
      MATCH_STRATEGIES: 'deterministic-first,operator-review,referential',
      MATCH_REFERENTIAL_URL: service.url,
      MATCH_REFERENTIAL_PRIVATE: 'true',
      MATCH_REFERENTIAL_TIMEOUT: '5000',
      ...env,
    },
  });
  const strategies = openStrategies(config.strategies, { clock, agents, log: noLog });
  const matcher = openMatcher({ clock, ...strategies.matcher });
  return {
    ask: (person: Person) => matcher.match(own.db, queryOf(person)),
    sources: strategies.sources,
  };
}

const bothHomes = {
  key: 'mpi-4711',
  name: patientOf(tova).name,
  birthDate: tova.birthDate,
  address: [moved, tova].flatMap((person) => patientOf(person).address),
};

describe('one who moved', () => {
  test('is named by the former address, and the trace says where that comes from', async () => {
    const { ask, sources } = open();
    expect(await ask(moved)).toMatchObject({
      decision: 'review',
      reasons: ['nothing-independent', 'referential-unknown'],
    });
    service.says({ persons: [bothHomes] });
    expect(await ask(moved)).toMatchObject({
      decision: 'matched',
      patientId: 'p-tova',
      reasons: ['cms-hte-01', 'referential-evidence'],
      candidates: expect.arrayContaining([
        expect.objectContaining({
          evidence: { sources: [{ source: 'referential', keys: ['mpi-4711'] }], fields: { address: 'same' } },
        }),
      ]),
    });
    expect(sources()).toMatchObject([{ name: 'referential', breaker: 'closed', answered: 2, failed: 0 }]);
  });

  test.each<[string, ReferenceService['answer']]>([
    ['fails', (res) => res.writeHead(500).end()],
    ['talks nonsense', (res) => res.end('%')],
    ['hangs up', (res) => res.destroy()],
    ['tells too much', (res) => res.end(`"${'x'.repeat(adapterLimits.answerBytes_max)}"`)],
  ])('waits for a reviewer when the service %s', async (_what, answer) => {
    service.answer = answer;
    expect(await open().ask(moved)).toMatchObject({
      decision: 'review',
      reasons: ['nothing-independent', 'referential-unavailable'],
    });
  });

  test('waits for a reviewer when the service does not answer in time, and when nobody listens there', async () => {
    service.answer = () => undefined;
    const slow = open({ MATCH_REFERENTIAL_TIMEOUT: '100' });
    expect((await slow.ask(moved)).reasons).toContain('referential-unavailable');
    const absent = open({ MATCH_REFERENTIAL_URL: 'http://127.0.0.1:9/lookup' });
    expect((await absent.ask(moved)).reasons).toContain('referential-unavailable');
    expect(absent.sources()).toMatchObject([{ failed: 1, lastFailure: expect.any(String) }]);
  });
});

test('who is clear, and who is a child, is nobody’s business', async () => {
  const { ask } = open();
  expect((await ask(tova)).decision).toBe('matched');
  await ask({ ...nils, line: '77 Oak Road', postalCode: '75001', memberId: '' });
  expect(service.asked).toEqual([]);
});

test('the token is read from its file for each question', async () => {
  const file = join(cwd, 'token');
  const { ask } = open({ MATCH_REFERENTIAL_TOKEN_FILE: 'token' });
  writeFileSync(file, 'first\n');
  await ask(moved);
  writeFileSync(file, 'second\n');
  await ask(moved);
  expect(service.asked.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer first',
    'Bearer second',
  ]);
  rmSync(file);
  expect((await ask(moved)).reasons).toContain('referential-unavailable');
  expect(service.asked).toHaveLength(2);
});

test('the network may say where somebody lived, and then complete demographics name her', async () => {
  const { ask } = open({
    MATCH_STRATEGIES: 'deterministic-first,network-mediated,operator-review',
    MATCH_REFERENTIAL_URL: '',
    MATCH_NETWORK_URL: service.url,
    MATCH_NETWORK_PRIVATE: 'true',
  });
  const extension = [{ url: 'http://hl7.org/fhir/StructureDefinition/match-grade', valueCode: 'certain' }];
  const resource = { resourceType: 'Patient', id: 'q1', ...bothHomes };
  service.says({ resourceType: 'Bundle', entry: [{ resource, search: { extension } }] });
  expect(await ask(moved)).toMatchObject({
    decision: 'matched',
    patientId: 'p-tova',
    rule: 'cms-hte-01',
    reasons: ['cms-hte-01', 'network-mediated-evidence'],
  });
});

test('without strategies nobody is asked and nothing is composed', async () => {
  const { matcher, sources } = openStrategies(
    readConfig({ cwd, env: { PAYER_NAME: 'Old Plan', PAYER_NPI: '1987654328' } }).strategies,
    { clock, agents, log: noLog },
  );
  expect(matcher).toEqual({ options: { profile: 'default' } });
  expect(sources()).toEqual([]);
  expect(openStrategies(undefined, { clock, agents, log: noLog }).matcher).toEqual({});
});
