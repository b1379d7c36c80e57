import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { roughPartner } from '../../test/env/rough-partner.ts';
import { handClock } from '../clock/clock.ts';
import { openAgents } from '../net/agents.ts';
import { callerFor } from '../net/call.ts';
import {
  addPartner,
  factsOf,
  findPartner,
  listPartners,
  peerOf,
  removePartner,
  saveSeen,
  saveSet,
} from './partners.ts';
import { probe } from './probe.ts';

let own: TestDatabase;
const clock = handClock('2026-11-24T15:00:00Z');
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

const unitedCare = {
  name: 'UnitedCare',
  npi: '1987877564',
  fhirBase: 'https://united.example/fhir/',
  clientId: 'kindcover',
};
const deps = () => ({ db: own.db, clock });

test('added, found by name and NPI, removed; then its name is free again', async () => {
  const added = await addPartner(deps(), unitedCare);
  expect(added).toMatchObject({ fhirBase: 'https://united.example/fhir', allowPrivate: false });
  expect(await findPartner(own.db, '1987877564')).toEqual(added);
  expect(await findPartner(own.db, 'UnitedCare')).toEqual(added);
  await expect(addPartner(deps(), unitedCare)).rejects.toMatchObject({ category: 'conflict' });
  expect(await removePartner(deps(), added.id)).toBe(true);
  expect(await removePartner(deps(), added.id)).toBe(false);
  expect(await listPartners(own.db)).toEqual([]);
  expect((await addPartner(deps(), unitedCare)).id).not.toBe(added.id);
});

test.each([
  { npi: '12' },
  { name: ' ' },
  { fhirBase: 'http://united.example/fhir' },
  { fhirBase: 'ftp://x/' },
  { fhirBase: 'https://u:p@united.example/' },
  { fhirBase: 'nothing' },
])('refused: %o', async (wrong) => {
  await expect(addPartner(deps(), { ...unitedCare, ...wrong })).rejects.toMatchObject({
    category: 'invalid',
  });
});

test('what an operator set counts before what a probe saw; a probe opens no origin', async () => {
  const { id } = (await findPartner(own.db, 'UnitedCare'))!;
  await saveSeen(own.db, id, { at: 'now', tokenEndpoint: 'https://evil.example/token', bulkMatch: true });
  const seen = (await findPartner(own.db, 'UnitedCare'))!;
  expect(peerOf(seen).origins).toEqual(['https://united.example']);
  await saveSet(own.db, id, { bulkMatch: false, origins: ['https://files.example/x'] });
  const set = (await findPartner(own.db, 'UnitedCare'))!;
  expect(factsOf(set)).toMatchObject({ bulkMatch: false, tokenEndpoint: 'https://evil.example/token' });
  expect(peerOf(set).origins).toEqual(['https://united.example', 'https://files.example']);
});

test('a probe reads smart-configuration and CapabilityStatement; a partner without them is no failure', async () => {
  const rough = await roughPartner();
  const agents = openAgents();
  const partner = {
    ...(await findPartner(own.db, 'UnitedCare'))!,
    fhirBase: rough.base,
    capability: {},
    allowPrivate: true,
  };
  const call = callerFor({ clock, agents }, peerOf(partner));
  expect(await probe({ call, clock }, partner)).toMatchObject({
    tokenEndpoint: `${rough.origin}/token`,
    bulkMatch: true,
    singleMatch: false,
  });
  for (const path of ['/fhir/metadata', '/fhir/.well-known/smart-configuration'])
    rough.on(path, (_req, res) => void res.writeHead(404).end());
  expect(await probe({ call, clock }, partner)).toEqual({ at: '2026-11-24T15:00:00.000Z' });
  await agents.close();
  await rough.close();
});
