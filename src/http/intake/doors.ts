/** The machine doors of the plan's own systems (portal contract, 4.2): decisions, batches, calls, events, the nightly delta. */
import { Readable } from 'node:stream';
import { MemberProblem } from '../../election/member-problem.ts';
import { acceptBatch, batchOf, latestInstant } from '../../intake/batch.ts';
import { type Batch, selectOutcomes } from '../../intake/batch-store.ts';
import { type Capture, missingSteps, noteCopySent, takeCapture } from '../../intake/capture.ts';
import { readRow } from '../../intake/decision-row.ts';
import { openDelta } from '../../intake/delta.ts';
import type { IntakeDeps } from '../../intake/deps.ts';
import { readEvent, takeEvent } from '../../intake/events.ts';
import { batchBytes_max } from '../../intake/limits.ts';
import { takeRow } from '../../intake/take-row.ts';
import { doorAnswerKept_days } from '../../portal/limits.ts';
import { once } from '../../portal/once.ts';
import { Problem } from '../../problem/problem.ts';
import { check } from '../portal/schema.ts';
import type { Answer, Request, Route } from '../route.ts';
import { captureShape, copyShape } from './shapes.ts';

export interface IntakeRoutesDeps {
  intake: IntakeDeps;
}

const base = '/intake/v1';
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  body,
  headers,
  contentType: 'application/json; charset=utf-8',
});
const smallBytes_max = 256 * 1024;

type Row = Omit<Route, 'bodyBytes_max' | 'contentTypes' | 'errors' | 'produces'> & Partial<Route>;

const door = (row: Row): Route => ({
  bodyBytes_max: row.method === 'GET' ? 0 : smallBytes_max,
  contentTypes: row.method === 'GET' ? [] : ['application/json'],
  produces: ['application/json', 'application/x-ndjson', 'application/problem+json'],
  errors: 'problem',
  ...row,
});

const decisions = { intake: 'decisions.write' } as const;
const events = { intake: 'events.write' } as const;

export function intakeRoutes({ intake: deps }: IntakeRoutesDeps): Route[] {
  return [
    door({ method: 'POST', path: `${base}/decisions`, scope: decisions, handle: (r) => decision(deps, r) }),
    door({
      method: 'POST',
      path: `${base}/decision-batches`,
      scope: decisions,
      streams: true,
      encodings: ['gzip'],
      bodyBytes_max: batchBytes_max,
      contentTypes: ['application/x-ndjson', 'application/ndjson', 'text/csv', 'application/gzip'],
      handle: (r) => batch(deps, r),
    }),
    door({
      method: 'GET',
      path: `${base}/decision-batches/:id`,
      scope: decisions,
      handle: async ({ caller, params }) =>
        json(200, shown(await batchOf(deps, caller.clientId, params.id!))),
    }),
    door({
      method: 'GET',
      path: `${base}/decision-batches/:id/outcomes`,
      scope: decisions,
      handle: async ({ caller, params }) => {
        const { id } = await batchOf(deps, caller.clientId, params.id!);
        const body = Readable.from(outcomes(deps, id), { objectMode: false });
        return { status: 200, contentType: 'application/x-ndjson', body };
      },
    }),
    door({ method: 'POST', path: `${base}/captures`, scope: decisions, handle: (r) => capture(deps, r) }),
    door({
      method: 'POST',
      path: `${base}/captures/:call/copy`,
      scope: decisions,
      handle: async ({ caller, params, body }) => {
        held(copyShape, body);
        const { how } = body as { how: string };
        const sent = { at: deps.clock.now(), how };
        return json(200, await deps.db.tx((tx) => noteCopySent(tx, caller.clientId, params.call!, sent)));
      },
    }),
    door({
      method: 'GET',
      path: `${base}/deltas/:day`,
      scope: decisions,
      handle: async ({ params }) => ({
        status: 200,
        contentType: 'application/x-ndjson',
        body: await openDelta(deps, params.day!),
      }),
    }),
    door({
      method: 'POST',
      path: `${base}/events`,
      scope: events,
      contentTypes: [
        'application/json',
        'application/cloudevents+json',
        'application/cloudevents-batch+json',
      ],
      handle: (r) => event(deps, r),
    }),
  ];
}

/** One call with its `Idempotency-Key`: done once, answered the same for ninety days. */
async function onceFor(
  deps: IntakeDeps,
  { caller, headers, rawBody }: Request,
  route: string,
  work: Parameters<typeof once>[2],
): Promise<Answer> {
  const principal = `client:${caller.clientId}`;
  const asked = {
    principal,
    route,
    key: headers['idempotency-key'],
    body: rawBody,
    kept_days: doorAnswerKept_days,
  };
  const { status, body } = await once(deps, asked, work);
  return json(status, body);
}

async function decision(deps: IntakeDeps, request: Request): Promise<Answer> {
  const read = readRow(request.body, { channel: 'enrolment', latest: latestInstant(deps.clock) });
  if ('fault' in read) throw fieldProblem(read.fault);
  return onceFor(deps, request, 'decisions', async (tx) => {
    const taken = await takeRow(tx, deps, request.caller.clientId, read.row);
    if (taken.outcome === 'rejected') throw fieldProblem(taken.fault);
    const { recordId } = read.row;
    return { status: taken.outcome === 'known' ? 200 : 201, body: { recordId, ...taken } };
  });
}

const fieldProblem = ({ field, code }: { field: string; code: string }) =>
  new MemberProblem('fields', { fields: [{ path: field, code }] });

async function batch(deps: IntakeDeps, request: Request): Promise<Answer> {
  const { caller, headers, query, stream } = request;
  if (!stream) throw new Problem('invalid', 'The file is empty.');
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const named = query.get('format');
  const format = named ?? (type.trim() === 'text/csv' ? 'csv' : 'ndjson');
  const channel = query.get('channel') ?? 'enrolment';
  if (format !== 'csv' && format !== 'ndjson') throw fieldProblem({ field: 'format', code: 'value' });
  if (!/^[a-z][a-z-]{1,38}$/.test(channel)) throw fieldProblem({ field: 'channel', code: 'value' });
  const gzip = headers['content-encoding'] === 'gzip' || type.trim() === 'application/gzip';
  const { clientId } = caller;
  const taken = await acceptBatch(deps, { clientId, channel, format, gzip, content: stream });
  return json(202, shown(taken), { location: `${deps.baseUrl}${base}/decision-batches/${taken.id}` });
}

function shown(batch: Batch): object {
  const { id, state, channel, format, bytes, accepted, known, rejected, problem, createdAt, finishedAt } =
    batch;
  const rows = accepted + known + rejected;
  const seconds = finishedAt ? (finishedAt.getTime() - createdAt.getTime()) / 1000 : undefined;
  return {
    id,
    state,
    channel,
    format,
    bytes,
    rows,
    accepted,
    known,
    rejected,
    ...(problem === null ? {} : { problem }),
    createdAt: createdAt.toISOString(),
    ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}),
    ...(seconds ? { rowsPerSecond: Math.round(rows / seconds) } : {}),
    outcomes: `${base}/decision-batches/${id}/outcomes`,
  };
}

const outcomes_page = 1000;

async function* outcomes(deps: IntakeDeps, id: string): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const rows = await selectOutcomes(deps.db, id, after, outcomes_page);
    for (const { line, recordId, outcome, field, code } of rows)
      yield `${JSON.stringify({ line, recordId, outcome, ...(field === null ? {} : { field, code }) })}\n`;
    if (rows.length < outcomes_page) return;
    after = rows.at(-1)!.line;
  }
}

async function capture(deps: IntakeDeps, request: Request): Promise<Answer> {
  held(captureShape, request.body);
  const body = request.body as Capture;
  const missing = missingSteps(body);
  if (missing.length > 0)
    throw new MemberProblem('fields', { fields: missing.map((path) => ({ path, code: 'missing' })) });
  if (new Date(body.decidedAt) > latestInstant(deps.clock))
    throw fieldProblem({ field: 'decidedAt', code: 'future' });
  return onceFor(deps, request, 'captures', async (tx) => ({
    status: 201,
    body: await takeCapture(tx, deps, request.caller.clientId, body),
  }));
}

function held(shape: Parameters<typeof check>[0], body: unknown): void {
  const fields = check(shape, body, {});
  if (fields.length > 0) throw new MemberProblem('fields', { fields: fields.slice(0, 20) });
}

const events_max = 1000;

/** One event or a batch of them; each is taken by itself, and told what came of it. */
async function event(deps: IntakeDeps, { caller, body }: Request): Promise<Answer> {
  const sent: unknown[] = Array.isArray(body) ? body : [body];
  if (sent.length > events_max) throw new Problem('too-large', 'Too many events at once.');
  const read = sent.map(readEvent);
  const bad = read.findIndex((one) => 'fault' in one);
  if (bad >= 0) {
    const { fault } = read[bad] as { fault: string };
    throw fieldProblem({
      field: `${bad}/${fault}`,
      code: fault === 'data' || fault === 'extension' ? 'unknown' : 'format',
    });
  }
  const taken: { id: string; effect: string }[] = [];
  for (const one of read) {
    if ('fault' in one) continue;
    const effect = await deps.db.tx((tx) => takeEvent(tx, deps, caller.clientId, one));
    // Whether a member exists is nothing that an event may ask.
    taken.push({ id: one.id, effect: effect === 'unknown-member' ? 'nothing' : effect });
  }
  return json(202, { events: taken });
}
