import { isUtf8 } from 'node:buffer';
import { Problem } from '../../problem/problem.ts';
import { jsonDepth_max } from '../limits.ts';

/** A JSON body; `undefined` for an empty one. Throws `invalid`, and never quotes what came in. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new Problem('invalid', 'The body is not valid UTF-8.', { code: 'structure' });
  if (nestsDeeper(bytes, jsonDepth_max)) {
    throw new Problem('invalid', `The body nests deeper than ${jsonDepth_max} levels.`, {
      code: 'structure',
    });
  }
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new Problem('invalid', 'The body is not valid JSON.', { code: 'structure' });
  }
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Counts brackets outside strings. UTF-8 never hides an ASCII byte inside a character. */
function nestsDeeper(bytes: Buffer, depth_max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === backslash) i++;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === openBrace || byte === openBracket) {
      if (++depth > depth_max) return true;
    } else if (byte === closeBrace || byte === closeBracket) depth--;
  }
  return false;
}
