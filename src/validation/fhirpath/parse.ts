import { type Token, tokensOf, UnreadableExpression } from './tokens.ts';

/** An expression as a tree. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean }
  | { kind: 'empty' }
  | { kind: 'this' }
  | { kind: 'variable'; name: string }
  | { kind: 'member'; of: Expression | undefined; name: string }
  | { kind: 'call'; of: Expression | undefined; name: string; args: Expression[] }
  | { kind: 'index'; of: Expression; at: Expression }
  | { kind: 'type'; op: 'is' | 'as'; of: Expression; type: string }
  | { kind: 'minus'; of: Expression }
  | { kind: 'operation'; op: string; left: Expression; right: Expression };

/** Operators from weak to strong (N1, precedence). */
const levels: readonly (readonly string[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '~', '!=', '!~'],
  ['<', '<=', '>', '>='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod'],
];

const depth_max = 100;

/** Reads an expression; throws UnreadableExpression for what this reader does not know. */
export function parseExpression(text: string): Expression {
  const reader = new Reader(tokensOf(text));
  const expression = reader.operation(0, 0);
  reader.expect('');
  return expression;
}

class Reader {
  private readonly tokens: Token[];
  private at = 0;
  constructor(tokens: Token[]) {
    this.tokens = tokens;
  }

  operation(level: number, depth: number): Expression {
    if (depth > depth_max) throw new UnreadableExpression('too deep');
    const operators = levels[level];
    if (!operators) return this.unary(depth);
    let left = this.operation(level + 1, depth + 1);
    for (;;) {
      const { kind, text } = this.next;
      if ((kind !== 'name' && kind !== 'sign') || !operators.includes(text)) return left;
      this.at++;
      if (text === 'is' || text === 'as') left = { kind: 'type', op: text, of: left, type: this.typeName() };
      else left = { kind: 'operation', op: text, left, right: this.operation(level + 1, depth + 1) };
    }
  }

  private unary(depth: number): Expression {
    if (this.take('-')) return { kind: 'minus', of: this.unary(depth + 1) };
    if (this.take('+')) return this.unary(depth + 1);
    let of = this.term(depth);
    for (;;) {
      if (this.take('.')) of = this.invocation(of, depth);
      else if (this.take('[')) {
        of = { kind: 'index', of, at: this.operation(0, depth + 1) };
        this.expect(']');
      } else return of;
    }
  }

  private term(depth: number): Expression {
    const { kind, text } = this.next;
    if (this.take('(')) {
      const inner = this.operation(0, depth + 1);
      this.expect(')');
      return inner;
    }
    if (this.take('{')) {
      this.expect('}');
      return { kind: 'empty' };
    }
    if (kind === 'text') {
      this.at++;
      return { kind: 'literal', value: text };
    }
    if (kind === 'number') {
      this.at++;
      return { kind: 'literal', value: Number(text) };
    }
    if (kind === 'variable') {
      this.at++;
      return { kind: 'variable', name: text };
    }
    if (kind === 'name' && (text === 'true' || text === 'false')) {
      this.at++;
      return { kind: 'literal', value: text === 'true' };
    }
    return this.invocation(undefined, depth);
  }

  private invocation(of: Expression | undefined, depth: number): Expression {
    const { kind, text: name } = this.next;
    if (kind !== 'name') throw new UnreadableExpression('a name was expected');
    this.at++;
    if (name === '$this') return { kind: 'this' };
    if (name.startsWith('$')) throw new UnreadableExpression(name);
    if (!this.take('(')) return { kind: 'member', of, name };
    const args: Expression[] = [];
    while (!this.take(')')) {
      if (args.length > 0) this.expect(',');
      args.push(this.operation(0, depth + 1));
    }
    if ((name === 'is' || name === 'as') && args.length === 1)
      return { kind: 'type', op: name, of: of ?? { kind: 'this' }, type: nameOf(args[0]!) };
    return { kind: 'call', of, name, args };
  }

  private typeName(): string {
    let name = this.word();
    while (this.take('.')) name = this.word();
    return name;
  }

  private word(): string {
    const { kind, text } = this.next;
    if (kind !== 'name') throw new UnreadableExpression('a type was expected');
    this.at++;
    return text;
  }

  private get next(): Token {
    return this.tokens[this.at]!;
  }

  private take(sign: string): boolean {
    const { kind, text } = this.next;
    if (kind !== 'sign' || text !== sign) return false;
    this.at++;
    return true;
  }

  /** The sign, or the end for an empty one. */
  expect(sign: string): void {
    if (sign === '' ? this.next.kind !== 'end' : !this.take(sign))
      throw new UnreadableExpression(
        sign === '' ? 'there is more than one expression' : `${sign} is missing`,
      );
  }
}

/** `FHIR.Quantity` and `Quantity` name the same type. */
export function nameOf(expression: Expression): string {
  if (expression.kind !== 'member') throw new UnreadableExpression('a type was expected');
  return expression.name;
}
