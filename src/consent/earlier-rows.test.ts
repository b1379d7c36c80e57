// Consents and exports of the version before: what counted counts, what was over is over, and files under way can be fetched.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyDatabase, type TestDatabase } from '../../test/env/database.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { raw, sql } from '../db/sql.ts';
import { permitsFor } from './permits-for.ts';
import { overtaken } from './still-permitted.ts';

let own: TestDatabase;
const now = new Date('2026-06-30T12:00:00Z');
const job = '00000000-0000-4000-8000-000000000001';

beforeAll(async () => {
  own = await emptyDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'tl-before-'));
  for (const { name } of await readMigrations())
    if (name < '0018')
      await copyFile(fileURLToPath(new URL(`../../migrations/${name}`, import.meta.url)), join(folder, name));
  await migrate(own.db, pathToFileURL(`${folder}/`));
  await rm(folder, { recursive: true });
  await own.db.run(
    raw(`
    insert into person (umb, created_at) select 'u' || g, now() from generate_series(1, 3) g;
    insert into consent (id, person_id, client_id, recipient_npi, source_npi, policy, period_start, period_end, resource, hash,
        received_at, revoked_at, revoked_why)
      select ('00000000-0000-4000-8000-0000000001' || lpad(n::text, 2, '0'))::uuid, person, 'c', '1907573368', '1987877564',
        'sensitive', '2026-01-01', '2026-12-31', '{}', sha256(n::text::bytea), timestamptz '2026-06-01' + n * interval '1 day',
        case when person = 2 then timestamptz '2026-06-10' end, case when person = 2 then 'asked' end
      from (values (1, 1), (2, 1), (3, 2)) v(n, person);
    insert into bulk_job (id, kind, client_id, state, request_url, created_at, finished_at)
      values ('${job}', 'export', 'c', 'completed', '', '2026-06-05', '2026-06-05');
    insert into export_part (job_id, part, person_ids, state, snapshot_at) values ('${job}', 1, '{1}', 'written', '2026-06-05');
    insert into export_ledger (job_id, part, person_id, type, reason, count)
      values ('${job}', 1, 1, 'Patient', '', 1), ('${job}', 1, 3, 'Patient', 'consent', 1), ('${job}', 0, 0, 'Organization', '', 2)`),
  );
  await migrate(own.db);
});
afterAll(() => own.drop());

test('the last one of a person and client counts, the others are superseded or revoked', async () => {
  expect(
    await own.db.query(sql`select person_id as p, state, revoked_why as why from consent order by seq`),
  ).toEqual([
    { p: 1, state: 'superseded', why: null },
    { p: 1, state: 'active', why: null },
    { p: 2, state: 'revoked', why: 'asked' },
  ]);
  const { permits, refused } = await permitsFor(own.db, 'c', '1907573368', [1, 2, 3], now);
  expect(permits).toMatchObject([{ personId: 1, epoch: 0 }]);
  expect([...refused]).toEqual([
    [2, 'consent-revoked'],
    [3, 'consent-missing'],
  ]);
});

test('each has the events that brought it there', async () => {
  const events = await own.db.query(sql`select c.seq::int as n, array_agg(e.state order by e.id) as states
    from consent_event e join consent c on c.id = e.consent_id group by c.seq order by c.seq`);
  expect(events).toEqual([
    { n: 1, states: ['active', 'superseded'] },
    { n: 2, states: ['active'] },
    { n: 3, states: ['active', 'revoked'] },
  ]);
});

test('a part that was released has a permit of the consent that counted then, and no change has overtaken it', async () => {
  const permits = await own.db.query(sql`select p.part, p.person_id as p, p.epoch, c.seq::int as n
    from export_permit p join consent c on c.id = p.consent_id and c.hash = p.consent_hash`);
  expect(permits).toEqual([{ part: 1, p: 1, epoch: 0, n: 2 }]);
  expect((await overtaken(own.db, 'c', [{ personId: 1, epoch: 0 }])).size).toBe(0);
});

test('a process of the version before that revokes is heard', async () => {
  await own.db.run(
    sql`update consent set revoked_at = ${now}, revoked_why = 'by telephone' where person_id = 1 and state = 'active'`,
  );
  const { refused } = await permitsFor(own.db, 'c', '1907573368', [1], now);
  expect([...refused]).toEqual([[1, 'consent-revoked']]);
  expect((await overtaken(own.db, 'c', [{ personId: 1, epoch: 0 }])).size).toBe(1);
});
