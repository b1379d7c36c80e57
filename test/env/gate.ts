import { type Db, openDb } from '../../src/db/db.ts';
import { raw, sql } from '../../src/db/sql.ts';

/** Any number: the lock that a process waits for at the gate. */
const gateLock = 7_264_003;

/** Holds a process at one step, so that it can be killed exactly there. */
export interface Gate {
  /** From now on the transaction that makes `table` leave `state` waits before it commits. */
  closeAt(table: string, state: string): Promise<void>;
  /** Resolves when a process waits at the gate. */
  reached(): Promise<void>;
  /** Lets everybody through; what waits for a dead process is ended first, as its server would find out in time. */
  open(waiter: 'dead' | 'alive'): Promise<void>;
  remove(): Promise<void>;
}

/** Puts a gate before state changes of these tables. `stateOf` is SQL over `old` that names the state it leaves. */
export async function gateOn(url: string, tables: Readonly<Record<string, string>>): Promise<Gate> {
  const db: Db = openDb(url, { connections_max: 2 });
  await db.run(sql`create table test_gate (tbl text not null, state text not null)`);
  for (const [table, stateOf] of Object.entries(tables)) {
    await db.run(
      raw(`create function test_gate_${table}() returns trigger language plpgsql as $$ begin
        if old.state is distinct from new.state
          and exists (select from test_gate where tbl = '${table}' and state = ${stateOf}) then
          perform pg_advisory_xact_lock(${gateLock});
        end if;
        return new;
      end $$`),
    );
    await db.run(
      raw(
        `create trigger test_gate before update on ${table} for each row execute function test_gate_${table}()`,
      ),
    );
  }
  const waiting = sql`select pid from pg_locks where locktype = 'advisory' and objid = ${gateLock} and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  let letGo: (() => void) | undefined;
  let held: Promise<void> | undefined;
  return {
    closeAt: async (table, state) => {
      await new Promise<void>((closed, fail) => {
        held = db.session(async (client) => {
          await client.query('select pg_advisory_lock($1)', [gateLock]);
          closed();
          await new Promise<void>((open) => {
            letGo = open;
          });
          await client.query('select pg_advisory_unlock($1)', [gateLock]);
        });
        held.catch(fail);
      });
      await db.run(sql`insert into test_gate values (${table}, ${state})`);
    },
    reached: async () => {
      const patience_ms = 60_000;
      const until_ms = performance.now() + patience_ms;
      while ((await db.query(waiting)).length === 0) {
        if (performance.now() > until_ms) throw new Error('nobody came to the gate');
        await new Promise((next) => setTimeout(next, 10));
      }
    },
    open: async (waiter) => {
      await db.run(sql`delete from test_gate`);
      if (waiter === 'dead') await db.query(sql`select pg_terminate_backend(pid) from (${waiting}) w`);
      letGo?.();
      await held;
    },
    remove: () => db.close(),
  };
}
