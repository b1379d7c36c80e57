/** What belongs to one partner does not exist for another; what belongs to it does. And a Group of nobody exports nobody. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thirdPlan, unitedCare } from '../../src/demo/people/payers.ts';
import { exportOf, type HandPayer, handPayer, type Manifest } from '../env/hand-payer.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
let owner: HandPayer;
let other: HandPayer;
let group: string;
let matchJob: Manifest;
let exportJob: Manifest;

beforeAll(async () => {
  payers = await twoPayers();
  owner = await handPayer(payers, { id: 'owner', name: 'UnitedCare by hand', npi: unitedCare.npi });
  other = await handPayer(payers, { id: 'other', ...{ name: thirdPlan.name, npi: thirdPlan.npi } });
  const matched = await owner.match(['twin']);
  matchJob = matched.manifest;
  group = (matched.groups.match as { id: string }).id;
  exportJob = await owner.finish('GET', exportOf(group));
});
afterAll(() => payers?.close());

/** Everything of the owner's that has a URL. Polled too soon is an answer of one's own, not of others’. */
const owned = (): [string, string, string, number[]][] => [
  ['its Group', 'GET', `Group/${group}`, [200]],
  ['an export of its Group', 'GET', exportOf(group), [202]],
  ['a plain export of its Group', 'POST', `Group/${group}/$export`, [202]],
  ['its match job', 'GET', matchJob.url, [200]],
  ['its match result', 'GET', matchJob.output[0]!.url, [200]],
  ['its export job', 'GET', exportJob.url, [200]],
  ['its Patient file', 'GET', exportJob.output.find((f) => f.type === 'Patient')!.url, [200]],
];

describe('another partner', () => {
  it('finds nothing where the owner finds its Group, jobs and files', async () => {
    for (const [what, method, path] of owned()) {
      const reply = await other.call(method, path);
      expect([what, reply.status]).toEqual([what, 404]);
      expect(reply.text).not.toMatch(/kc1004|uc3002|Ella|Smith/);
    }
    for (const [what, method, path, statuses] of owned()) {
      const { status } = await owner.call(method, path);
      expect(statuses, what).toContain(status);
    }
  });

  it('is told the same of a Group that is somebody else’s and of one that never was', async () => {
    const withoutIds = (text: string) =>
      text
        .replaceAll(group, 'ID')
        .replaceAll(nobodys, 'ID')
        .replace(/Request [0-9a-f-]{36}/, 'Request');
    const nobodys = '00000000-0000-4000-8000-000000000000';
    const theirs = await other.call('GET', `Group/${group}`);
    const none = await other.call('GET', `Group/${nobodys}`);
    expect([theirs.status, withoutIds(theirs.text)]).toEqual([none.status, withoutIds(none.text)]);
  });

  it('cannot end the owner’s job', async () => {
    expect((await other.call('DELETE', exportJob.url)).status).toBe(404);
    payers.clock.advance(2);
    expect((await owner.call('GET', exportJob.url)).status).toBe(200);
  });

  it('does not see the owner’s Group among its own', async () => {
    const code = 'http://hl7.org/fhir/us/davinci-pdex/CodeSystem/PdexMultiMemberMatchResultCS|match';
    const query = `Group?characteristic=${encodeURIComponent(code)}&_summary=false`;
    const found = (reply: { json: unknown }) => JSON.stringify(reply.json).includes(group);
    const path = query.replace('&_summary=false', '');
    expect(found(await other.call('GET', path))).toBe(false);
    expect(found(await owner.call('GET', path))).toBe(true);
  });

  it('is not given a member who agreed to the owner only', async () => {
    const { groups } = await other.match(['twin']);
    expect(JSON.stringify(groups.match)).not.toContain('kc1004');
    expect(JSON.stringify(groups.consentconstraint)).toContain('uc3002');
    const empty = await other.finish('GET', 'Patient/$export');
    expect(empty.output).toEqual([]);
  });
});

describe('a matched Group without a member', () => {
  it('is there, and its export brings nobody: not everybody', async () => {
    const { groups } = await owner.match(['stranger']);
    const match = groups.match as { id: string; member?: unknown[] };
    expect(match.member ?? []).toEqual([]);
    const manifest = await owner.finish('GET', exportOf(match.id));
    expect(manifest.output).toEqual([]);
    expect(manifest.error).toEqual([]);
  });

  it('nor do the Groups of those who did not match', async () => {
    const { groups } = await owner.match(['stranger', 'consentExpired']);
    const ids = Object.entries(groups).filter(([code]) => code !== 'match');
    expect(ids).toHaveLength(2);
    for (const [, refused] of ids) {
      const { id } = refused as { id: string };
      expect((await owner.call('GET', `Group/${id}`)).status).toBe(200);
      expect((await owner.finish('GET', exportOf(id))).output).toEqual([]);
    }
  });

  it('while a Group with one brings that one', async () => {
    const lines = await owner.lines(exportJob);
    expect(lines.get('Patient')).toHaveLength(1);
    expect(lines.get('Patient')![0]).toContain('"kc1004"');
  });
});
