import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/db/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's URL on the embedded database of this run; empty when another server was named. */
    embeddedDatabaseUrl: string;
  }
}

/** Once for a test run: the embedded database that its files share, unless THROUGHLINE_TEST_DATABASE_URL names a server. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env.THROUGHLINE_TEST_DATABASE_URL) {
    project.provide('embeddedDatabaseUrl', '');
    return undefined;
  }
  const dir = await mkdtemp(join(tmpdir(), 'tl-test-'));
  const embedded = await startEmbedded(dir, { throwaway: true });
  project.provide('embeddedDatabaseUrl', embedded.url('postgres'));
  return async () => {
    await embedded.stop();
    await rm(dir, { recursive: true });
  };
}
