/** FHIRPath's words (hl7.org/fhirpath/N1, grammar). */
export interface Token {
  kind: 'name' | 'text' | 'number' | 'sign' | 'variable' | 'end';
  text: string;
}

/** Longer expressions are not read; the longest in the guides has 1,500 characters. */
const expressionLength_max = 20_000;

// Every alternative begins with another character and has no nested repetition: linear.
const shape =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|([A-Za-z_]\w*)|`((?:[^`\\]|\\.)*)`|'((?:[^'\\]|\\.)*)'|(\d+(?:\.\d+)?)|(%(?:[A-Za-z_][\w-]*|`[^`]*`|'[^']*'))|(\$[a-z]\w*)|(<=|>=|!=|!~|[-+*/|&<>=~.,()[\]{}@])/gy;

export class UnreadableExpression extends Error {}

export function tokensOf(expression: string): Token[] {
  if (expression.length > expressionLength_max) throw new UnreadableExpression('too long');
  const tokens: Token[] = [];
  shape.lastIndex = 0;
  while (shape.lastIndex < expression.length) {
    const match = shape.exec(expression);
    if (!match) throw new UnreadableExpression('unknown sign');
    const [, name, quotedName, text, number, variable, special, sign] = match;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (quotedName !== undefined) tokens.push({ kind: 'name', text: unescaped(quotedName) });
    else if (text !== undefined) tokens.push({ kind: 'text', text: unescaped(text) });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (variable !== undefined)
      tokens.push({ kind: 'variable', text: variable.slice(1).replace(/[`']/g, '') });
    else if (special !== undefined) tokens.push({ kind: 'name', text: special });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f' };

const unescaped = (text: string): string =>
  text.includes('\\')
    ? text.replace(/\\(u[0-9A-Fa-f]{4}|.)/g, (_, sequence: string) =>
        sequence.length === 5
          ? String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
          : (escapes[sequence] ?? sequence),
      )
    : text;
