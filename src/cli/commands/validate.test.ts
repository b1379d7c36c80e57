// Protects what `validate` and `packages` say to people and machines, and the exit status that scripts rely on.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { madePackage, madeStructure } from '../../../test/env/fhir-definitions.ts';
import { packagesCommand } from './packages.ts';
import { validateCommand } from './validate.ts';

const dir = mkdtempSync(join(tmpdir(), 'validate-'));
const packages = join(dir, 'packages');
const base = 'http://hl7.org/fhir/StructureDefinition/';
const definitions = [
  madeStructure('urn:p', 'Basic', [
    { path: 'Basic.id', card: '1..1', type: 'id' },
    { path: 'Basic.meta', card: '0..1', type: 'Meta' },
  ]),
  madeStructure(
    `${base}Meta`,
    'Meta',
    [{ path: 'Meta.profile', card: '0..*', type: 'canonical', list: true }],
    {
      kind: 'complex-type',
      derivation: 'specialization',
    },
  ),
];

async function run(...args: string[]): Promise<{ out: string; err: string; status: number }> {
  const said = { out: '', err: '', status: 0 };
  const io = {
    stdout: { write: (text: string) => (said.out += text) },
    stderr: { write: (text: string) => (said.err += text) },
    interrupted: new AbortController().signal,
  };
  const exit = (status: 0 | 1) => {
    said.status = status;
  };
  const program = new Command().addCommand(validateCommand(io, exit)).addCommand(packagesCommand(io, exit));
  await program.exitOverride().parseAsync(args, { from: 'user' });
  return said;
}

const write = (name: string, ...lines: string[]): string => {
  writeFileSync(join(dir, name), `${lines.join('\n')}\n`);
  return join(dir, name);
};

test('without packages the shape is checked, and that it is only that is said', async () => {
  const file = write(
    'shape.ndjson',
    '{"resourceType":"Patient","id":"a"}',
    '{"resourceType":"Patient","zebra":1}',
  );
  const { out, err, status } = await run('validate', file, '--packages', join(dir, 'none'), '--json');
  expect(JSON.parse(out)).toMatchObject({ resources: 2, valid: 1, invalid: 1 });
  expect([err.includes('No packages are installed'), status]).toEqual([true, 1]);
});

test('packages are installed, listed, and then used', async () => {
  writeFileSync(join(dir, 'made.tgz'), madePackage({ name: 'made', version: '1.0.0' }, definitions));
  await run('packages', 'install', join(dir, 'made.tgz'), '--packages', packages);
  expect(JSON.parse((await run('packages', 'list', '--packages', packages, '--json')).out)).toMatchObject([
    { name: 'made', version: '1.0.0', file: 'made-1.0.0.tgz' },
  ]);
  const file = write(
    'some.ndjson',
    '{"resourceType":"Basic","id":"a","meta":{"profile":["urn:p"]}}',
    '{"resourceType":"Basic","meta":{"profile":["urn:p"]}}',
    'not json',
  );
  const { out, status } = await run('validate', file, '--packages', packages, '--json');
  expect(JSON.parse(out)).toMatchObject({
    resources: 3,
    valid: 1,
    invalid: 2,
    notChecked: {},
    byProfile: [
      { profile: 'urn:p', resources: 2, invalid: 1 },
      { resources: 1, invalid: 1 },
    ],
    issues: [
      {
        file,
        line: 2,
        resource: 'Basic/',
        profile: 'urn:p|1.0.0',
        severity: 'error',
        code: 'required',
        expression: 'Basic.id',
        rule: 'cardinality-min',
      },
      { file, line: 3, rule: 'invalid-json' },
    ],
  });
  expect(status).toBe(1);
  expect(
    JSON.parse((await run('validate', file, '--packages', packages, '--json', '--no-issues')).out),
  ).not.toHaveProperty('issues');
});

test('a folder is read through; a profile that is asked for replaces the claims', async () => {
  write('one.json', '{"resourceType":"Basic","id":"a"}');
  const { out, status } = await run(
    'validate',
    join(dir, 'one.json'),
    '--packages',
    packages,
    '--profile',
    'urn:p|1.0.0',
  );
  expect([out.startsWith('1 resources: 1 valid, 0 invalid.'), status]).toEqual([true, 0]);
  await expect(run('validate', dir, '--packages', packages, '--profile', 'urn:none')).rejects.toThrow(
    'not installed',
  );
});
