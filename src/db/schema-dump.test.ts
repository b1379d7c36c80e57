import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/env/database.ts';
import { dumpSchema } from './schema-dump.ts';

test('migrations/schema.sql is what the migrations make', async () => {
  const own = await testDatabase();
  try {
    const made = await dumpSchema(own.db);
    const committed = await readFile(new URL('../../migrations/schema.sql', import.meta.url), 'utf8');
    expect(committed, 'write it anew with `npm run schema` and commit it with the migration').toBe(made);
  } finally {
    await own.drop();
  }
});
