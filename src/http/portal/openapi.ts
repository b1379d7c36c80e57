/** The OpenAPI 3.1 document of the portal, made from the table. The client's types are made from it. */
import type { PortalCall } from './call.ts';
import { calls } from './calls.ts';
import type { Schema } from './schema.ts';
import { shapes } from './shapes.ts';

/** Given by every call: the member's client has words for each. */
const everyCall: Readonly<Record<number, readonly string[]>> = {
  400: ['body-invalid', 'query-invalid'],
  401: ['session-missing'],
  403: ['csrf'],
  404: ['not-found'],
  422: ['fields'],
  429: ['rate'],
  500: ['fault'],
  503: ['busy'],
};

export function portalOpenApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, call] of Object.entries(calls) as [string, PortalCall][]) {
    const path = `/portal/api/${call.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] ??= {};
    paths[path][call.method.toLowerCase()] = operationOf(operationId, call);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline member portal',
      version: '1',
      description:
        'What the member’s own browser may ask. The session cookie says who; no path and no body does.',
    },
    paths,
    components: { schemas: shapes },
  };
}

function operationOf(operationId: string, call: PortalCall): object {
  const parameters = [
    ...[...call.path.matchAll(/:(\w+)/g)].map(([, name]) => parameter('path', name!, { type: 'string' })),
    ...Object.entries(call.query ?? {}).map(([name, schema]) => parameter('query', name, schema)),
    ...(call.method === 'GET' ? [] : [parameter('header', 'X-CSRF', { type: 'string' })]),
    ...(call.ifMatch ? [parameter('header', 'If-Match', { type: 'string' })] : []),
    ...(call.idempotent ? [parameter('header', 'Idempotency-Key', { type: 'string', format: 'uuid' })] : []),
  ];
  return {
    operationId,
    summary: call.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(call.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: call.body } } } }
      : {}),
    responses: { ...answersOf(call), ...refusalsOf(call) },
  };
}

const parameter = (where: 'path' | 'query' | 'header', name: string, schema: Schema): object => ({
  in: where,
  name: name.replace(/\?$/, ''),
  required: !name.endsWith('?'),
  schema,
});

function answersOf({ answers }: PortalCall): Record<string, object> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, shape]) => {
      if (shape === null) return [status, { description: 'Done.' }];
      const content =
        typeof shape === 'string'
          ? { [shape]: { schema: { type: 'string' } } }
          : { 'application/json': { schema: shape } };
      return [status, { description: 'Answered.', content }];
    }),
  );
}

/** Refusals are all of one shape; which codes there can be stands in words. */
function refusalsOf({ refusals = {} }: PortalCall): Record<string, object> {
  const statuses = [...new Set([...Object.keys(everyCall), ...Object.keys(refusals)])].sort();
  const codes = statuses.map((status) => {
    const all = [...(everyCall[Number(status)] ?? []), ...(refusals[Number(status)] ?? [])];
    return `${status} ${all.join(', ')}`;
  });
  return {
    default: {
      description: `Refused: ${codes.join('; ')}.`,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  };
}
