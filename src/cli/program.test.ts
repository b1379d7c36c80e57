/**
 * How the program answers a command line: exit status, and one JSON document for machines whatever happens. Runs the program
 * in this process with its output caught.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { table } from './io.ts';
import { run } from './program.ts';

const dir = mkdtempSync(join(tmpdir(), 'throughline-cli-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function throughline(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const status = await run(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text), isTTY: false },
    interrupted: new AbortController().signal,
  });
  return { status, stdout, stderr };
}

const commands = [
  ['demo'],
  ['serve'],
  ['work'],
  ['migrate'],
  ['load'],
  ['request'],
  ['doctor'],
  ...['add', 'list', 'show', 'probe', 'remove'].map((c) => ['partner', c]),
  ...['add', 'list', 'remove'].map((c) => ['client', c]),
  ...['list', 'show', 'retry', 'cancel'].map((c) => ['exchange', c]),
  ...['list', 'show', 'revoke'].map((c) => ['consent', c]),
  ...['verify', 'seal', 'trace', 'disclosures'].map((c) => ['audit', c]),
  ...['rotate', 'show'].map((c) => ['keys', c]),
  ...['explain', 'evaluate', 'train', 'models', 'activate'].map((c) => ['match', c]),
  ...['export', 'ingest', 'audit'].map((c) => ['bench', c]),
];

describe('the command line', () => {
  it.each(commands.map((c) => [c.join(' ')]))('explains itself: %s --help', async (name) => {
    const { status, stdout } = await throughline(...name.split(' '), '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(`Usage: throughline ${name}`);
  });

  it.each([
    ['an unknown command', ['fly']],
    ['an unknown option', ['demo', '--fast']],
    ['a missing argument', ['exchange', 'show']],
    ['a left-over argument', ['doctor', 'now']],
    ['a missing option', ['client', 'add', '--name', 'A']],
    ['no command at all', []],
    ['a wrong choice', ['keys', 'rotate', 'spare']],
    ['an instant that is none', ['demo', '--as-of', 'yesterday']],
    ['a number that is none', ['bench', 'export', '--size', 'many']],
  ])('ends with 2 for %s', async (_, args) => {
    const { status, stdout, stderr } = await throughline(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  it('tells machines about wrong usage in one document', async () => {
    const { status, stdout, stderr } = await throughline('demo', '--json', '--fast');
    expect(status).toBe(2);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      error: { code: 'usage', message: "unknown option '--fast'", hint: 'See --help.' },
    });
  });

  it('ends with 1 and says what to do when a file is missing', async () => {
    const { status, stdout } = await throughline('request', join(dir, 'nowhere.ndjson'), '--json');
    expect(status).toBe(1);
    const { ok, error } = JSON.parse(stdout);
    expect(ok).toBe(false);
    expect(error).toMatchObject({ code: 'ENOENT', hint: 'Check the path.' });
  });

  it('refuses a cohort that names no payers before it starts anything', async () => {
    const cohort = join(dir, 'cohort.json');
    writeFileSync(cohort, '{"resourceType": "Parameters", "parameter": []}');
    const { status, stdout } = await throughline('demo', '--once', '--json', '--cohort', cohort);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).error.message).toBe('The cohort does not say who the two payers are.');
  });
});

describe('tables', () => {
  it('put numbers to the right and texts to the left', () => {
    expect(
      table(
        ['type', 'n'],
        [
          ['Patient', 6],
          ['EOB', 120],
        ],
      ),
    ).toBe('type       n\nPatient    6\nEOB      120');
  });
});
