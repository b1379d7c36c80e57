// Tests look at the portal as it is built: once for all of them, and only when a source is newer than what is there.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const built = here('../../dist/portal/member/index.html');

/** What the client is built from, as the server asks it too: all of portal/ but its tests and its mock. */
const newestSource = (): number =>
  Math.max(
    ...readdirSync(here('..'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/[\\/](test|mock-api)([\\/]|$)/.test(entry.parentPath))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );

/** Vitest's global setup of the portal's tests. */
export function setup(): void {
  if (existsSync(built) && statSync(built).mtimeMs >= newestSource()) return;
  const vite = here('../../node_modules/vite/bin/vite.js');
  execFileSync(
    process.execPath,
    [vite, 'build', '--config', here('../vite.config.ts'), '--logLevel', 'error'],
    {
      stdio: 'inherit',
    },
  );
}
