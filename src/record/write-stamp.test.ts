// Nothing that an export does not see is older than the transaction time that the export names.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { handClock } from '../clock/clock.ts';
import { safeTransactionTime, stampWrite } from './write-stamp.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

const clock = handClock('2026-11-24T15:00:00.500Z');

test('without open writes it is just before now', async () => {
  expect(await safeTransactionTime(own.db, clock)).toEqual(new Date('2026-11-24T15:00:00.499Z'));
});

test('an open write holds it back, before its own stamp, until it ends', async () => {
  let stamp: Date | undefined;
  await own.db.tx(async (tx) => {
    stamp = await stampWrite(tx, clock);
    clock.advance(60);
    const held = await safeTransactionTime(own.db, clock);
    expect(held.getTime()).toBeLessThan(stamp.getTime());
    expect(held).toEqual(new Date('2026-11-24T15:00:00.499Z'));
    // Two writes of one millisecond do not wait for each other.
    await own.db.tx((other) => stampWrite(other, clock));
  });
  expect((await safeTransactionTime(own.db, clock)).getTime()).toBeGreaterThan(stamp!.getTime());
});

test('a write that names its time after the export asked gets a later stamp', async () => {
  const exportTime = await safeTransactionTime(own.db, clock);
  const stamp = await own.db.tx((tx) => stampWrite(tx, clock));
  expect(stamp.getTime()).toBeGreaterThan(exportTime.getTime());
});
