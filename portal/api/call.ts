// The one place that talks to the server: typed by its OpenAPI document, with the token for changes and the keys that make a
// repeated request count once.
import { ApiProblem, offline, problemFrom } from './errors.ts';
import type { paths } from './schema.ts';
import { noteServerTime } from './server-time.ts';
import type { Me } from './wire.ts';

type Method = 'get' | 'post' | 'patch' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = Extract<paths[P][M], { responses: unknown }>;

type JsonOf<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
type Answer<O> = O extends { responses: infer R }
  ? { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? JsonOf<R[S]> : never }[keyof R]
  : never;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer T } } }
  ? { body: T }
  : unknown;
type Query<O> = O extends { parameters: { query?: infer Q } } ? { query?: Q } : unknown;
type Path<O> = O extends { parameters: { path: infer Q } } ? { path: Q } : unknown;
type Input<O> = Body<O> & Query<O> & Path<O> & { ifMatch?: string; key?: string; signal?: AbortSignal };

interface Sent {
  path?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  ifMatch?: string;
  key?: string;
  signal?: AbortSignal;
}

/** The token for changes belongs to the session: it is taken from `GET me`, and forgotten when a session ends. */
let csrf: string | undefined;
const token = async (): Promise<string> => (csrf ??= (await get('/portal/api/me', {})).csrf);

export const get = <P extends PathsWith<'get'>>(
  path: P,
  input: Input<Operation<P, 'get'>>,
): Promise<Answer<Operation<P, 'get'>>> =>
  request('get', path, input as Sent) as Promise<Answer<Operation<P, 'get'>>>;

/** A request that changes something. */
export async function send<M extends Exclude<Method, 'get'>, P extends PathsWith<M>>(
  method: M,
  path: P,
  input: Input<Operation<P, M>>,
): Promise<Answer<Operation<P, M>>> {
  const attempt = async () => request(method, path, input as Sent, await token());
  try {
    return (await attempt()) as Answer<Operation<P, M>>;
  } catch (error) {
    // The member signed in again in another tab: the session has a new token.
    if (!(error instanceof ApiProblem && error.code === 'csrf')) throw error;
    csrf = undefined;
    return (await attempt()) as Answer<Operation<P, M>>;
  }
}

async function request(method: Method, path: string, input: Sent, csrfToken?: string): Promise<unknown> {
  const url = new URL(
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(input.path![name]!)),
    location.origin,
  );
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const response = await fetch(url, {
    method: method.toUpperCase(),
    credentials: 'same-origin',
    headers: {
      accept: 'application/json, application/problem+json',
      ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(csrfToken ? { 'x-csrf': csrfToken } : {}),
      ...(input.ifMatch ? { 'if-match': input.ifMatch } : {}),
      ...(input.key ? { 'idempotency-key': input.key } : {}),
    },
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal ? { signal: input.signal } : {}),
  }).catch((error: unknown) => {
    throw input.signal?.aborted ? error : offline();
  });
  if (!response.ok) {
    if (response.status === 401) csrf = undefined;
    throw await problemFrom(response);
  }
  if (response.status === 204) return undefined;
  const answer: unknown = await response.json().catch(() => {
    throw offline();
  });
  if (path === '/portal/api/me') {
    csrf = (answer as Me).csrf;
    noteServerTime((answer as Me).now);
  }
  return answer;
}
