// A program on an embedded database, to be killed: says on standard output which rows it was told are safe.
import { setTimeout as delay } from 'node:timers/promises';
import { openDb } from '../../src/db/db.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { raw, sql } from '../../src/db/sql.ts';

const embedded = await startEmbedded(process.argv[2]!);
await embedded.createDatabase('payer');
const db = openDb(embedded.url('payer'));
await db.run(raw('create table if not exists safe (n int primary key)'));
const { next } = await db.one<{ next: number }>(sql`select coalesce(max(n), 0) + 1 as next from safe`);
for (let n = next; n < next + 10_000; ) {
  try {
    await db.run(sql`insert into safe values (${n}) on conflict do nothing`);
    process.stdout.write(`${n++}\n`);
  } catch {
    await delay(20); // the server was killed: it comes back
  }
}
