// Protects CONFORMANCE.md: what it names exists, and no requirement of a guide is passed over in silence.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from './tree.ts';

const conformance = readFileSync(`${root}/CONFORMANCE.md`, 'utf8');
const requirements = `${root}/../shared/spec/p2p.md`;
const isHere = existsSync(requirements);
if (!isHere)
  process.stderr.write(
    'conformance.test.ts: no list of requirements beside the repository, one test skipped\n',
  );

test('every file and folder that CONFORMANCE.md names is there', () => {
  const named = [...conformance.matchAll(/`((?:src|test|docs|config|migrations)\/[\w./-]+)`/g)];
  expect(named.length).toBeGreaterThan(20);
  const missing = named.map(([, path]) => path!).filter((path) => !existsSync(`${root}/${path}`));
  expect(missing).toEqual([]);
});

test.runIf(isHere)('every SHALL of the guides is met, or said to be not met and why', () => {
  const list = readFileSync(requirements, 'utf8');
  const section = list.slice(list.indexOf('\n## 8.'), list.indexOf('\n### 8.4'));
  const rows = section.split('\n').flatMap((line) => {
    const [, number = '', strength = '', , where = ''] = line.split('|').map((cell) => cell.trim());
    return /^[SCB]\d+$/.test(number) && strength.includes('SHALL') ? [{ number, ids: idsIn(where) }] : [];
  });
  expect(rows.length).toBeGreaterThan(80);
  const answered = idsIn(conformance);
  const silent = rows.flatMap(({ number, ids }) =>
    [...ids].filter((id) => !answered.has(id)).map((id) => `${number} ${id}`),
  );
  expect(silent).toEqual([]);
});

/** `pdex-150, 152 to 154`, `mm-8..11`, `pdex-74-76`, `atr`: each id by itself. A number without a prefix has that of the one before. */
function idsIn(text: string): Set<string> {
  const ids = new Set<string>();
  const group = /\b(pdex|mm|sec|conf|ep)-(\d+[a-d]?(?:(?:, | to |\.\.|-| and )\d+[a-d]?)*)/g;
  for (const [, prefix, numbers = ''] of text.matchAll(group)) {
    for (const part of numbers.split(/, | and /)) {
      const [from = '', to] = part.split(/ to |\.\.|-/);
      ids.add(`${prefix}-${from}`);
      if (to !== undefined)
        for (let n = Number.parseInt(from, 10) + 1; n <= Number.parseInt(to, 10); n++)
          ids.add(`${prefix}-${n}`);
    }
  }
  for (const [, guide] of text.matchAll(/\b(atr|bd|sbs)\b/g)) ids.add(guide!);
  return ids;
}
