// Whatever writers and appenders do, the chain has no gaps and says what was committed; whoever touches it is found, by the number
// of the entry. Tampering here is a superuser's, with the triggers off.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { openFileStore } from '../blob/file-store.ts';
import { handClock } from '../clock/clock.ts';
import { copyOut } from '../db/copy-out.ts';
import { migrate } from '../db/migrate.ts';
import { raw, type Sql, sql } from '../db/sql.ts';
import { type AuditEntry, audit } from './audit.ts';
import { canonicalJson } from './canonical.ts';
import { chainEntries } from './chain.ts';
import { copyChain, linkColumns_count } from './chain-store.ts';
import { entryBytes, entryColumns, entryColumns_count } from './entry-bytes.ts';
import { sealAge_ms_max, unchainedAge_ms_max } from './limits.ts';
import { sealHead, sealKey } from './seal.ts';
import { type Verified, verifyChain } from './verify.ts';

let own: TestDatabase;
let dir: string;
let deps: ReturnType<typeof depsOf>;
const start = '2026-11-24T15:00:00Z';
const clock = handClock(start);
const depsOf = () => ({ db: own.db, objects: openFileStore(join(dir, 'objects')), clock });

beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tl-audit-'));
  clock.set(start);
  await tamper(sql`truncate audit_entry, audit_link, audit_unchained, audit_seal restart identity`);
  deps = depsOf();
  return () => rm(dir, { recursive: true });
});

/** What only the owner of the server can do: statements that no trigger sees. */
const tamper = (...statements: Sql[]) =>
  own.db.tx(async (tx) => {
    await tx.run(raw("set local session_replication_role = 'replica'"));
    for (const statement of statements) await tx.run(statement);
  });

const write = async (count: number, more: Partial<AuditEntry> = {}) => {
  for (let n = 1; n <= count; n++)
    await audit(own.db, {
      at: clock.now(),
      actor: 'client:c1',
      action: 'file.get',
      subject: `job/${n}`,
      detail: { start: n, end: n + 9 },
      ...more,
    });
};
const verify = (options?: { since: number }): Promise<Verified> => verifyChain(deps, options);
const broken = async () => {
  const { ok, broken: first } = await verify();
  return { ok, seq: first?.seq, what: first?.what };
};

describe('chaining', () => {
  test('entries get their numbers in the order of their commits, each linked to the one before', async () => {
    await write(3);
    expect((await verify()).unchained.entries).toBe(3);
    expect(await chainEntries(deps)).toBe(3);
    const links = await own.db.query<{ seq: number; prev: Buffer; hash: Buffer }>(
      sql`select seq, prev, hash from audit_link order by seq`,
    );
    expect(links.map((link) => link.seq)).toEqual([1, 2, 3]);
    expect(links[0]!.prev).toEqual(Buffer.alloc(32));
    expect(links[2]!.prev).toEqual(links[1]!.hash);
    expect(await verify()).toMatchObject({ ok: true, from: 1, to: 3, entries: 3, unchained: { entries: 0 } });
    expect(await chainEntries(deps)).toBe(0);
  });

  test('an entry that commits late comes later, and holds up nobody', async () => {
    await own.db.tx(async (tx) => {
      await audit(tx, { at: clock.now(), actor: 'system', action: 'slow' });
      await write(2);
      expect(await chainEntries(deps)).toBe(2);
    });
    expect(await chainEntries(deps)).toBe(1);
    const actions = await own.db.query<{ action: string }>(
      sql`select e.action from audit_link l join audit_entry e on e.id = l.entry_id order by l.seq`,
    );
    expect(actions.map((row) => row.action)).toEqual(['file.get', 'file.get', 'slow']);
    expect((await verify()).ok).toBe(true);
  });

  test('what is hashed is the canonical JSON of the entry', async () => {
    const entry: Required<AuditEntry> = {
      at: clock.now(),
      actor: 'operator:Zoë "Z" O\\Neil',
      onBehalfOf: 'member:7',
      action: 'release.permit',
      personId: 7,
      subject: 'job/über-1',
      partner: '1234567028',
      decision: 'permit',
      codes: ['consent', 'window'],
      permit: 'p-1',
      epoch: 4,
      consentHash: Buffer.alloc(32, 0xab),
      ruleSet: 'r-2026.11',
      counts: { Patient: 1, ExplanationOfBenefit: 12 },
      trace: 'req-1',
      detail: { b: [1, 'x'], a: { z: null, y: true } },
    };
    await audit(own.db, entry);
    const [hashed] = await hashedTexts();
    const { personId, consentHash, detail, ...same } = entry;
    expect(hashed).toBe(
      canonicalJson({
        ...same,
        id: 1,
        at: '2026-11-24T15:00:00.000000Z',
        chainedAt: '1999-12-31T23:59:59.999999Z',
        consentHash: consentHash.toString('hex'),
        detailDigest: (await sha256Of('{"a": {"y": true, "z": null}, "b": [1, "x"]}')).toString('hex'),
        person: personId,
        prev: '00'.repeat(32),
        seq: 9,
      }),
    );
  });

  test('for every entry that was ever written, also odd ones of old', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 }).map((t) => t.replaceAll('\0', ''));
    const entries = fc.sample(fc.record({ actor: text, action: text, subject: text, trace: text }), 60);
    for (const e of entries)
      await own.db.run(sql`insert into audit_entry (at, actor, action, subject, trace, before_chain)
        values (${clock.now()}, ${e.actor}, ${e.action}, ${e.subject}, ${e.trace}, true)`);
    for (const [n, hashed] of (await hashedTexts()).entries()) {
      const { actor, action, subject, trace } = entries[n]!;
      expect(JSON.parse(hashed)).toMatchObject({ actor, action, trace, beforeChain: true });
      expect(JSON.parse(hashed).subject ?? '').toBe(subject);
      expect(canonicalJson(JSON.parse(hashed))).toBe(hashed);
    }
    await chainEntries(deps);
    expect((await verify()).ok).toBe(true);
  });
});

async function hashedTexts(): Promise<string[]> {
  const texts: string[] = [];
  await own.db.tx((tx) =>
    copyOut(
      tx.client,
      `copy (select ${entryColumns} from audit_entry e order by id) to stdout (format binary)`,
      (bytes, starts, ends) => {
        const place = { seq: 9, at_us: -1, prev: '00'.repeat(32) };
        texts.push(entryBytes({ bytes, starts, ends, first: 0 }, place).toString());
      },
      { columns: entryColumns_count },
    ),
  );
  return texts;
}

const sha256Of = async (text: string) =>
  (await own.db.one<{ hash: Buffer }>(sql`select sha256(convert_to(${text}, 'UTF8')) as hash`)).hash;

test('what was written before there was a chain is chained first, in its order, and marked', async () => {
  const old = await emptyDatabase();
  try {
    const before = join(dir, 'migrations');
    await mkdir(before);
    const shipped = new URL('../../migrations/', import.meta.url);
    for (const name of await readdir(shipped))
      if (/^\d/.test(name) && name < '0015') await copyFile(new URL(name, shipped), join(before, name));
    await migrate(old.db, pathToFileURL(`${before}/`));
    const insert = sql`insert into audit_entry (at, actor, action, detail)
      values (${clock.now()}, 'system', 'old', '{"decision": "matched"}')`;
    await old.db.run(insert);
    await old.db.run(insert);
    await migrate(old.db);
    await old.db.run(insert); // the version before, still running
    const own = { ...deps, db: old.db };
    expect(await chainEntries(own)).toBe(3);
    expect((await verifyChain(own)).ok).toBe(true);
    const rows = await old.db.query<{ before: boolean }>(sql`select before_chain as before from audit_link l
      join audit_entry e on e.id = l.entry_id order by seq`);
    expect(rows.map((row) => row.before)).toEqual([true, true, false]);
  } finally {
    await old.drop();
  }
});

describe('who touches the log is found', () => {
  beforeEach(async () => {
    await write(10);
    await chainEntries(deps);
  });

  test.each([
    ['its actor', sql`actor = 'nobody'`],
    ['its time', sql`at = at + interval '1 microsecond'`],
    ['its person', sql`person_id = 8`],
    ['its detail', sql`detail = '{"start": 5, "end": 15}'`],
    ['a field that was empty', sql`decision = 'permit'`],
    ['where it comes from', sql`before_chain = true`],
  ])('a changed entry: %s', async (_what, change) => {
    await tamper(sql`update audit_entry set ${change} where id = 5`);
    expect(await broken()).toEqual({ ok: false, seq: 5, what: 'changed' });
  });

  test('an entry that was changed and hashed again: the next one was chained to another', async () => {
    await tamper(sql`update audit_entry set actor = 'nobody' where id = 5`);
    let forged: Buffer | undefined;
    await copyChain(own.db, 4, 5, (bytes, starts, ends) => {
      const row = { bytes, starts, ends, first: linkColumns_count };
      const prev = bytes.toString('hex', starts[2]!, ends[2]!);
      const at_us = Number(bytes.readBigInt64BE(starts[1]!));
      forged = Buffer.from(entryBytes(row, { seq: 5, at_us, prev }));
    });
    await tamper(sql`update audit_link set hash = sha256(${forged!}) where seq = 5`);
    expect(await broken()).toEqual({ ok: false, seq: 5, what: 'replaced' });
  });

  test.each([
    ['the entry', [sql`delete from audit_entry where id = 5`], 5],
    ['its link', [sql`delete from audit_link where seq = 5`], 5],
    ['both', [sql`delete from audit_entry where id = 5`, sql`delete from audit_link where seq = 5`], 5],
    ['the first', [sql`delete from audit_link where seq = 1`, sql`delete from audit_entry where id = 1`], 1],
    [
      'both, and the numbers closed up',
      [
        sql`delete from audit_entry where id = 5`,
        sql`delete from audit_link where seq = 5`,
        ...[6, 7, 8, 9, 10].map((n) => sql`update audit_link set seq = ${n - 1} where seq = ${n}`),
      ],
      5,
    ],
  ])('a removed row: %s', async (_what, statements, seq) => {
    await tamper(...statements);
    expect(await broken()).toEqual({ ok: false, seq, what: 'removed' });
  });

  test('the last entries taken away: the seal says how many there were', async () => {
    await sealHead(deps);
    await tamper(sql`delete from audit_link where seq > 8`, sql`delete from audit_entry where id > 8`);
    expect(await broken()).toEqual({ ok: false, seq: 9, what: 'removed' });
    await tamper(sql`delete from audit_seal`); // the object in the store is still there
    expect(await broken()).toEqual({ ok: false, seq: 9, what: 'removed' });
  });

  test('an inserted row: with a link between, or past the chain', async () => {
    const insert = sql`insert into audit_entry (at, actor, action) values (now(), 'system', 'forged')`;
    await tamper(insert);
    expect(await broken()).toEqual({ ok: false, seq: null, what: 'inserted' });
    await tamper(
      ...[10, 9, 8, 7, 6, 5].map((n) => sql`update audit_link set seq = ${n + 1} where seq = ${n}`),
      sql`insert into audit_link (seq, entry_id, at, prev, hash)
        select 5, (select max(id) from audit_entry), at, hash, hash from audit_link where seq = 4`,
    );
    await rehash(5);
    expect(await broken()).toEqual({ ok: false, seq: 5, what: 'inserted' });
  });

  test('a clock that was put back; a small step is none', async () => {
    clock.advance(-59);
    await write(1);
    await chainEntries(deps);
    expect((await verify()).ok).toBe(true);
    clock.advance(-61);
    await write(1);
    await chainEntries(deps);
    expect(await broken()).toEqual({ ok: false, seq: 12, what: 'clock-step' });
  });

  /** What a forger does who knows how entries are hashed. */
  async function rehash(seq: number): Promise<void> {
    let forged: Buffer | undefined;
    await copyChain(own.db, seq - 1, seq, (bytes, starts, ends) => {
      const row = { bytes, starts, ends, first: linkColumns_count };
      const prev = bytes.toString('hex', starts[2]!, ends[2]!);
      forged = Buffer.from(entryBytes(row, { seq, at_us: Number(bytes.readBigInt64BE(starts[1]!)), prev }));
    });
    await tamper(sql`update audit_link set hash = sha256(${forged!}) where seq = ${seq}`);
  }
});

describe('seals', () => {
  beforeEach(async () => {
    await write(4);
    await chainEntries(deps);
    await sealHead(deps);
    clock.advance(3600);
    await write(4);
    await chainEntries(deps);
    await sealHead(deps);
  });

  test('hold the head, each with the digest of the one before; an unchanged head is sealed once', async () => {
    expect(await sealHead(deps)).toMatchObject({ number: 2, seq: 8 });
    expect(await verify()).toMatchObject({ ok: true, seals: { verified: 2, last: { number: 2, seq: 8 } } });
  });

  test('one that is gone from the store, or was written over, is named', async () => {
    await deps.objects.delete(sealKey(2));
    expect(await broken()).toEqual({ ok: false, seq: 5, what: 'seal-missing' });
    const writer = await deps.objects.writer(sealKey(2));
    await writer.write(Buffer.from('{}'));
    await writer.commit();
    expect(await broken()).toEqual({ ok: false, seq: 5, what: 'seal-differs' });
    await deps.objects.delete(sealKey(2));
    await tamper(sql`delete from audit_seal where number = 1`);
    expect(await broken()).toEqual({ ok: false, seq: 1, what: 'seal-missing' });
  });

  test('a log that was written anew is not the one that was sealed', async () => {
    await tamper(
      sql`truncate audit_link`,
      sql`update audit_entry set actor = 'nobody' where id = 6`,
      sql`insert into audit_unchained select id from audit_entry`,
    );
    await chainEntries(deps);
    expect(await broken()).toEqual({ ok: false, seq: 1, what: 'seal-differs' });
  });

  test('an old log is not read again: from a seal on', async () => {
    expect(await verify({ since: 6 })).toMatchObject({ ok: true, from: 5, to: 8, entries: 4 });
    await tamper(sql`update audit_entry set actor = 'nobody' where id = 2`);
    expect((await verify({ since: 4 })).ok).toBe(true);
    expect(await broken()).toEqual({ ok: false, seq: 2, what: 'changed' });
    await expect(verify({ since: 3 })).rejects.toThrow('No seal covers entry 3');
  });

  test('the seal of a process that died before its row is taken over; a foreign one is not', async () => {
    await tamper(sql`delete from audit_seal where number = 2`);
    expect((await verify()).ok).toBe(true);
    expect(await sealHead(deps)).toMatchObject({ number: 2, seq: 8 });
    await tamper(sql`delete from audit_seal where number = 2`);
    const writer = await deps.objects.writer(sealKey(2));
    await writer.write(Buffer.from('{"seq": 8, "hash": "00", "entries": 8, "at": "2026-11-24T15:00:00Z"}'));
    await writer.commit();
    await expect(sealHead(deps)).rejects.toThrow('does not fit');
  });

  test('entries that no seal covers for too long, and entries that wait too long to be chained, are findings', async () => {
    await write(1);
    clock.advance(unchainedAge_ms_max / 1000);
    expect(await verify()).toMatchObject({ ok: true, unchained: { entries: 1, ageSeconds: 900 } });
    clock.advance(1);
    expect(await broken()).toEqual({ ok: false, seq: null, what: 'not-chained' });
    await chainEntries(deps);
    clock.advance(sealAge_ms_max / 1000);
    expect((await verify()).ok).toBe(true);
    clock.advance(1);
    expect(await broken()).toEqual({ ok: false, seq: 9, what: 'seal-late' });
  });
});

describe('writers and appenders at once', () => {
  const processPath = fileURLToPath(new URL('../../test/env/audit-process.ts', import.meta.url));
  const run = (role: string, count: number) =>
    spawn(process.execPath, ['--import', 'tsx', processPath, own.url, role, String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  test('writers in two processes that roll back every third time, an appender killed again and again: no gap', async () => {
    const writers = [run('write', 300), run('write', 300)];
    const ended = Promise.all(writers.map((writer) => once(writer, 'exit')));
    let over = false;
    void ended.then(() => (over = true));
    let kills = 0;
    while (!over || kills < 3) {
      const appender = run('chain', 0);
      await once(appender.stdout, 'data'); // it is in the middle of its work
      appender.kill('SIGKILL');
      await once(appender, 'exit');
      kills++;
    }
    await ended;
    await Promise.all([chainEntries(deps), chainEntries(deps, { wait: true }), chainEntries(deps)]);
    const verified = await verify();
    expect(verified.findings).toEqual([]);
    expect(verified).toMatchObject({ to: 400, unchained: { entries: 0 } });
  }, 60_000);
});
