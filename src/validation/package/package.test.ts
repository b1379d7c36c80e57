// Protects how packages are read: archives whole or not at all, heads found without reading on, and each canonical
// resolved as the package that uses it means it.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { madePackage, madeStructure, tarFile } from '../../../test/env/fhir-definitions.ts';
import { cachedDefinitions } from '../cache.ts';
import { definitionsOf } from '../definitions.ts';
import { canonicalOf, compareVersions, isVersionAsked } from './canonical.ts';
import { definitionHead } from './definition-head.ts';
import { installPackages } from './install.ts';
import { libraryOf } from './library.ts';
import { installedPackages, packageFiles } from './manifest.ts';
import { openPackage, packageExamples } from './package-file.ts';
import { tarEntries } from './tar.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'packages-'));
const profile = (version: string) => madeStructure('urn:p', 'Basic', [], { version });
const made = (
  name: string,
  version: string,
  dependencies: Record<string, string> = {},
  resources: object[] = [profile(version)],
) => madePackage({ name, version, dependencies }, resources);

describe('an archive', () => {
  test('with long names', () => {
    const long = `package/example/${'x'.repeat(150)}.json`;
    const pax = Buffer.from(`${long.length + 10} path=${long}\n`);
    const archive = gzipSync(
      Buffer.concat([tarFile('pax', pax, 'x'), tarFile('short', Buffer.from('{}')), Buffer.alloc(1024)]),
    );
    expect([...packageExamples(archive)].map(({ path }) => path)).toEqual([long]);
  });
  test.each([
    ['no gzip', Buffer.from('hello')],
    ['empty', Buffer.alloc(0)],
    ['cut off', made('a', '1.0.0').subarray(0, 60)],
    ['no tar', gzipSync(Buffer.alloc(600, 'x'))],
    ['a file that ends too early', gzipSync(tarFile('a', Buffer.alloc(2000)).subarray(0, 1000))],
  ])('%s is refused', (_, archive) => {
    expect(() => [...tarEntries(archive)]).toThrow('cannot be read');
  });
  test('without a manifest, or with a name that is a path, is no package', () => {
    expect(() => openPackage(gzipSync(tarFile('x', Buffer.from('x'))))).toThrow('no package/package.json');
    expect(() => openPackage(madePackage({ name: '../x', version: '1' }, []))).toThrow('no name or version');
  });
});

test('a head is what stands at the top, wherever it stands and whatever stands below', () => {
  const text = {
    resourceType: 'ValueSet',
    text: { div: '"url": "no" }' },
    extension: [{ url: 'urn:no', version: '0' }],
    contained: [{ resourceType: 'X', url: 'urn:no' }],
    url: 'urn:"yes"',
    version: '1',
  };
  expect(definitionHead(Buffer.from(JSON.stringify(text)))).toEqual({
    resourceType: 'ValueSet',
    url: 'urn:"yes"',
    version: '1',
  });
  expect(definitionHead(Buffer.from('{"resourceType":"ValueSet"}'))).toBeUndefined();
  expect(definitionHead(Buffer.from('{"resourceType":"ValueSet","url":"urn:'))).toBeUndefined();
});

test('versions', () => {
  expect(canonicalOf('urn:a|1.0#x')).toEqual({ url: 'urn:a', version: '1.0' });
  expect(['2.2.0-preview', '10.0.0', '2.2.0', '2.10.0'].sort(compareVersions)).toEqual([
    '2.2.0-preview',
    '2.2.0',
    '2.10.0',
    '10.0.0',
  ]);
  expect([
    isVersionAsked('6.1.0', '6.1'),
    isVersionAsked('6.10.0', '6.1'),
    isVersionAsked('6.1.0', ''),
  ]).toEqual([true, false, true]);
});

describe('a canonical without a version', () => {
  const library = libraryOf(
    [
      made('base', '1.0.0'),
      made('base', '2.0.0'),
      made('old', '1.0.0', { base: '1.0.0' }, []),
      made('new', '1.0.0', { 'base.v200': '2.0.0' }, []),
      made('far', '1.0.0', { old: '1.0.0' }, []),
    ].map(openPackage),
  );
  test.each([
    ['', '2.0.0'],
    ['old#1.0.0', '1.0.0'],
    ['new#1.0.0', '2.0.0'],
    ['far#1.0.0', '1.0.0'],
    ['base#1.0.0', '1.0.0'],
    ['none#1', '2.0.0'],
  ])('in %s', (scope, version) => {
    expect(library.find('StructureDefinition', 'urn:p', scope)?.definition.version).toBe(version);
  });
  test('with one means that one, or nothing', () => {
    expect(library.find('StructureDefinition', 'urn:p|1.0.0', 'new#1.0.0')?.definition.version).toBe('1.0.0');
    expect(library.find('StructureDefinition', 'urn:p|3.0.0', '')).toBeUndefined();
  });
});

describe('installing', () => {
  const never = () => Promise.reject(new Error('nothing is fetched here'));
  test('from a file, a folder and a registry, with a checksum; again is once', async () => {
    const [from, dir] = [folder(), join(folder(), 'new')];
    writeFileSync(join(from, 'a.tgz'), made('a', '1.0.0'));
    writeFileSync(join(from, 'b.tgz'), made('b', '1.0.0'));
    await installPackages({ dir, sources: [from], fetch: never });
    await installPackages({ dir, sources: [join(from, 'a.tgz')], fetch: never });
    const asked: string[] = [];
    await installPackages({
      dir,
      sources: ['c#2.0.0'],
      registry: 'https://registry.example/',
      fetch: (url) => {
        asked.push(url);
        return Promise.resolve(made('c', '2.0.0'));
      },
    });
    expect(asked).toEqual(['https://registry.example/c/2.0.0']);
    expect(installedPackages(dir).map(({ name, version, sha256 }) => [name, version, sha256.length])).toEqual(
      [
        ['a', '1.0.0', 64],
        ['b', '1.0.0', 64],
        ['c', '2.0.0', 64],
      ],
    );
    expect(packageFiles(dir)).toHaveLength(3);
  });
  test('by name needs a registry; what is no package changes nothing', async () => {
    const dir = folder();
    await expect(installPackages({ dir, sources: ['c#2.0.0'], fetch: never })).rejects.toThrow(
      'none is named',
    );
    await expect(
      installPackages({
        dir,
        sources: ['http://x.example/p.tgz'],
        fetch: () => Promise.resolve(Buffer.from('x')),
      }),
    ).rejects.toThrow('cannot be read');
    expect(installedPackages(dir)).toEqual([]);
  });
});

describe('the cache', () => {
  test('answers as the packages do, and opens them for what is new only', () => {
    const file = join(folder(), 'cache', 'definitions');
    let opened = 0;
    const open = () => {
      opened++;
      return definitionsOf(libraryOf([openPackage(made('a', '1.0.0'))]));
    };
    const first = cachedDefinitions(file, open);
    const learned = first.structure('urn:p', '');
    expect([learned?.version, first.structure('urn:none', ''), first.save(), first.save()]).toEqual([
      '1.0.0',
      undefined,
      true,
      false,
    ]);
    const second = cachedDefinitions(file, open);
    expect([second.structure('urn:p', ''), second.structure('urn:none', ''), opened]).toEqual([
      learned,
      undefined,
      1,
    ]);
    expect(second.structure('urn:p|1.0.0', '')).toBe(second.structure('urn:p', ''));
    expect(opened).toBe(2);
  });
  test('a damaged file is as good as none', () => {
    const file = join(folder(), 'definitions');
    const open = () => definitionsOf(libraryOf([openPackage(made('a', '1.0.0'))]));
    const one = cachedDefinitions(file, open);
    one.structure('urn:p', '');
    one.save();
    const bytes = readFileSync(file);
    for (const broken of [bytes.subarray(0, -1), Buffer.from('{}\n'), Buffer.from('x'), Buffer.alloc(0)]) {
      writeFileSync(file, broken);
      expect(cachedDefinitions(file, open).structure('urn:p', '')?.version).toBe('1.0.0');
    }
  });
});
