import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientDir } from './open-portal.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const vite = join(root, 'node_modules/vite/bin/vite.js');

/** The newest change of the client's sources, none in an installed package, which brings the built client along. */
function newestSource(): number | undefined {
  const sources = join(root, 'portal');
  if (!existsSync(join(sources, 'vite.config.ts')) || !existsSync(vite)) return undefined;
  const files = readdirSync(sources, { recursive: true, withFileTypes: true });
  return Math.max(
    ...files
      .filter((entry) => entry.isFile() && !/[\\/](test|mock-api)([\\/]|$)/.test(entry.parentPath))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}

/** In a clone, builds the portal's client where it is absent or older than its sources. A failure is told, and nothing else stops. */
export async function ensurePortalClient(tell: (text: string) => void): Promise<void> {
  const newest = newestSource();
  if (newest === undefined) return;
  const page = join(clientDir, 'index.html');
  if (existsSync(page) && statSync(page).mtimeMs >= newest) return;
  tell('Building the member portal’s client.');
  const args = [vite, 'build', '--config', 'portal/vite.config.ts', '--logLevel', 'error'];
  const status = await new Promise<number | null>((ended) => {
    const build = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    build.once('error', () => ended(null));
    build.once('close', ended);
  });
  if (status !== 0) tell('The client could not be built: npm run build:portal says why.');
}
