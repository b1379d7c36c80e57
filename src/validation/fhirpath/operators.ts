import { daysOf, endsBeforeItStarts } from '../../fhir/date.ts';
import { NumberText } from '../../fhir/lossless.ts';
import { type Environment, mayVisit } from './environment.ts';
import { isRecord, isSame } from './members.ts';

/** Operators on collections (N1, operations). Boolean ones are compiled elsewhere. */
export function operate(op: string, left: unknown[], right: unknown[], env: Environment): unknown[] {
  switch (op) {
    case '|':
      return distinct([...left, ...right], env);
    case '&':
      return [`${left[0] ?? ''}${right[0] ?? ''}`];
    case '=':
    case '~':
      return left.length === 0 || right.length === 0 ? [] : [isEqual(left, right)];
    case '!=':
    case '!~':
      return left.length === 0 || right.length === 0 ? [] : [!isEqual(left, right)];
    case 'in':
      return left.length === 0 ? [] : [includes(right, left[0], env)];
    case 'contains':
      return right.length === 0 ? [] : [includes(left, right[0], env)];
  }
  if (left.length === 0 || right.length === 0) return [];
  const [a, b] = [plain(left[0]), plain(right[0])];
  if (op === '<' || op === '<=' || op === '>' || op === '>=') return compared(op, a, b, env);
  return calculated(op, a, b, env);
}

const isEqual = (left: unknown[], right: unknown[]): boolean =>
  left.length === right.length && left.every((value, i) => isSame(value, right[i]));

export const includes = (values: readonly unknown[], value: unknown, env: Environment): boolean =>
  mayVisit(env, values.length) && values.some((one) => isSame(one, value));

export function distinct(values: readonly unknown[], env: Environment): unknown[] {
  const simple = new Set<unknown>();
  const kept: unknown[] = [];
  for (const value of values) {
    if (typeof value !== 'object') {
      if (simple.has(value)) continue;
      simple.add(value);
    } else if (includes(kept, value, env)) continue;
    kept.push(value);
  }
  return kept;
}

const plain = (value: unknown): unknown => (value instanceof NumberText ? Number(value.text) : value);

function compared(op: string, a: unknown, b: unknown, env: Environment): unknown[] {
  if (isRecord(a) && isRecord(b)) {
    // Quantities of one unit; others would have to be converted.
    if (a.code !== b.code || a.unit !== b.unit || a.value === undefined || b.value === undefined) {
      env.unknown = true;
      return [];
    }
    return compared(op, plain(a.value), plain(b.value), env);
  }
  if (typeof a === 'string' && typeof b === 'string' && daysOf(a) && daysOf(b)) {
    // Partial dates mean their whole span.
    if (op === '<=') return [!endsBeforeItStarts(a, b)];
    if (op === '>=') return [!endsBeforeItStarts(b, a)];
    return [op === '<' ? endsBeforeItStarts(b, a) : endsBeforeItStarts(a, b)];
  }
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) {
    env.unknown = true;
    return [];
  }
  const [x, y] = [a as number, b as number];
  return [op === '<' ? x < y : op === '<=' ? x <= y : op === '>' ? x > y : x >= y];
}

function calculated(op: string, a: unknown, b: unknown, env: Environment): unknown[] {
  if (op === '+' && typeof a === 'string' && typeof b === 'string') return [a + b];
  if (typeof a !== 'number' || typeof b !== 'number') {
    env.unknown = true;
    return [];
  }
  switch (op) {
    case '+':
      return [a + b];
    case '-':
      return [a - b];
    case '*':
      return [a * b];
    case '/':
      return b === 0 ? [] : [a / b];
    case 'div':
      return b === 0 ? [] : [Math.trunc(a / b)];
    case 'mod':
      return b === 0 ? [] : [a % b];
    default:
      env.unknown = true;
      return [];
  }
}
