// Protects the command that makes populations: what it prints and what it takes. The files are tested in src/population.
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { generateCommand } from './generate.ts';

describe('the command', () => {
  const run = async (...args: string[]): Promise<string> => {
    let out = '';
    const io = {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: () => undefined },
      interrupted: new AbortController().signal,
    };
    const program = new Command().exitOverride().addCommand(generateCommand(io, () => undefined));
    await program.parseAsync(['generate', 'population', ...args], { from: 'user' });
    return out;
  };

  test('prints counts and checks', async () => {
    const json = JSON.parse(await run('--members', '500', '--seed', 'x', '--queries', '10', '--json'));
    expect(json).toMatchObject({ seed: 'x', natural: { queries: 10 }, stress: { queries: 0 } });
    expect(json.checks.sharedGiven).toHaveProperty('holds');
    expect(await run('--members', '500', '--seed', 'x')).toContain('members/s');
  });

  test('takes whole numbers only', async () => {
    await expect(run('--members', '0', '--seed', 'x')).rejects.toThrow('--members');
    await expect(run('--members', '10', '--seed', 'x', '--queries', '1.5')).rejects.toThrow('--queries');
    await expect(run('--members', '99999999', '--seed', 'x')).rejects.toThrow('--members');
  });
});
