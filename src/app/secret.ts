import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../clock/random.ts';
import { OperatorProblem } from './operator-problem.ts';

const secretBytes = 32;

/**
 * A secret of this deployment, made when it is first needed: a file of mode 0600 beside the keys. Processes that start together agree on
 * one, for a name can be taken once.
 */
export async function openSecret(dir: string, name: string, random: Random): Promise<Buffer> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${name}.secret`);
  const found = await readSecret(path);
  if (found) return found;
  const draft = join(dir, `.${name}-${random.uuid()}`);
  await writeFile(draft, `${random.bytes(secretBytes).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return (await readSecret(path))!;
}

async function readSecret(path: string): Promise<Buffer | undefined> {
  try {
    const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
    if (secret.length === secretBytes) return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  throw new OperatorProblem(
    `${path} is damaged.`,
    'Restore it from the backup, or remove it: counts begin anew.',
  );
}
