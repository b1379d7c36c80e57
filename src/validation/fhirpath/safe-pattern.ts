/** Longer texts are not matched; patterns are meant for identifiers. */
const textLength_max = 500;

/**
 * A regular expression of a package as a test, or undefined for one that could run for ever on hostile text: a repetition
 * inside a repetition, alternatives inside a repetition, a reference back. What is left backtracks at most in a power of the number
 * of its repetitions, so these are limited too.
 */
export function matcherOf(pattern: string): ((text: string) => boolean) | undefined {
  const plain = pattern.replace(/\\./g, 'x').replace(/\[(?:[^\]])*\]/g, 'x');
  if (/\\[1-9]|\(\?/.test(pattern)) return undefined;
  if (/\([^()]*[+*{|][^()]*\)[+*{]/.test(plain)) return undefined;
  if ((plain.match(/[+*]|\{\d+,\d*\}/g) ?? []).length > repetitions_max) return undefined;
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 's');
  } catch {
    return undefined;
  }
  return (text) => text.length <= textLength_max && expression.test(text);
}

const repetitions_max = 2;
