import { isId } from '../fhir/reference.ts';
import { type Condition, foldText } from '../record/condition.ts';
import { valueCharacters_max, values_max } from './limits.ts';
import type { Parameter } from './table.ts';
import { dateOf, referencesOf, tokenOf, unescaped, valuesOf } from './values.ts';

export interface ConditionContext {
  /** The searched type. */
  type: string;
  base: string;
  now: Date;
}

/** Why a parameter is refused. `text` names parameters, never their values. */
export interface SearchProblem {
  code: 'invalid' | 'not-supported' | 'too-long';
  text: string;
}

export type ConditionResult = { condition: Condition } | { problem: SearchProblem };

/**
 * What one parameter, as it was given once, asks of a record: one of its values, for a comma is an alternative. A modifier
 * that is not supported is refused, for ignoring it would find what was not asked for.
 */
export function conditionOf(
  parameter: Parameter,
  modifier: string | undefined,
  value: string,
  context: ConditionContext,
): ConditionResult {
  const { name } = parameter;
  const values = valuesOf(value);
  if (values.some((one) => one.trim() === ''))
    return invalid(`The search parameter ${name} has an empty value.`);
  if (values.length > values_max) return tooLong(`A search parameter has at most ${values_max} values.`);
  if (values.some((one) => one.length > valueCharacters_max))
    return tooLong(`A value of a search parameter has at most ${valueCharacters_max} characters.`);
  // PostgreSQL's texts hold no NUL, so no record does.
  if (value.includes('\0'))
    return invalid(`The search parameter ${name} holds a character that no record has.`);
  if (modifier === 'missing') return missing(parameter, value);
  switch (parameter.type) {
    case 'token':
      return name === '_id' ? byId(modifier, values, context) : byToken(parameter, modifier, values);
    case 'date':
      return byDate(parameter, modifier, values, context);
    case 'string':
      return byString(parameter, modifier, values);
    case 'reference':
      return byReference(parameter, modifier, values, context);
    case 'uri':
      if (modifier !== undefined) return unsupported(name);
      return { condition: { test: 'uri', paths: parameter.paths, any: values.map(unescaped) } };
  }
}

const invalid = (text: string) => ({ problem: { code: 'invalid', text } }) as const;
const tooLong = (text: string) => ({ problem: { code: 'too-long', text } }) as const;
const unsupported = (name: string) =>
  ({
    problem: {
      code: 'not-supported',
      text: `This modifier of the search parameter ${name} is not supported.`,
    },
  }) as const;

/** An element is there whatever it holds: a concept without a Coding too. */
function missing({ name, paths }: Parameter, value: string): ConditionResult {
  if (value !== 'true' && value !== 'false') return invalid(`${name}:missing takes true or false.`);
  const elements = { _id: ['id'], _lastUpdated: ['meta.lastUpdated'] }[name] ?? paths;
  return {
    condition: {
      test: 'missing',
      paths: elements.map((path) => path.replace(/\.coding$/, '')),
      missing: value === 'true',
    },
  };
}

function byId(
  modifier: string | undefined,
  values: readonly string[],
  { type }: ConditionContext,
): ConditionResult {
  if (modifier !== undefined) return unsupported('_id');
  const ids = values.map(unescaped).filter(isId);
  return { condition: { test: 'ref', any: ids.map((id) => `${type}/${id}`) } };
}

function byToken(
  parameter: Parameter,
  modifier: string | undefined,
  values: readonly string[],
): ConditionResult {
  if (modifier !== undefined && modifier !== 'not') return unsupported(parameter.name);
  const any = values.map(tokenOf);
  if (any.some((one) => one === undefined))
    return invalid(`The search parameter ${parameter.name} names no code.`);
  return {
    condition: {
      test: 'token',
      paths: parameter.paths,
      as: parameter.as ?? { of: 'coding' },
      any: any.map((one) => one!),
      not: modifier === 'not',
    },
  };
}

function byDate(
  { name, paths, service, closed }: Parameter,
  modifier: string | undefined,
  values: readonly string[],
  { now }: ConditionContext,
): ConditionResult {
  if (modifier !== undefined) return unsupported(name);
  const any = values.map((value) => dateOf(unescaped(value), now, name === '_lastUpdated'));
  if (any.some((one) => one === undefined))
    return invalid(
      `The search parameter ${name} takes a date such as ge2024-01-05, with a prefix or without one.`,
    );
  const dates = any.map((one) => one!);
  if (name === '_lastUpdated') return { condition: { test: 'last-updated', any: dates } };
  return {
    condition: { test: 'date', paths, any: dates, ...(service && { service }), ...(closed && { closed }) },
  };
}

function byString(
  { name, paths }: Parameter,
  modifier: string | undefined,
  values: readonly string[],
): ConditionResult {
  const texts = values.map(unescaped);
  if (modifier === 'exact') return { condition: { test: 'string', paths, how: 'exact', any: texts } };
  if (modifier !== undefined && modifier !== 'contains') return unsupported(name);
  const any = texts.map(foldText);
  if (any.some((one) => one === '')) return invalid(`The search parameter ${name} has an empty value.`);
  return { condition: { test: 'string', paths, how: modifier ?? 'starts', any } };
}

function byReference(
  parameter: Parameter,
  modifier: string | undefined,
  values: readonly string[],
  { base }: ConditionContext,
): ConditionResult {
  const { name, paths, targets = [] } = parameter;
  if (modifier === 'identifier')
    return byToken(
      { ...parameter, paths: paths.map((path) => `${path}.identifier`), as: { of: 'identifier' } },
      undefined,
      values,
    );
  if (
    modifier !== undefined &&
    !targets.includes(modifier) &&
    !(targets.includes('*') && /^[A-Z]\w+$/.test(modifier))
  )
    return unsupported(name);
  const any = values.map((value) => referencesOf(value, targets, base, modifier));
  if (any.some((one) => one === undefined))
    return invalid(
      `The search parameter ${name} takes a reference such as ${targets.includes('*') ? 'Type' : targets[0]}/123.`,
    );
  const references = any.flatMap((one) => one!);
  if (parameter.patient) return { condition: { test: 'patient', any: references } };
  return { condition: { test: 'reference', paths, any: references } };
}
