import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { sql } from '../db/sql.ts';
import { addTask } from './queue.ts';
import { claimTasks, finishTask, laterTask } from './store.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());
beforeEach(() => own.db.run(sql`delete from task`));

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const rows = () =>
  own.db.query<{ key: string; run_at: Date; again_at: Date | null; holder: number | null }>(
    sql`select key, run_at, again_at, holder from task order by key`,
  );

test('a task of a transaction that rolls back never was', async () => {
  await own.db
    .tx(async (tx) => {
      await addTask(tx, 'k', 'one', at(0));
      throw new Error('no');
    })
    .catch(() => {});
  expect(await rows()).toEqual([]);
});

test('asked for twice it waits for the earlier time, in either order', async () => {
  await addTask(own.db, 'k', 'a', at(5));
  await addTask(own.db, 'k', 'a', at(2));
  await addTask(own.db, 'k', 'b', at(2));
  await addTask(own.db, 'k', 'b', at(5));
  expect((await rows()).map((r) => r.run_at)).toEqual([at(2), at(2)]);
});

test('asked for while it runs: it stays as it is, and is due again at the asked time when it ends', async () => {
  await addTask(own.db, 'k', 'a', at(0));
  const [task] = await claimTasks(own.db, 7, ['k'], at(1), 5);
  await addTask(own.db, 'k', 'a', at(9));
  await addTask(own.db, 'k', 'a', at(8));
  expect(await rows()).toEqual([{ key: 'a', run_at: at(0), again_at: at(8), holder: 7 }]);
  await finishTask(own.db, task!.id, 7);
  expect(await rows()).toEqual([{ key: 'a', run_at: at(8), again_at: null, holder: null }]);
});

test('one that lies down until later wakes at the earlier of its own time and the asked one', async () => {
  await addTask(own.db, 'k', 'a', at(0));
  const [task] = await claimTasks(own.db, 7, ['k'], at(1), 5);
  await addTask(own.db, 'k', 'a', at(3));
  await laterTask(own.db, task!.id, 7, { runAt: at(20), attempts: 1, lastError: 'x' });
  expect((await rows())[0]!.run_at).toEqual(at(3));
});

test('only due tasks of known kinds are claimed, the longest due first, and a held one by nobody else', async () => {
  await addTask(own.db, 'k', 'later', at(50));
  await addTask(own.db, 'k', 'second', at(2));
  await addTask(own.db, 'k', 'first', at(1));
  await addTask(own.db, 'unknown', 'x', at(1));
  expect((await claimTasks(own.db, 1, ['k'], at(10), 1)).map((t) => t.key)).toEqual(['first']);
  expect((await claimTasks(own.db, 2, ['k'], at(10), 9)).map((t) => t.key)).toEqual(['second']);
  expect(await claimTasks(own.db, 3, ['k'], at(10), 9)).toEqual([]);
});

test('a worker that lost its hold cannot end the task under the one that has it now', async () => {
  await addTask(own.db, 'k', 'a', at(0));
  const [task] = await claimTasks(own.db, 2, ['k'], at(1), 1);
  await finishTask(own.db, task!.id, 1);
  await laterTask(own.db, task!.id, 1, { runAt: at(20), attempts: 1, lastError: 'x' });
  expect(await rows()).toEqual([{ key: 'a', run_at: at(0), again_at: null, holder: 2 }]);
});

test('the claim finds due tasks by index in a long queue', async () => {
  await own.db.run(
    sql`insert into task (kind, key, run_at) select 'k', g::text, ${at(30)} from generate_series(1, 20000) g`,
  );
  await own.db.run(sql`analyze task`);
  const plan = await own.db.query<{ 'QUERY PLAN': string }>(sql`
    explain (costs off) update task set holder = 1 where id = any (array(
      select id from task where holder is null and run_at <= ${at(10)} and kind = any (${['k']})
      order by run_at limit 4 for update skip locked))`);
  const text = plan.map((row) => row['QUERY PLAN']).join('\n');
  expect(text).toContain('Index Scan using task_due');
  expect(text).toContain('Index Scan using task_pkey');
  expect(text).not.toContain('Seq Scan');
});
