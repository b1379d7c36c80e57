import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDb } from '../db/db.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { dumpSchema } from '../db/schema-dump.ts';

/** Writes the schema that this version's migrations make, on a database that exists for this only. */
export async function writeSchemaFile(path: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'throughline-schema-'));
  try {
    const embedded = await startEmbedded(join(dir, 'postgres'));
    try {
      await embedded.createDatabase('schema_dump');
      const db = openDb(embedded.url('schema_dump'), { connections_max: 1 });
      try {
        await migrate(db);
        await writeFile(path, await dumpSchema(db));
      } finally {
        await db.close();
      }
    } finally {
      await embedded.stop();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
