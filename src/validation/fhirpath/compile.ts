import type { Compilation, Environment } from './environment.ts';
import { compileFunction } from './functions.ts';
import { anyMember, type Holds, isChoice, isSame } from './members.ts';
import { operate } from './operators.ts';
import { type Expression, nameOf, parseExpression } from './parse.ts';
import { connected, type Test, type Truth } from './truth.ts';
import { isOfType } from './types.ts';
import { variable } from './variables.ts';

export type Collect = (focus: unknown, env: Environment) => unknown[];

/**
 * Compiles a boolean expression. Most constraints ask whether something exists: these become predicates that call each
 * other and stop at the first hit, and no list is ever built. Where that does not do, lists are.
 */
export function compileTest(text: string, compilation: Compilation): Test {
  return new Compiler(compilation).test(parseExpression(text));
}

const always: Holds = () => true;

export class Compiler {
  readonly compilation: Compilation;
  constructor(compilation: Compilation) {
    this.compilation = compilation;
  }

  /** Whether `holds` is true of any value of `node`. */
  any(node: Expression | undefined, holds: Holds): Holds {
    if (node === undefined) return holds;
    switch (node.kind) {
      case 'this':
        return holds;
      case 'literal':
        return (_, env) => holds(node.value, env);
      case 'empty':
        return () => false;
      case 'variable': {
        const read = variable(node.name);
        return (_, env) => holds(read(env), env);
      }
      case 'member':
        return this.any(node.of, anyMember(node.name, holds));
      case 'call':
        return this.anyOfCall(node, holds) ?? this.anyOfList(node, holds);
      case 'type': {
        const typed = this.typedMember(node.of, node.type);
        return node.op === 'as' && typed ? this.any(typed, holds) : this.anyOfList(node, holds);
      }
      case 'operation':
        if (node.op === '|') {
          const left = this.any(node.left, holds);
          const right = this.any(node.right, holds);
          return (focus, env) => left(focus, env) || right(focus, env);
        }
        return this.anyOfList(node, holds);
      default:
        return this.anyOfList(node, holds);
    }
  }

  private anyOfList(node: Expression, holds: Holds): Holds {
    const collect = this.collect(node);
    return (focus, env) => collect(focus, env).some((value) => holds(value, env));
  }

  private anyOfCall(node: Expression & { kind: 'call' }, holds: Holds): Holds | undefined {
    const [first] = node.args;
    switch (node.name) {
      case 'where': {
        const criterion = this.test(first!);
        return this.any(node.of, (value, env) => criterion(value, env) === true && holds(value, env));
      }
      case 'select':
        return this.any(node.of, this.any(first, holds));
      case 'resolve':
        return this.any(node.of, (value, env) => {
          const target = env.resolve(value);
          return target !== undefined && holds(target, env);
        });
      case 'extension': {
        if (first?.kind !== 'literal') return undefined;
        const url = first.value;
        return this.any(
          node.of,
          anyMember(
            'extension',
            (value, env) => (value as { url?: unknown } | null)?.url === url && holds(value, env),
          ),
        );
      }
      case 'ofType': {
        const typed = this.typedMember(node.of, nameOf(first!));
        return typed && this.any(typed, holds);
      }
      case 'trace':
        return this.any(node.of, holds);
      default:
        return undefined;
    }
  }

  /** `value.ofType(Quantity)` is the property `valueQuantity`. */
  private typedMember(of: Expression | undefined, type: string): Expression | undefined {
    if (of?.kind !== 'member' || !isChoice(of.name)) return undefined;
    return { ...of, name: of.name + type.charAt(0).toUpperCase() + type.slice(1) };
  }

  /** `node` as a criterion: boolean operators keep FHIRPath's three values. */
  test(node: Expression): Test {
    switch (node.kind) {
      case 'literal':
        if (typeof node.value === 'boolean') return () => node.value as boolean;
        return always;
      case 'operation':
        return this.testOfOperation(node);
      case 'call':
        return this.testOfCall(node) ?? this.testOfList(node);
      case 'type':
        return node.op === 'is' ? this.testOfType(node) : this.testOfList(node);
      default:
        return this.testOfList(node);
    }
  }

  /** Evaluation of a collection as one boolean: empty, the boolean itself, or true for anything else that is there. */
  private testOfList(node: Expression): Test {
    const collect = this.collect(node);
    return (focus, env) => {
      const values = collect(focus, env);
      if (values.length === 0) return undefined;
      return !(values.length === 1 && values[0] === false);
    };
  }

  private testOfOperation(node: Expression & { kind: 'operation' }): Test {
    if (node.op === 'and' || node.op === 'or' || node.op === 'xor' || node.op === 'implies') {
      const left = this.test(node.left);
      const right = this.test(node.right);
      return connected(node.op, left, right);
    }
    if ((node.op === '=' || node.op === '!=') && node.right.kind === 'literal' && node.left.kind === 'member')
      return this.testOfEquality(node.left, node.right.value, node.op === '!=');
    const left = this.collect(node.left);
    const right = this.collect(node.right);
    const { op } = node;
    return (focus, env) => {
      const [value] = operate(op, left(focus, env), right(focus, env), env);
      return value as Truth;
    };
  }

  /** `name = 'text'`: how most criteria read. */
  private testOfEquality(left: Expression & { kind: 'member' }, literal: unknown, negated: boolean): Test {
    const collect = this.collect(left);
    const { name, of } = left;
    const plain = of === undefined && !isChoice(name);
    return (focus, env) => {
      if (plain && typeof focus === 'object' && focus !== null) {
        const value = (focus as Record<string, unknown>)[name];
        if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
          return (value === literal) !== negated;
      }
      const values = collect(focus, env);
      if (values.length === 0) return undefined;
      return (values.length === 1 && isSame(values[0], literal)) !== negated;
    };
  }

  private testOfType(node: Expression & { kind: 'type' }): Test {
    const typed = this.typedMember(node.of, node.type);
    if (typed) {
      const is = this.any(typed, always);
      const exists = this.any(node.of, always);
      return (focus, env) => is(focus, env) || (exists(focus, env) ? false : undefined);
    }
    const collect = this.collect(node.of);
    return (focus, env) => {
      const values = collect(focus, env);
      if (values.length === 0) return undefined;
      const is = isOfType(values[0], node.type, env);
      if (is === undefined) env.unknown = true;
      return is;
    };
  }

  private testOfCall(node: Expression & { kind: 'call' }): Test | undefined {
    const [first] = node.args;
    switch (node.name) {
      case 'exists':
      case 'empty': {
        const holds: Holds = first ? this.criterion(first) : always;
        const any = this.any(node.of, holds);
        return node.name === 'exists' ? any : (focus, env) => !any(focus, env);
      }
      case 'all': {
        const criterion = this.test(first!);
        const anyNot = this.any(node.of, (value, env) => criterion(value, env) !== true);
        return (focus, env) => !anyNot(focus, env);
      }
      case 'not': {
        const test = node.of ? this.test(node.of) : this.test({ kind: 'this' });
        return (focus, env) => {
          const truth = test(focus, env);
          return truth === undefined ? undefined : !truth;
        };
      }
      case 'hasValue':
        return this.any(node.of, (value) => typeof value !== 'object');
      default:
        return undefined;
    }
  }

  private criterion(node: Expression): Holds {
    const test = this.test(node);
    return (value, env) => test(value, env) === true;
  }

  /** All values of `node`. */
  collect(node: Expression | undefined): Collect {
    if (node === undefined) return (focus) => [focus];
    switch (node.kind) {
      case 'literal':
        return () => [node.value];
      case 'empty':
        return () => [];
      case 'minus': {
        const collect = this.collect(node.of);
        return (focus, env) => collect(focus, env).map((value) => -Number(value));
      }
      case 'index': {
        const of = this.collect(node.of);
        const at = this.collect(node.at);
        return (focus, env) => of(focus, env).slice(Number(at(focus, env)[0]), Number(at(focus, env)[0]) + 1);
      }
      case 'operation':
        return this.collectOperation(node);
      case 'type': {
        if (node.op === 'is') return this.truth(this.test(node));
        if (this.typedMember(node.of, node.type)) return this.collectAny(node);
        return this.collectOfType(node.of, node.type);
      }
      case 'call': {
        const test = this.testOfCall(node);
        if (test) return this.truth(test);
        if (node.name === 'ofType' && !this.typedMember(node.of, nameOf(node.args[0]!)))
          return this.collectOfType(node.of, nameOf(node.args[0]!));
        if (listed.has(node.name)) return this.collectAny(node);
        return compileFunction(this, node);
      }
      default:
        return this.collectAny(node);
    }
  }

  private collectOperation(node: Expression & { kind: 'operation' }): Collect {
    if (booleanOperators.has(node.op)) return this.truth(this.test(node));
    const left = this.collect(node.left);
    const right = this.collect(node.right);
    return (focus, env) => operate(node.op, left(focus, env), right(focus, env), env);
  }

  private collectOfType(of: Expression | undefined, type: string): Collect {
    const collect = this.collect(of);
    return (focus, env) =>
      collect(focus, env).filter((value) => {
        const is = isOfType(value, type, env);
        if (is === undefined) env.unknown = true;
        return is === true;
      });
  }

  /** Paths are compiled once, as predicates: this lists what they meet. */
  private collectAny(node: Expression): Collect {
    const stack: unknown[][] = [];
    const gather = this.any(node, (value) => {
      stack.at(-1)!.push(value);
      return false;
    });
    return (focus, env) => {
      const values: unknown[] = [];
      stack.push(values);
      gather(focus, env);
      stack.pop();
      return values;
    };
  }

  private truth(test: Test): Collect {
    return (focus, env) => {
      const truth = test(focus, env);
      return truth === undefined ? [] : [truth];
    };
  }
}

/** Calls that `any` walks by itself. */
const listed = new Set(['where', 'select', 'resolve', 'extension', 'ofType', 'trace']);
const booleanOperators = new Set(['and', 'or', 'xor', 'implies', 'is']);
