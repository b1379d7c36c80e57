/**
 * JSON that comes out as it went in: number text (`1.50` stays `1.50`), key order and everything that we did not touch.
 *
 * Most lines of real payers are compact JSON whose numbers are canonical: for those `JSON.parse` and `JSON.stringify`
 * are exact, and the parse proves it by printing the line again. Only a line that does not come back byte for byte
 * (other number text, white space, escapes, a repeated key) goes through the slower reader below.
 */
export type Json = null | boolean | number | string | NumberText | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** A number whose text is not what JavaScript would print. */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Parsed =
  | { value: Json /** compact text, equal in meaning to the input */; text: string; exact: boolean }
  | { problem: 'not-json' | 'duplicate-key' | 'too-deep' | 'bad-key' };

/** FHIR itself nests five or six levels; questionnaires and extensions a few more. */
const depth_max = 64;

/** Parses one JSON text. `exact`: the value holds no NumberText, and `printJson` may be the plain printer. */
export function parseJson(input: string): Parsed {
  try {
    const value = JSON.parse(input) as Json;
    const text = JSON.stringify(value);
    if (text === input) return { value, text, exact: true };
  } catch (error) {
    // Nesting beyond the stack ends here too; the reader below names it.
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
  }
  try {
    const value = new Reader(input).whole();
    return { value, text: printJson(value), exact: false };
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.problem };
    throw error;
  }
}

/** Prints compactly, numbers as they were read. */
export function printJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value instanceof NumberText) return value.text;
  if (Array.isArray(value)) return `[${value.map(printJson).join(',')}]`;
  const members: string[] = [];
  for (const key in value) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${printJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);

/** The objects of a list; nothing for what is no list. */
export const objectsOf = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

export const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

type ProblemOfText = Extract<Parsed, { problem: string }>['problem'];

class Refusal extends Error {
  readonly problem: ProblemOfText;
  constructor(problem: ProblemOfText) {
    super(problem);
    this.problem = problem;
  }
}

const numberShape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const spaceShape = /[ \t\n\r]*/y;
// A key like "1" would be moved to the front of a JavaScript object, and "__proto__" is no key at all. FHIR has neither.
const keyShape = /^_?[A-Za-z][A-Za-z0-9-]*$/;

class Reader {
  private readonly text: string;
  private at = 0;
  constructor(text: string) {
    this.text = text;
  }

  whole(): Json {
    const value = this.value(1);
    if (this.at !== this.text.length) throw new Refusal('not-json');
    return value;
  }

  private value(depth: number): Json {
    if (depth > depth_max) throw new Refusal('too-deep');
    this.space();
    const value = this.bare(depth);
    this.space();
    return value;
  }

  private bare(depth: number): Json {
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private object(depth: number): JsonObject {
    const object: JsonObject = {};
    this.at++;
    this.space();
    if (this.take('}')) return object;
    for (;;) {
      this.space();
      const key = this.string();
      if (!keyShape.test(key)) throw new Refusal('bad-key');
      if (Object.hasOwn(object, key)) throw new Refusal('duplicate-key');
      this.space();
      if (!this.take(':')) throw new Refusal('not-json');
      object[key] = this.value(depth + 1);
      if (this.take('}')) return object;
      if (!this.take(',')) throw new Refusal('not-json');
    }
  }

  private array(depth: number): Json[] {
    const array: Json[] = [];
    this.at++;
    this.space();
    if (this.take(']')) return array;
    for (;;) {
      array.push(this.value(depth + 1));
      if (this.take(']')) return array;
      if (!this.take(',')) throw new Refusal('not-json');
    }
  }

  private string(): string {
    if (this.text[this.at] !== '"') throw new Refusal('not-json');
    let end = this.at;
    for (;;) {
      end = this.text.indexOf('"', end + 1);
      if (end < 0) throw new Refusal('not-json');
      let escapes = 0;
      while (this.text[end - 1 - escapes] === '\\') escapes++;
      if (escapes % 2 === 0) break;
    }
    const quoted = this.text.slice(this.at, end + 1);
    this.at = end + 1;
    try {
      return JSON.parse(quoted) as string;
    } catch {
      throw new Refusal('not-json');
    }
  }

  private number(): number | NumberText {
    const text = this.match(numberShape);
    const value = Number(text);
    return String(value) === text ? value : new NumberText(text);
  }

  private word<T extends Json>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw new Refusal('not-json');
    this.at += word.length;
    return value;
  }

  private space(): void {
    spaceShape.lastIndex = this.at;
    spaceShape.test(this.text);
    this.at = spaceShape.lastIndex;
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  private match(shape: RegExp): string {
    shape.lastIndex = this.at;
    const found = shape.exec(this.text);
    if (!found) throw new Refusal('not-json');
    this.at = shape.lastIndex;
    return found[0];
  }
}
