// consent-and-sensitive-data 3.2: the file format of code lists, term lists and self-tests, shipped or installed
import { Problem } from '../problem/problem.ts';
import { maskOf } from './bits.ts';
import { codeForms, systemKey } from './code-system.ts';
import { anchor_min, anchorOf } from './terms.ts';

export type Confidence = 'high' | 'low';

/** What the `#` lines at the top of a file say; all five are needed. */
export interface ListHeader {
  list: string;
  version: string;
  source: string;
  licence: string;
  confidence: Confidence;
}

export interface CodeRule {
  list: string;
  system: string;
  /** In the form that is looked up. */
  code: string;
  prefix: boolean;
  mask: number;
  /** First and last day of service, inclusive; empty: open. */
  from: string;
  to: string;
  confidence: Confidence;
}

/** Where a term counts: in any text, in the name of a drug, or as the notice of 42 CFR 2.32. */
export type TermScope = 'any' | 'drug' | 'notice';
export interface TermRule {
  list: string;
  scope: TermScope;
  term: string;
  /** The term does not count in a text that has one of these words. */
  except: string[];
  mask: number;
  confidence: Confidence;
}

export interface SelfTest {
  /** A key of a code system, or `text`. */
  system: string;
  code: string;
  date: string;
  mask: number;
  hit: boolean;
}

export interface ListFile {
  header: ListHeader;
  codes: CodeRule[];
  terms: TermRule[];
  tests: SelfTest[];
}

/** Bytes of one list: the largest value sets that payers license have some ten thousand codes. */
export const listBytes_max = 64_000_000;

const columns = {
  codes: ['system', 'code', 'match', 'bit', 'from', 'to', 'confidence'],
  terms: ['scope', 'term', 'except', 'bit', 'confidence'],
  tests: ['system', 'code', 'date', 'bit', 'expect'],
} as const;
type Kind = keyof typeof columns;

/**
 * Reads one list.
 * @throws Problem `invalid`, with file and line, at the first thing that is wrong: a list that is read in part labels in part
 */
export function parseList(name: string, text: string): ListFile {
  if (text.length > listBytes_max) fail(name, 1, `longer than ${listBytes_max} bytes`);
  const lines = text.split(/\r?\n/);
  const said: Record<string, string> = {};
  let at = 0;
  for (; at < lines.length && /^(#|\s*$)/.test(lines[at]!); at++) {
    const match = /^#\s*([a-z]+):\s*(.+?)\s*$/.exec(lines[at]!);
    if (match) said[match[1]!] = match[2]!;
  }
  const header = readHeader(name, said);
  const named = (lines[at] ?? '').split(',').map((column) => column.trim());
  const kind = (Object.keys(columns) as Kind[]).find(
    (one) => columns[one].slice(0, named.length).join() === named.join() && named.length >= 4,
  );
  if (!kind)
    fail(
      name,
      at + 1,
      `the columns must be ${Object.values(columns)
        .map((c) => c.join())
        .join(', or ')}`,
    );
  const file: ListFile = { header, codes: [], terms: [], tests: [] };
  for (let i = at + 1; i < lines.length; i++) {
    if (lines[i]!.trim() === '' || lines[i]!.startsWith('#')) continue;
    const cells = lines[i]!.split(',').map((cell) => cell.trim());
    if (cells.length > columns[kind].length) fail(name, i + 1, 'more cells than columns');
    readers[kind]({ name, line: i + 1, header, cells, file });
  }
  return file;
}

interface Row {
  name: string;
  line: number;
  header: ListHeader;
  cells: string[];
  file: ListFile;
}

const readers: Record<Kind, (row: Row) => void> = {
  codes({ name, line, header, cells, file }) {
    const [system = '', code = '', match = '', bit = '', from = '', to = '', confidence = ''] = cells;
    const key = systemKey(system);
    if (key === '') fail(name, line, 'no system');
    const prefix = match === 'prefix';
    if (!prefix && match !== 'exact') fail(name, line, 'match is exact or prefix');
    const mask = bitMask(name, line, bit);
    for (const day of [from, to])
      if (day !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(day)) fail(name, line, 'a day is YYYY-MM-DD');
    if (from !== '' && to !== '' && to < from) fail(name, line, 'it ends before it begins');
    // The start of a code is not itself a code: only its dots and its case are put right.
    const whole = !prefix || (key === 'ndc' && code.includes('-'));
    const forms = whole ? codeForms(key, code) : [code.toUpperCase().replace(/[.\s]/g, '')].filter(Boolean);
    if (forms.length === 0) fail(name, line, 'no code');
    const trust = trustOf(name, line, confidence, header);
    for (const form of forms)
      file.codes.push({
        list: header.list,
        system: key,
        code: form,
        prefix,
        mask,
        from,
        to,
        confidence: trust,
      });
  },
  terms({ name, line, header, cells, file }) {
    const [scope = '', term = '', except = '', bit = '', confidence = ''] = cells;
    if (scope !== 'any' && scope !== 'drug' && scope !== 'notice')
      fail(name, line, 'scope is any, drug or notice');
    if (term.length > term_max || !/^[\w .'*-]+$/.test(term))
      fail(name, line, `a term is up to ${term_max} plain letters, digits, spaces, hyphens or *`);
    if (anchorOf(term).length < anchor_min)
      fail(
        name,
        line,
        `a term needs one word of ${anchor_min} letters or more: shorter ones stand in everything`,
      );
    file.terms.push({
      list: header.list,
      scope: scope as TermScope,
      term: term.toLowerCase(),
      except: except
        .toLowerCase()
        .split('|')
        .map((word) => word.trim())
        .filter(Boolean),
      mask: bitMask(name, line, bit, scope === 'notice'),
      confidence: trustOf(name, line, confidence, header),
    });
  },
  tests({ name, line, cells, file }) {
    const [system = '', code = '', date = '', bit = '', expect = ''] = cells;
    if (expect !== 'hit' && expect !== 'miss') fail(name, line, 'expect is hit or miss');
    file.tests.push({
      system: systemKey(system),
      code,
      date,
      mask: bitMask(name, line, bit),
      hit: expect === 'hit',
    });
  },
};

/** Characters of a term. */
export const term_max = 60;

function readHeader(name: string, said: Record<string, string>): ListHeader {
  const missing = ['list', 'version', 'source', 'licence', 'confidence'].filter((key) => !said[key]);
  if (missing.length > 0)
    fail(name, 1, `the file must begin with ${missing.map((key) => `"# ${key}: …"`).join(', ')}`);
  const { list, version, source, licence, confidence } = said as Record<keyof ListHeader, string>;
  if (!/^[a-z0-9-]{2,60}$/.test(list)) fail(name, 1, 'list is a name of lower-case letters, digits, hyphens');
  if (confidence !== 'high' && confidence !== 'low') fail(name, 1, 'confidence is high or low');
  return { list, version, source, licence, confidence: confidence as Confidence };
}

function trustOf(name: string, line: number, text: string, header: ListHeader): Confidence {
  if (text === '') return header.confidence;
  if (text !== 'high' && text !== 'low') fail(name, line, 'confidence is high or low');
  return text as Confidence;
}

function bitMask(name: string, line: number, key: string, notice = false): number {
  const mask = maskOf(key);
  if (mask === undefined) fail(name, line, 'bit is a key of the label table, such as SUD or HIV');
  // 42 CFR 2.12: content alone makes no Part 2 record; only the source of the record does.
  if (key === 'PART2' && !notice) fail(name, line, 'no code and no word makes a Part 2 record');
  return mask;
}

function fail(name: string, line: number, what: string): never {
  throw new Problem('invalid', `Sensitivity list ${name}, line ${line}: ${what}.`);
}
