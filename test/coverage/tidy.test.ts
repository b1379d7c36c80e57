// The house rules that a machine can keep. A failure lists the places, and its title says what to do.
import { describe, expect, test } from 'vitest';
import { longFiles, sharedTables } from './tidy-exceptions.ts';
import { codeOf, files, importsOf, isTest, places, roomOf, sizeOf, sources, textOf } from './tree.ts';

/** Lowest first. An import goes to a lower floor, never up or sideways; inside a room it is free. */
const floors: string[][] = [
  ['fhir', 'problem', 'clock', 'telemetry'],
  ['db'],
  ['queue', 'blob', 'audit'],
  ['net'],
  ['directory', 'person', 'record', 'bulk', 'validation', 'sensitivity'],
  ['member-match', 'consent', 'release', 'authz', 'attribution'],
  ['labels'],
  ['load', 'export', 'ingest', 'search'],
  ['exchange', 'evidence'],
  ['election'],
  ['portal', 'intake', 'dev-idp'],
  ['http', 'jobs'],
  ['app'],
  ['demo', 'population'],
  ['bench', 'evaluation'],
  ['cli'],
];
const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));
const rooms = [...new Set(sources.map(roomOf))];

const lines_max = 300;
const testLines_max = 500;
const fileBytes_max = 200_000;
const isStore = (path: string): boolean => /(^|[/-])store\.ts$/.test(path) || path.startsWith('src/db/');

test('the tree is read at all', () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(importsOf('src/queue/worker.ts')).toContain('src/queue/store.ts');
});

describe('imports', () => {
  test('every room has a floor: add it to `floors` here and to the picture in ARCHITECTURE.md', () => {
    expect(rooms.filter((room) => floorOf(room) < 0)).toEqual([]);
  });

  test('an import goes to a lower floor: move the shared part down, or pass it in as an argument', () => {
    const wrong = sources.flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('src/') && roomOf(target) !== roomOf(path))
        .filter((target) => floorOf(roomOf(target)) >= floorOf(roomOf(path)))
        .map((target) => `${path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the product imports nothing from test/', () => {
    expect(
      sources.filter((path) =>
        importsOf(path).some((target) => isTest(target) || !target.startsWith('src/')),
      ),
    ).toEqual([]);
  });
});

describe('where things are done', () => {
  test('SQL is in store.ts, *-store.ts or src/db: move the statement there and give it a name', () => {
    const others = sources.filter((path) => !isStore(path));
    expect(places(others, /\bsql`|\binlined\(|\.query\(\s*['"`]/)).toEqual([]);
  });

  test('a table belongs to one room: ask that room, or explain in tidy-exceptions.ts', () => {
    const migrations = files.filter((path) => /^migrations\/\d.*\.sql$/.test(path));
    const tables = migrations.flatMap((path) =>
      [...textOf(path).matchAll(/create table (\w+) \(/g)].map((match) => match[1]!),
    );
    expect(tables.length).toBeGreaterThan(10);
    const usedBy = new Map<string, Set<string>>(tables.map((table) => [table, new Set()]));
    // bench makes and measures data of every room.
    for (const path of sources.filter((p) => isStore(p) && !['db', 'bench'].includes(roomOf(p)))) {
      for (const match of codeOf(path).matchAll(/\b(?:from|join|into|update|exists)\s+(?:only\s+)?(\w+)\b/g))
        usedBy.get(match[1]!)?.add(roomOf(path));
    }
    const shared = [...usedBy]
      .map(
        ([table, users]) => [table, [...users].filter((room) => !sharedTables[`${room} ${table}`])] as const,
      )
      .filter(([, users]) => users.length > 1)
      .map(([table, users]) => `${table}: ${users.join(', ')}`);
    expect(shared).toEqual([]);
  });

  test('the environment is read in src/app only: pass the value in', () => {
    expect(
      places(
        sources.filter((p) => roomOf(p) !== 'app'),
        /\bprocess\.env\b/,
      ),
    ).toEqual([]);
  });

  test('time and randomness come from src/clock: take a Clock or Random as an argument', () => {
    const outside = sources.filter((path) => !['clock', 'bench'].includes(roomOf(path)));
    expect(
      places(outside, /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/),
    ).toEqual([]);
  });

  test('nothing is printed but by the CLI: log through telemetry, or return the text', () => {
    const outside = sources.filter((path) => roomOf(path) !== 'cli');
    expect(places(sources, /\bconsole\./)).toEqual([]);
    expect(places(outside, /\bprocess\.stdout\.write\b/)).toEqual([]);
  });
});

describe('names and sizes', () => {
  test('a file has one subject: split it at its seams, or explain in tidy-exceptions.ts', () => {
    const long = files
      .filter((path) => /\.(ts|tsx|js)$/.test(path) && !longFiles[path])
      .map((path) => ({ path, lines: textOf(path).split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > (isTest(path) ? testLines_max : lines_max));
    expect(long).toEqual([]);
  });

  test('an exception that is no longer needed goes', () => {
    const idle = Object.keys(longFiles).filter(
      (path) => !files.includes(path) || textOf(path).split('\n').length - 1 <= lines_max,
    );
    expect(idle).toEqual([]);
  });

  test('a file is named for what it is about', () => {
    const empty = /(^|[-/])(utils?|helpers?|common|managers?|misc|index)(\.\w+)*$/;
    // A browser's entry is index.html by the custom of the web.
    const named = files.filter((path) => !path.endsWith('/index.html'));
    const dull = named.filter((path) => path.split('/').some((segment) => empty.test(segment)));
    expect(dull).toEqual([]);
  });

  test('every room says in README.md what it decides, its invariants and its tables', () => {
    expect(rooms.filter((room) => !files.includes(`src/${room}/README.md`))).toEqual([]);
  });

  test('a rule cites its clause on its first line', () => {
    const rules = sources.filter((path) => path.includes('/rules/') && !path.endsWith('/rule.ts'));
    const silent = rules.filter((path) => !/[a-z]+-\d+|CFR|\d\.\d/.test(textOf(path).split('\n')[0]!));
    expect(silent).toEqual([]);
  });
});

describe('what is committed', () => {
  const own = files.filter((path) => path !== 'package-lock.json');
  const texts = own.filter((path) => /\.(ts|js|json|md|sql|yml|yaml|sh)$|\.ci\/run$/.test(path));

  test('no test is focused or skipped for good', () => {
    const focused = /\b(?:test|it|describe)\.only\b|\b(?:test|it|describe)\.(?:skip|todo)\(/;
    expect(places(files.filter(isTest), focused)).toEqual([]);
  });

  test('no path of one machine', () => {
    const machine = new RegExp(
      ['/wor' + 'k/(?:main|shared)', '/home/[a-z]+/', '/Users/[A-Za-z]+/'].join('|'),
    );
    expect(texts.filter((path) => machine.test(textOf(path)))).toEqual([]);
  });

  test('the lock file names no registry: install with the .npmrc of the repository', () => {
    const hosts = [...textOf('package-lock.json').matchAll(/"resolved": "(https?:\/\/[^/"]+)/g)].map(
      (m) => m[1],
    );
    expect([...new Set(hosts)]).toEqual([]);
  });

  test('no file over 200 kB: generate it, or make it smaller', () => {
    expect(own.filter((path) => sizeOf(path) > fileBytes_max)).toEqual([]);
  });

  test('nothing built and no database', () => {
    expect(files.filter((path) => /\.(sqlite|db|dump|tgz|tar|gz|zip)$|^built\//.test(path))).toEqual([]);
  });

  test('no unfinished business: do it, or leave it out', () => {
    expect(places(sources, /\b(?:TODO|FIXME|XXX)\b/)).toEqual([]);
    expect(sources.filter((path) => /\b(?:TODO|FIXME|XXX)\b/.test(textOf(path)))).toEqual([]);
  });
});
