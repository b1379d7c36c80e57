/**
 * Configuration: what wins over what, that a misspelt key is an error with a hint, and that no secret is repeated. The shipped
 * schema and the reference page are compared with the table that they are made from.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { configPage, configSchema } from './config-docs.ts';
import { OperatorProblem } from './operator-problem.ts';

const payer = { PAYER_NAME: 'KindCover', PAYER_NPI: '1987654328' };
let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'throughline-config-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const file = (content: unknown) =>
  writeFileSync(
    join(cwd, 'throughline.config.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );

function problemOf(work: () => unknown): OperatorProblem {
  try {
    work();
  } catch (error) {
    if (error instanceof OperatorProblem) return error;
    throw error;
  }
  throw new Error('no problem');
}

describe('configuration', () => {
  it('takes the environment over the file, and the file over the default', () => {
    file({ payer: { name: 'From the file', npi: '1987654328' }, port: 9000 });
    expect(readConfig({ env: {}, cwd })).toMatchObject({ port: 9000, payer: { name: 'From the file' } });
    expect(readConfig({ env: { PORT: '9001' }, cwd }).port).toBe(9001);
    expect(readConfig({ env: { PORT: '9001' }, cwd, overrides: { port: '9002' } }).port).toBe(9002);
  });

  it('listens on 8080 with an embedded database under .throughline when nothing is said', () => {
    expect(readConfig({ env: payer, cwd })).toMatchObject({
      port: 8080,
      baseUrl: 'http://127.0.0.1:8080',
      databaseUrl: undefined,
      dataDir: join(cwd, '.throughline'),
    });
  });

  it('names the setting that was probably meant', () => {
    file({ payer: { name: 'A', npi: '1987654328' }, databseUrl: 'postgresql://x' });
    const problem = problemOf(() => readConfig({ env: {}, cwd }));
    expect(problem.publicText).toContain('"databseUrl"');
    expect(problem.hint).toBe('Did you mean "databaseUrl"?');
  });

  it('says which setting is missing and how to set it', () => {
    const problem = problemOf(() => readConfig({ env: { PAYER_NAME: 'A' }, cwd }));
    expect(problem.publicText).toBe('payer.npi is not set.');
    expect(problem.hint).toContain('PAYER_NPI');
  });

  it('never repeats what a broken file holds', () => {
    file('{"databaseUrl": "postgresql://u:hunter2@h/d" "port": 1}');
    const problem = problemOf(() => readConfig({ env: payer, cwd }));
    expect(`${problem.message} ${problem.hint}`).not.toContain('hunter2');
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '8080x'],
    ['PAYER_NPI', '123'],
    ['BASE_URL', 'ftp://x'],
    ['BASE_URL', 'https://u:p@x'],
    ['LOG_LEVEL', 'loud'],
    ['WORKER_CONCURRENCY', '0'],
    ['STORAGE_URL', 's3://bucket'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => readConfig({ env: { ...payer, [name]: value }, cwd })).toThrow(OperatorProblem);
  });

  it('takes a slash off the end of the base URL', () => {
    expect(readConfig({ env: { ...payer, BASE_URL: 'https://p2p.example/a/' }, cwd }).baseUrl).toBe(
      'https://p2p.example/a',
    );
  });

  it('ships the schema and the page that its table makes', () => {
    const shipped = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    expect(JSON.parse(shipped('config/throughline.config.schema.json'))).toEqual(configSchema());
    expect(shipped('docs/reference/configuration.md')).toBe(configPage());
  });
});
