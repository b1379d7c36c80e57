import { NumberText } from '../../fhir/lossless.ts';
import type { Collect, Compiler } from './compile.ts';
import { type Environment, mayVisit } from './environment.ts';
import { childrenOf, isRecord } from './members.ts';
import { distinct, includes } from './operators.ts';
import type { Expression } from './parse.ts';
import { matcherOf } from './safe-pattern.ts';
import { UnreadableExpression } from './tokens.ts';

type Call = Expression & { kind: 'call' };

/** Functions that work on whole collections (N1, functions). What is not here makes the expression unreadable. */
export function compileFunction(compiler: Compiler, call: Call): Collect {
  const of = compiler.collect(call.of);
  const args = call.args;
  const arg = (i: number): Collect => {
    if (!args[i]) throw new UnreadableExpression(`${call.name} lacks an argument`);
    return compiler.collect(args[i]);
  };
  switch (call.name) {
    case 'iif': {
      const test = compiler.test(args[0]!);
      const [then, otherwise] = [arg(1), args[2] ? arg(2) : () => []];
      return (focus, env) => (test(focus, env) === true ? then(focus, env) : otherwise(focus, env));
    }
    case 'repeat':
      return repeated(of, arg(0));
    case 'memberOf':
      return memberOf(compiler, of, args[0]);
    case 'matches': {
      const matches = args[0]?.kind === 'literal' ? matcherOf(String(args[0].value)) : undefined;
      if (!matches) throw new UnreadableExpression('a pattern that could run for ever');
      return onText(of, (text) => [matches(text)]);
    }
    case 'union':
    case 'combine': {
      const other = arg(0);
      const isUnion = call.name === 'union';
      return (focus, env) => {
        const both = [...of(focus, env), ...other(focus, env)];
        return isUnion ? distinct(both, env) : both;
      };
    }
    case 'intersect':
    case 'exclude':
    case 'subsetOf':
    case 'supersetOf':
      return compared(call.name, of, arg(0));
  }
  const text = texts.get(call.name);
  if (text) return onText(of, text, args[0] && arg(0), args[1] && arg(1));
  const plain = collections.get(call.name);
  if (!plain) throw new UnreadableExpression(call.name);
  const first = args[0] && arg(0);
  return (focus, env) => plain(of(focus, env), env, first ? first(focus, env)[0] : undefined);
}

type OnCollection = (values: unknown[], env: Environment, argument: unknown) => unknown[];

const collections: ReadonlyMap<string, OnCollection> = new Map(
  Object.entries<OnCollection>({
    count: (values) => [values.length],
    first: (values) => values.slice(0, 1),
    last: (values) => values.slice(-1),
    tail: (values) => values.slice(1),
    skip: (values, _, n) => values.slice(Number(n)),
    take: (values, _, n) => values.slice(0, Number(n)),
    single: (values) => values.slice(0, 1),
    distinct: (values, env) => distinct(values, env),
    isDistinct: (values, env) => [distinct(values, env).length === values.length],
    allTrue: (values) => [values.every((value) => value === true)],
    anyTrue: (values) => [values.some((value) => value === true)],
    allFalse: (values) => [values.every((value) => value === false)],
    anyFalse: (values) => [values.some((value) => value === false)],
    children: (values, env) => (mayVisit(env, values.length) ? values.flatMap(childrenOf) : []),
    descendants: (values, env) => descendants(values, env),
    toString: (values: unknown[]) => values.slice(0, 1).map(textOf),
    toInteger: (values) =>
      values
        .slice(0, 1)
        .flatMap((value) => (/^[+-]?\d+$/.test(textOf(value)) ? [Number(textOf(value))] : [])),
    toDecimal: (values) =>
      values
        .slice(0, 1)
        .flatMap((value) => (/^[+-]?\d+(\.\d+)?$/.test(textOf(value)) ? [Number(textOf(value))] : [])),
    // Narrative is checked where it stands.
    htmlChecks: () => [true],
  }),
);

const textOf = (value: unknown): string => (value instanceof NumberText ? value.text : String(value));

function descendants(values: readonly unknown[], env: Environment): unknown[] {
  const all: unknown[] = [];
  let level = values.flatMap(childrenOf);
  while (level.length > 0 && mayVisit(env, level.length)) {
    for (const one of level) all.push(one);
    level = level.flatMap(childrenOf);
  }
  return all;
}

const repeated =
  (of: Collect, step: Collect): Collect =>
  (focus, env) => {
    const all: unknown[] = [];
    let level = of(focus, env).flatMap((value) => step(value, env));
    while (level.length > 0 && mayVisit(env, level.length)) {
      for (const one of level) all.push(one);
      level = level.flatMap((value) => step(value, env));
    }
    return all;
  };

const compared =
  (name: string, of: Collect, other: Collect): Collect =>
  (focus, env) => {
    const [left, right] = [of(focus, env), other(focus, env)];
    switch (name) {
      case 'intersect':
        return distinct(left, env).filter((value) => includes(right, value, env));
      case 'exclude':
        return left.filter((value) => !includes(right, value, env));
      case 'subsetOf':
        return [left.every((value) => includes(right, value, env))];
      default:
        return [right.every((value) => includes(left, value, env))];
    }
  };

type OnText = (text: string, a: unknown, b: unknown) => unknown[];

const texts: ReadonlyMap<string, OnText> = new Map(
  Object.entries<OnText>({
    startsWith: (text, a) => [text.startsWith(String(a))],
    endsWith: (text, a) => [text.endsWith(String(a))],
    contains: (text, a) => [text.includes(String(a))],
    indexOf: (text, a) => [text.indexOf(String(a))],
    length: (text) => [text.length],
    upper: (text) => [text.toUpperCase()],
    lower: (text) => [text.toLowerCase()],
    trim: (text) => [text.trim()],
    replace: (text, a, b) => [text.replaceAll(String(a), String(b))],
    split: (text, a) => text.split(String(a)),
    toChars: (text) => [...text],
    substring: (text, start, length) => {
      const from = Number(start);
      if (!(from >= 0 && from < text.length)) return [];
      return [length === undefined ? text.slice(from) : text.slice(from, from + Number(length))];
    },
  }),
);

/** A function of one text. Of several values FHIRPath knows no result; of a value that is no text neither. */
function onText(of: Collect, make: OnText, a?: Collect | undefined, b?: Collect | undefined): Collect {
  return (focus, env) => {
    const [value] = of(focus, env);
    if (typeof value !== 'string') return [];
    return make(value, a?.(focus, env)[0], b?.(focus, env)[0]);
  };
}

/** `memberOf(valueSet)` (fhirpath.html#functions): of a code, Coding or CodeableConcept. */
function memberOf(compiler: Compiler, of: Collect, argument: Expression | undefined): Collect {
  if (argument?.kind !== 'literal') throw new UnreadableExpression('memberOf of a computed value set');
  const codes = compiler.compilation.codeSet(String(argument.value));
  return (focus, env) => {
    const [value] = of(focus, env);
    if (value === undefined) return [];
    if (!codes) {
      env.unknown = true;
      return [];
    }
    const found =
      typeof value === 'string'
        ? [codes.hasCode(value)]
        : codingsOf(value).map((coding) => codes.hasCoding(coding.system, coding.code));
    if (found.includes('in')) return [true];
    if (found.includes('unknown')) env.unknown = true;
    return [false];
  };
}

function codingsOf(value: unknown): { system: string | undefined; code: string }[] {
  if (!isRecord(value)) return [];
  const codings: unknown[] = Array.isArray(value.coding) ? value.coding : [value];
  return codings.flatMap((coding) =>
    isRecord(coding) && typeof coding.code === 'string'
      ? [{ system: typeof coding.system === 'string' ? coding.system : undefined, code: coding.code }]
      : [],
  );
}
