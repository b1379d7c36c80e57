// consent-and-sensitive-data 7: which lines need no walk. One pass over the bytes of a line, without parsing it.
import type { ProgramSources } from './program-sources.ts';
import type { RuleSet } from './rule-set.ts';
import { anchor_min } from './terms.ts';

/**
 * Whether a line may hold anything that `classify` would find. False is certain: nothing is there; true asks for the walk. It
 * knows no systems and no dates, so it says yes more often than the walk finds something.
 */
export type Prescan = (line: Buffer) => boolean;

/** Shortest pattern, and so the longest step of the search is one less. */
const window = anchor_min;
/** Bytes around an anchor in which its term is looked for. */
const around = 160;
/** Bits of the filter in front of the set of codes. */
const filterBits = 18;

/** After these keys a string value is compared with the codes. */
const codeKeys = ['"code"', 'valuecode"', '"value"', 'valuestring"'];
/** After these a line is walked: labels that came with it, attachments, inline labels. */
const alarms = [
  'security"',
  'contenttype"',
  'attachment"',
  'presentedform"',
  'photo"',
  '"binary"',
  'base64binary"',
  'inline-sec-label',
];

/** Builds the quick look for a rule set and the programme sources of the day. */
export function prescanOf(rules: RuleSet, sources: ProgramSources): Prescan {
  const codes = codeTable(rules, sources);
  const patterns: Pattern[] = [
    ...codeKeys.map((text) => ({ text, kind: 'code' as const })),
    ...alarms.map((text) => ({ text, kind: 'alarm' as const })),
    ...[...rules.terms.byAnchor].map(([text, term]) => ({ text, kind: 'term' as const, term })),
  ];
  if (sources.references.size > 0) patterns.push({ text: 'reference"', kind: 'reference' });
  const { shift, chain, chains } = compile(patterns);

  return (line) => {
    // An escape may hide a letter of anything; real data have few, and those lines are walked.
    for (let slash = line.indexOf(0x5c); slash >= 0; slash = line.indexOf(0x5c, slash + 2))
      if (line[slash + 1] === 0x75) return true;
    const end = line.length;
    let at = window - 1;
    while (at < end) {
      const pair = ((line[at - 1]! | 0x20) << 8) | (line[at]! | 0x20);
      const step = shift[pair]!;
      if (step > 0) {
        at += step;
        continue;
      }
      const here = chains[chain[pair]!]!;
      for (let p = 0; p < here.length; p++) {
        const pattern = here[p]!;
        const start = at - pattern.tail;
        if (!stands(line, start, pattern.bytes)) continue;
        if (pattern.kind === 'alarm') return true;
        if (pattern.kind === 'term') {
          if (pattern.term!.test(line.toString('utf8', Math.max(0, start - around), start + around)))
            return true;
        } else {
          const value = start + pattern.bytes.length;
          if (pattern.kind === 'code' ? codes(line, value) : refersTo(line, value, sources)) return true;
        }
      }
      at++;
    }
    return false;
  };
}

interface Pattern {
  text: string;
  kind: 'code' | 'alarm' | 'term' | 'reference';
  /** Finds the terms that have this anchor. */
  term?: RegExp;
}
interface Compiled extends Pattern {
  bytes: Uint8Array;
  /** Where in the pattern its window ends. */
  tail: number;
}

/**
 * Wu-Manber: how far the search may step when the last two bytes of the window are these, letter case folded. Of each pattern
 * the window is taken that ends rarest.
 */
function compile(patterns: Pattern[]): { shift: Uint8Array; chain: Uint16Array; chains: Compiled[][] } {
  const shift = new Uint8Array(65_536).fill(window - 1);
  const chain = new Uint16Array(65_536);
  const chains: Compiled[][] = [[]];
  for (const pattern of patterns) {
    const bytes = Uint8Array.from(Buffer.from(pattern.text, 'latin1'), (byte) => byte | 0x20);
    const tail = rarestTail(pattern.text);
    for (let i = 1; i < window; i++) {
      const last = tail - window + 1 + i;
      const pair = (bytes[last - 1]! << 8) | bytes[last]!;
      const step = window - 1 - i;
      if (step < shift[pair]!) shift[pair] = step;
      if (step > 0) continue;
      if (chain[pair] === 0) chain[pair] = chains.push([]) - 1;
      chains[chain[pair]!]!.push({ ...pattern, bytes, tail });
    }
  }
  return { shift, chain, chains };
}

/** Pairs of letters in FHIR's JSON, the frequent ones first, as claims and clinical records have them; what is not here is rare. */
const frequent = [
  're co te e" er at "c or od en di in ti st de la nc y" ed on ce t" "s nt io pl ef ca em "r',
  'is "d fe d" me ys us ta sy ou "h ht tt es ay it tp sp ct et un se ur al g" ng m" rg tu an',
  '"p pr va "e ro no ic le ar as fi "t ry ex su s" hl rv lo ec om ol pa da ab eg xt bs pe ob',
  'ra of to hi ri ea ty go "i ni th li "l he lu ue id n" ir ma "o ss "a fo nd tr so rm l" na',
  'ac ad il ne fh ie iv mo bb mi am uc "m r" a" sc ub be vi "v og rt yp ru um rc bl ve du oc',
]
  .join(' ')
  .split(' ');

function rarestTail(text: string): number {
  const rank = (tail: number): number => {
    const at = frequent.indexOf(text.slice(tail - 1, tail + 1));
    return at < 0 ? frequent.length : at;
  };
  let best = window - 1;
  for (let tail = window; tail < text.length; tail++) if (rank(tail) > rank(best)) best = tail;
  return best;
}

function stands(line: Buffer, start: number, bytes: Uint8Array): boolean {
  if (start < 0 || start + bytes.length > line.length) return false;
  for (let i = 0; i < bytes.length; i++) if ((line[start + i]! | 0x20) !== bytes[i]!) return false;
  return true;
}

/** Where the string value of the key that ends at `at` begins, or -1: the value is none, or this was no key. */
function valueStart(line: Buffer, at: number): number {
  let i = at;
  while (isSpace(line[i])) i++;
  if (line[i] !== 0x3a) return -1;
  i++;
  while (isSpace(line[i])) i++;
  return line[i] === 0x22 ? i + 1 : -1;
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

function refersTo(line: Buffer, at: number, sources: ProgramSources): boolean {
  const start = valueStart(line, at);
  if (start < 0) return false;
  const end = line.indexOf(0x22, start);
  const text = line.toString('utf8', start, end < 0 ? line.length : end);
  return text.includes('\\') || sources.references.has(text.split('/').slice(-2).join('/'));
}

/** A byte of a code: 0 is passed over, the others folded to capitals. */
const folded = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++)
  if (/[0-9a-z]/i.test(String.fromCharCode(byte)) && byte < 128)
    folded[byte] = String.fromCharCode(byte).toUpperCase().charCodeAt(0);

const prime = 0x01000193;

/**
 * Compares a value with all codes of all systems, written without dots, hyphens, leading zeros and case: a filter of hashes
 * first, the set itself for the few that pass.
 */
function codeTable(rules: RuleSet, sources: ProgramSources): (line: Buffer, at: number) => boolean {
  const exact = new Set<string>();
  const prefix = new Set<string>();
  for (const rule of rules.rules) {
    const known = rule.prefix ? prefix : exact;
    for (const form of writtenForms(rule.system, rule.code)) known.add(squeezed(form));
  }
  for (const npi of sources.npis.keys()) exact.add(squeezed(npi));
  const exactFilter = filterOf(exact);
  const prefixFilter = filterOf(prefix);
  const hasPrefix = prefix.size > 0;
  const mask = (1 << filterBits) - 1;

  return (line, at) => {
    const start = valueStart(line, at);
    if (start < 0) return false;
    let hash = 0x811c9dc5;
    let any = false;
    for (let i = start; i < line.length; i++) {
      const byte = line[i]!;
      if (byte === 0x22) {
        const at = (hash ^ (hash >>> 15)) & mask;
        return exactFilter[at] === 1 && exact.has(squeezed(line.toString('latin1', start, i)));
      }
      if (byte === 0x5c) return true;
      const letter = folded[byte]!;
      if (letter === 0 || (letter === 0x30 && !any)) continue;
      any = true;
      hash = Math.imul(hash ^ letter, prime);
      if (
        hasPrefix &&
        prefixFilter[(hash ^ (hash >>> 15)) & mask] === 1 &&
        prefix.has(squeezed(line.toString('latin1', start, i + 1)))
      )
        return true;
    }
    return true;
  };
}

function filterOf(codes: ReadonlySet<string>): Uint8Array {
  const filter = new Uint8Array(1 << filterBits);
  for (const code of codes) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < code.length; i++) hash = Math.imul(hash ^ code.charCodeAt(i), prime);
    filter[(hash ^ (hash >>> 15)) & ((1 << filterBits) - 1)] = 1;
  }
  return filter;
}

const squeezed = (code: string): string =>
  code
    .replace(/[^0-9A-Za-z]/g, '')
    .toUpperCase()
    .replace(/^0+/, '');

/** The ways in which a code may stand in a record that dropping zeros in front does not cover. */
function writtenForms(system: string, code: string): string[] {
  if (system === 'drg') return [code, `DRG${code}`, `MSDRG${code}`, `DRG${code.replace(/^0+/, '')}`];
  if (system !== 'ndc') return [code];
  const [labeler, product, pack] = [code.slice(0, 5), code.slice(5, 9), code.slice(9)];
  const forms = [code];
  if (product.startsWith('0')) forms.push(labeler + product.slice(1) + pack);
  if (pack.startsWith('0') && pack.length === 2) forms.push(labeler + product + pack.slice(1));
  return forms;
}
