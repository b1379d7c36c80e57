/**
 * The part of JSON Schema 2020-12 in which the portal's table says what goes in and out. The OpenAPI document carries these
 * objects as they are, and `check` holds a body to them: what is documented is what is enforced.
 */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'null' | readonly string[];
  description?: string;
  enum?: readonly (string | boolean)[];
  pattern?: string;
  format?: 'date' | 'date-time' | 'uuid' | 'uri';
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  oneOf?: readonly Schema[];
  $ref?: string;
}

/** What is wrong with one field, by its path (`plans/0/name`) and a code that the client has words for. */
export interface FieldFault {
  path: string;
  code: 'missing' | 'unknown' | 'type' | 'value' | 'too-short' | 'too-long' | 'format';
}

export const text = (maxLength: number, more: Partial<Schema> = {}): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength,
  ...more,
});
export const oneOfWords = (...words: readonly string[]): Schema => ({ type: 'string', enum: words });
export const list = (items: Schema, maxItems?: number): Schema => ({
  type: 'array',
  items,
  ...(maxItems === undefined ? {} : { maxItems }),
});
export const instant: Schema = { type: 'string', format: 'date-time' };
export const day: Schema = { type: 'string', format: 'date' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const flag: Schema = { type: 'boolean' };
export const count: Schema = { type: 'integer', minimum: 0 };
export const named = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** An object; a name that ends with `?` may be absent. What is not named is refused. */
export function object(properties: Readonly<Record<string, Schema>>): Schema {
  const names = Object.keys(properties);
  const required = names.filter((name) => !name.endsWith('?'));
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name.replace(/\?$/, ''), properties[name]!])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

export const orNull = (schema: Schema): Schema => ({ oneOf: [schema, { type: 'null' }] });

export type Shapes = Readonly<Record<string, Schema>>;

/** Everything that is wrong with `value`; nothing when it fits. */
export function check(schema: Schema, value: unknown, shapes: Shapes, path = ''): FieldFault[] {
  if (schema.$ref !== undefined) return check(shapes[schema.$ref.split('/').at(-1)!]!, value, shapes, path);
  if (schema.oneOf) {
    const tried = schema.oneOf.map((option) => check(option, value, shapes, path));
    return tried.some((faults) => faults.length === 0) ? [] : tried[0]!;
  }
  const fault = (code: FieldFault['code']): FieldFault[] => [{ path, code }];
  switch (schema.type) {
    case 'object':
      return isRecord(value) ? checkObject(schema, value, shapes, path) : fault('type');
    case 'array': {
      if (!Array.isArray(value)) return fault('type');
      if (value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY)) return fault('too-long');
      if (value.length < (schema.minItems ?? 0)) return fault('too-short');
      return value.flatMap((item, i) => check(schema.items ?? {}, item, shapes, below(path, String(i))));
    }
    case 'string':
      return typeof value === 'string' ? checkText(schema, value, fault) : fault('type');
    case 'integer': {
      if (!Number.isSafeInteger(value)) return fault('type');
      const n = value as number;
      return n < (schema.minimum ?? n) || n > (schema.maximum ?? n) ? fault('value') : [];
    }
    case 'boolean':
      if (typeof value !== 'boolean') return fault('type');
      return schema.enum && !schema.enum.includes(value) ? fault('value') : [];
    case 'null':
      return value === null ? [] : fault('type');
    default:
      return [];
  }
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkObject(
  { properties = {}, required = [], additionalProperties = true }: Schema,
  value: Record<string, unknown>,
  shapes: Shapes,
  path: string,
): FieldFault[] {
  const faults: FieldFault[] = required
    .filter((name) => value[name] === undefined)
    .map((name) => ({ path: below(path, name), code: 'missing' }));
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const known = Object.hasOwn(properties, name) ? properties[name]! : undefined;
    if (known) faults.push(...check(known, inner, shapes, below(path, name)));
    else if (typeof additionalProperties === 'object')
      faults.push(...check(additionalProperties, inner, shapes, below(path, name)));
    // The name may be anything that was sent, so it is not repeated.
    else if (!additionalProperties) faults.push({ path, code: 'unknown' });
  }
  return faults;
}

const formats: Record<NonNullable<Schema['format']>, (text: string) => boolean> = {
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text),
  'date-time': (text) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    isDay(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text)),
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  uri: (text) => URL.canParse(text),
};

/** A day that is in the calendar: 30 February is not. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function checkText(schema: Schema, value: string, fault: (code: FieldFault['code']) => FieldFault[]) {
  // Characters, not code units: an emoji is one.
  const length = [...value].length;
  if (length > (schema.maxLength ?? length)) return fault('too-long');
  if (length < (schema.minLength ?? 0) || (schema.minLength === 1 && value.trim() === ''))
    return fault('too-short');
  if (schema.enum && !schema.enum.includes(value)) return fault('value');
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return fault('format');
  return schema.format && !formats[schema.format](value) ? fault('format') : [];
}
