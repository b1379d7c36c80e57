/** A value of JSON. Members that are `undefined` are left out, as JSON.stringify does. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

/**
 * The canonical text of a value (RFC 8785): no white space, members in the order of their names' UTF-16 code units, numbers and
 * strings as ECMAScript prints them. Equal values give equal bytes.
 *
 * @throws for what has no canonical form: a number that is not finite, a lone surrogate (3.2.2.2, 3.2.2.3)
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return stringText(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let text = '';
  // The default order of sort() is that of UTF-16 code units.
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) text += `${text === '' ? '' : ','}${stringText(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('a number that JSON cannot hold');
  return JSON.stringify(value); // minus zero is 0
}

const surrogate = /[\uD800-\uDFFF]/;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function stringText(value: string): string {
  if (surrogate.test(value) && loneSurrogate.test(value))
    throw new RangeError('a text that UTF-8 cannot hold');
  return JSON.stringify(value);
}
