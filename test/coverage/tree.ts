import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What .gitignore leaves out; asked of the tree itself, for a checkout may come without git. */
const left = new Set(['node_modules', 'dist', 'data', '.git', '.throughline']);

/** Every committed file, as a path from the root. */
export const files: string[] = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith('.log'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !path.split('/').some((segment) => left.has(segment)))
  .sort();

export const sizeOf = (path: string): number => statSync(join(root, path)).size;

const texts = new Map<string, string>();
export function textOf(path: string): string {
  let text = texts.get(path);
  if (text === undefined) {
    text = readFileSync(join(root, path), 'utf8');
    texts.set(path, text);
  }
  return text;
}

export const isTest = (path: string): boolean => path.startsWith('test/') || path.endsWith('.test.ts');

/** The product's own code. */
export const sources: string[] = files.filter((path) => /^src\/.*\.ts$/.test(path) && !isTest(path));

/** `src/<room>/…` */
export const roomOf = (path: string): string => path.split('/')[1]!;

/** Code without its comments, so that a rule may be spoken about. Line numbers stay. */
export function codeOf(path: string): string {
  return textOf(path)
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** `path:line` of every place in `paths` where the code matches. */
export function places(paths: string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    codeOf(path)
      .split('\n')
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 100)}`] : [])),
  );
}

/** The files that a source imports, as paths from the root; packages left out. */
export function importsOf(path: string): string[] {
  const specifiers = codeOf(path).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...specifiers].map((match) => join(dirname(path), match[1]!));
}
