// The bench measures what it says: the same rows both ways, with psql or without.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/env/database.ts';
import { systemClock } from '../clock/clock.ts';
import { benchIngest } from './ingest.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await testDatabase();
});
afterAll(() => own.drop());

test.each([{ bareSocket: false }, { bareSocket: true }])(
  'two runs of a small size, $bareSocket',
  async (options) => {
    const dir = join(await mkdtemp(join(tmpdir(), 'throughline-bench-')), 'ingest');
    const report = await benchIngest(
      { db: own.db, dir, clock: systemClock },
      { size: 500, runs: 2, ...options },
    );
    expect(report).toMatchObject({ bench: 'ingest', runs: 2, limit: { unit: 'resourcesPerSecond' } });
    expect(report.size.resources).toBeGreaterThan(450);
    expect(report.ratio).toBeGreaterThan(0);
    if (options.bareSocket) expect(report.limit.what).toContain('bare socket');
  },
);
