import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Definitions } from './definitions.ts';
import type { Structure } from './structure.ts';
import type { ExpandedValueSet } from './terminology/value-set.ts';

/** Raise when what is kept of definitions changes. */
const format = 2;

/** What was asked for, and where its answer lies in the file. */
interface CacheIndex {
  format: number;
  /** Question to record, or to -1 where there is no such definition. */
  answers: Record<string, number>;
  /** Of each record: which definition it is, and its bytes. They lie one after the other. */
  records: [key: string, bytes: number][];
}

export interface CachedDefinitions extends Definitions {
  /** Writes what was learned since; false where there was nothing new. */
  save(): boolean;
}

/**
 * Definitions that remember every answer in a file: profiles without their prose, value sets written out. Packages are
 * opened only for what nobody asked for before. A file that cannot be read is as good as none.
 */
export function cachedDefinitions(path: string, open: () => Definitions): CachedDefinitions {
  const answers = new Map<string, number>();
  const records: Kept[] = readCache(path, (question, record) => answers.set(question, record));
  const recordOf = new Map(records.map(({ key }, record) => [key, record]));
  let isNew = false;
  let opened: Definitions | undefined;
  function ask<T extends object>(
    question: string,
    find: (definitions: Definitions) => T | undefined,
  ): T | undefined {
    const known = answers.get(question);
    if (known !== undefined) return known < 0 ? undefined : (read(known) as T);
    opened ??= open();
    const value = find(opened);
    isNew = true;
    answers.set(question, value === undefined ? -1 : remember(value));
    return value === undefined ? undefined : (read(answers.get(question)!) as T);
  }
  function read(record: number): unknown {
    const one = records[record]!;
    one.value ??= JSON.parse(one.bytes!.toString('utf8'));
    return one.value;
  }
  function remember(value: object): number {
    const key = keyOf(value);
    // One definition may be read twice, for the file and from a package: the first stays.
    const known = recordOf.get(key);
    if (known !== undefined) return known;
    recordOf.set(key, records.length);
    return records.push({ key, value, bytes: undefined }) - 1;
  }
  return {
    structure: (canonical, scope) => ask(`S ${scope} ${canonical}`, (of) => of.structure(canonical, scope)),
    valueSet: (canonical, scope) => ask(`V ${scope} ${canonical}`, (of) => of.valueSet(canonical, scope)),
    save() {
      if (!isNew) return false;
      writeCache(path, answers, records);
      isNew = false;
      return true;
    },
  };
}

interface Kept {
  key: string;
  value?: unknown;
  bytes: Buffer | undefined;
}

function keyOf(value: object): string {
  const one = value as Partial<Structure & ExpandedValueSet>;
  return one.canonical !== undefined ? `V ${one.canonical}` : `S ${one.url}|${one.version} ${one.scope}`;
}

function readCache(path: string, answer: (question: string, record: number) => void): Kept[] {
  try {
    const bytes = readFileSync(path);
    const end = bytes.indexOf(0x0a);
    const index = JSON.parse(bytes.toString('utf8', 0, end)) as CacheIndex;
    if (index.format !== format) return [];
    let at = end + 1;
    const records = index.records.map(([key, length]): Kept => {
      at += length;
      return { key, bytes: bytes.subarray(at - length, at) };
    });
    if (at !== bytes.length) return [];
    for (const [question, record] of Object.entries(index.answers)) answer(question, record);
    return records;
  } catch {
    return [];
  }
}

/** Written aside and put in place at once: another process sees the old file or the new one. */
function writeCache(path: string, answers: ReadonlyMap<string, number>, records: readonly Kept[]): void {
  const texts = records.map(({ value, bytes }) => bytes ?? Buffer.from(JSON.stringify(value)));
  const index: CacheIndex = {
    format,
    answers: Object.fromEntries(answers),
    records: records.map(({ key }, i) => [key, texts[i]!.length]),
  };
  const aside = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(aside, Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...texts]));
    renameSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}
