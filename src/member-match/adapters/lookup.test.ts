/** Asking a service outside, over real HTTP: what is sent and what is not, and that whatever comes back is an answer or a failure in time. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ReferenceService, referenceService } from '../../../test/env/reference-service.ts';
import { type HandClock, handClock } from '../../clock/clock.ts';
import { type Agents, openAgents } from '../../net/agents.ts';
import type { Log } from '../../telemetry/log.ts';
import { readMemberQuery } from '../query.ts';
import { adapterLimits } from './limits.ts';
import type { Service } from './lookup.ts';
import { openNetworkLookup } from './network.ts';
import { openReferential } from './referential.ts';

let service: ReferenceService;
let agents: Agents;
let clock: HandClock;
let logged: string[];
beforeEach(async () => {
  service = await referenceService();
  agents = openAgents();
  clock = handClock('2026-06-01T12:00:00Z');
  logged = [];
});
afterEach(async () => {
  await agents.close();
  await service.close();
});

const log = (...line: unknown[]) => void logged.push(JSON.stringify(line));
const deps = () => ({
  clock,
  agents,
  log: { debug: log, info: log, warn: log, error: log } as unknown as Log,
});
const at = (change: Partial<Service> = {}): Service => ({
  url: service.url,
  allowPrivate: true,
  answer_ms: 5_000,
  ...change,
});
const referential = (change: Partial<Service> = {}) => openReferential(deps(), at(change));

const query = readMemberQuery(
  {
    resourceType: 'Patient',
    id: 'secret-id',
    identifier: [
      { system: 'http://hl7.org/fhir/sid/us-ssn', value: '123-45-6789' },
      { system: 'http://hl7.org/fhir/sid/us-mbi', value: '1EG4TE5MK73' },
    ],
    name: [{ family: 'Lindqvist', given: ['Tova', 'M'], suffix: ['Jr'] }],
    gender: 'female',
    birthDate: '1980-02-29',
    address: [{ line: ['77 Oak Road'], city: 'Dallas', state: 'TX', postalCode: '75001' }],
    telecom: [{ system: 'phone', value: '617-292-4410' }],
  },
  { resourceType: 'Coverage', subscriberId: 'ABC123456' },
  '1987877564',
);

const person = {
  key: 'mpi:4711',
  name: [{ family: 'Orr', given: ['Tova'], use: 'maiden' }],
  gender: 'female',
  birthDate: '1980-02-29',
  address: [{ line: ['9 Elm Street'], city: 'Boston', state: 'MA', postalCode: '02128' }],
  telecom: [{ system: 'phone', value: '+1 617 292 4410' }],
};

describe('the master person index', () => {
  test('is sent demographics and nothing else, with the token', async () => {
    service.says({ persons: [] });
    expect(await referential({ token: async () => 'a-token' }).ask(query)).toEqual({ known: [] });
    expect(service.asked).toHaveLength(1);
    const { method, headers, body } = service.asked[0]!;
    expect(method).toBe('POST');
    expect(headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Bearer a-token' });
    expect(body).toEqual({
      person: {
        name: [{ family: 'lindqvist', given: ['tova', 'm'], suffix: ['jr'] }],
        birthDate: '1980-02-29',
        gender: 'female',
        address: [{ line: ['77 oak rd'], city: 'dallas', state: 'TX', postalCode: '75001' }],
        telecom: [{ system: 'phone', value: '6172924410' }],
      },
    });
  });

  test('answers with persons, in our normal form', async () => {
    service.says({ persons: [person] });
    const answer = await referential().ask(query);
    expect(answer).toMatchObject({
      known: [
        {
          key: 'mpi:4711',
          names: [{ family: 'orr', given: ['tova'], use: 'former' }],
          birthDate: '1980-02-29',
          addresses: [{ line: '9 elm st', postal: '02128' }],
          telecom: [{ kind: 'phone', value: '6172924410' }],
        },
      ],
    });
  });

  test('knows nobody: 404 is an answer, not a failure', async () => {
    const source = referential();
    expect(await source.ask(query)).toEqual({ known: [] });
    expect(source.state()).toMatchObject({ breaker: 'closed', answered: 1, failed: 0 });
  });

  test('a key that is a text about somebody is not kept', async () => {
    service.says({ persons: [{ ...person, key: 'Tova Orr, born 1980' }] });
    expect(await referential().ask(query)).toMatchObject({ known: [{ key: '' }] });
  });

  test.each<[string, string, ReferenceService['answer']]>([
    ['500', 'status-500', (res) => res.writeHead(500).end('{"persons":[]}')],
    ['401', 'status-401', (res) => res.writeHead(401).end()],
    ['no JSON', 'not-json', (res) => res.end('{"persons":[')],
    ['a page', 'html-instead-of-json', (res) => res.end('<html>')],
    ['nothing', 'answer-malformed', (res) => res.end()],
    ['another document', 'answer-malformed', (res) => res.end('{"people":[]}')],
    ['persons that are none', 'answer-malformed', (res) => res.end('{"persons":["Tova"]}')],
    ['deep JSON', 'json-too-deep', (res) => res.end(`{"persons":${'['.repeat(40)}${']'.repeat(40)}}`)],
    ['a cut connection', 'connection-cut', (res) => res.destroy()],
    [
      'too much',
      'answer-too-large',
      (res) => res.end(`{"persons":[],"x":"${'x'.repeat(adapterLimits.answerBytes_max)}"}`),
    ],
    [
      'too many',
      'too-many-persons',
      (res) => res.end(JSON.stringify({ persons: Array(adapterLimits.persons_max + 1).fill(person) })),
    ],
    ['a way elsewhere', 'too-many-redirects', (res) => res.writeHead(307, { location: '/elsewhere' }).end()],
  ])('%s is no answer', async (_what, reason, answer) => {
    service.answer = answer;
    const source = referential();
    expect(await source.ask(query)).toEqual({ failed: reason });
    expect(source.state()).toMatchObject({ failed: 1, failuresInRow: 1, lastFailure: reason });
    expect(service.asked).toHaveLength(1);
  });

  test('one that does not answer in time is not waited for', async () => {
    service.answer = () => undefined;
    expect(await referential({ answer_ms: 100 }).ask(query)).toMatchObject({ failed: /timeout/ });
  });

  test('one that drips is not waited for either', async () => {
    let drip: NodeJS.Timeout | undefined;
    service.answer = (res) => {
      res.writeHead(200);
      drip = setInterval(() => res.write(' '), 20);
    };
    expect(await referential({ answer_ms: 150 }).ask(query)).toEqual({ failed: 'total-timeout' });
    clearInterval(drip);
  });

  test('a private address is not called unless it is allowed, nor without a token that should be there', async () => {
    expect(await referential({ allowPrivate: false }).ask(query)).toEqual({ failed: 'not-https' });
    const broken = async () => Promise.reject(new Error('no such file: /secrets/token'));
    expect(await referential({ token: broken }).ask(query)).toEqual({ failed: 'fault' });
    expect(service.asked).toEqual([]);
  });

  test('is left alone after failures in a row, and asked again when the time is over', async () => {
    service.answer = (res) => res.writeHead(503).end();
    const source = referential();
    for (let i = 0; i < adapterLimits.failuresInRow_max; i++) await source.ask(query);
    expect(await source.ask(query)).toEqual({ failed: 'left-alone' });
    expect(service.asked).toHaveLength(adapterLimits.failuresInRow_max);
    expect(source.state()).toMatchObject({ breaker: 'open', skipped: 1, lastFailure: 'status-503' });
    clock.advance(adapterLimits.open_seconds);
    service.says({ persons: [] });
    expect(await source.ask(query)).toEqual({ known: [] });
    expect(source.state()).toMatchObject({ breaker: 'closed', failuresInRow: 0 });
    expect(logged).toHaveLength(2);
    expect(logged.join()).not.toMatch(/lindqvist|tova|1980|oak|lookup/i);
  });

  test('is asked few questions at once', async () => {
    const waiting: (() => void)[] = [];
    service.answer = (res) => waiting.push(() => res.end('{"persons":[]}'));
    const source = referential();
    const asking = Array.from({ length: adapterLimits.calls_max }, () => source.ask(query));
    expect(await source.ask(query)).toEqual({ failed: 'left-alone' });
    const settled = Promise.all(asking);
    await expect.poll(() => waiting.length).toBe(adapterLimits.calls_max);
    service.says({ persons: [] });
    for (const go of waiting) go();
    expect(await settled).toEqual(Array(adapterLimits.calls_max).fill({ known: [] }));
    expect(await source.ask(query)).toEqual({ known: [] });
  });
});

describe('the network', () => {
  const entry = (patient: object, grade?: string) => ({
    resource: { resourceType: 'Patient', id: 'qhin-1', ...patient },
    search: {
      mode: 'match',
      ...(grade && {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/match-grade', valueCode: grade }],
      }),
    },
  });
  const network = () => openNetworkLookup(deps(), at());

  test('is asked by $match for certain matches, with demographics only', async () => {
    service.says({ resourceType: 'Bundle', type: 'searchset' });
    expect(await network().ask(query)).toEqual({ known: [] });
    const { headers, body } = service.asked[0]!;
    expect(headers['content-type']).toBe('application/fhir+json');
    expect(body).toMatchObject({
      resourceType: 'Parameters',
      parameter: [
        { name: 'resource', resource: { resourceType: 'Patient', birthDate: '1980-02-29' } },
        { name: 'onlyCertainMatches', valueBoolean: true },
        { name: 'count', valueInteger: adapterLimits.persons_max },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/6789|1EG4|ABC123|secret-id/i);
  });

  test('answers with what it calls certain', async () => {
    service.says({
      resourceType: 'Bundle',
      entry: [entry(person, 'certain'), entry(person, 'probable'), entry(person), { resource: person }, {}],
    });
    expect(await network().ask(query)).toMatchObject({
      known: [{ key: 'qhin-1', names: [{ family: 'orr' }] }],
    });
  });

  test('an OperationOutcome is no answer', async () => {
    service.says({ resourceType: 'OperationOutcome' });
    expect(await network().ask(query)).toEqual({ failed: 'answer-malformed' });
  });
});
