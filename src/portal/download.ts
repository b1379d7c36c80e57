/** The member's own copy of what arrived: every record as it is stored, or a page to read. A link is good once, for ten minutes. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { audit } from '../audit/audit.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import type { Db, Tx } from '../db/db.ts';
import { MemberProblem } from '../election/member-problem.ts';
import { receivedTexts } from '../record/member-store.ts';
import { insertDownload, takeDownload } from './download-store.ts';
import { detailOf, titleOf } from './plain-record.ts';
import type { Session } from './session.ts';

export type DownloadFormat = 'ndjson' | 'html';

const linkLife_s = 600;
const batch = 500;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export async function makeDownload(
  tx: Tx,
  deps: { clock: Clock; random: Random },
  session: Session,
  format: DownloadFormat,
): Promise<string> {
  const now = deps.clock.now();
  const token = deps.random.bytes(24).toString('base64url');
  await insertDownload(tx, hashOf(token), {
    personId: session.personId,
    sessionHash: session.tokenHash,
    format,
    until: new Date(now.getTime() + linkLife_s * 1000),
  });
  await audit(tx, {
    at: now,
    actor: `member:${session.ownPersonId}`,
    action: 'record.download',
    personId: session.personId,
    decision: format,
  });
  return token;
}

/** Streams it. Another session's link, an old one and a used one are all not found. */
export async function openDownload(
  deps: { db: Db; clock: Clock },
  session: Session,
  token: string,
): Promise<{ format: DownloadFormat; content: Readable }> {
  const row = await takeDownload(deps.db, hashOf(token), session.tokenHash, deps.clock.now());
  if (!row || row.personId !== session.personId) throw new MemberProblem('not-found');
  const lines = row.format === 'ndjson' ? ndjson(deps.db, row.personId) : html(deps.db, row.personId);
  return { format: row.format, content: Readable.from(lines, { objectMode: false }) };
}

async function* records(db: Db, personId: number) {
  let after = '';
  for (;;) {
    const rows = await receivedTexts(db, personId, after, batch);
    yield* rows;
    if (rows.length < batch) return;
    after = rows.at(-1)!.ref;
  }
}

async function* ndjson(db: Db, personId: number): AsyncGenerator<string> {
  for await (const { text } of records(db, personId)) yield `${text}\n`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Names and dates only, in plain HTML: to read, to print, to carry along. */
async function* html(db: Db, personId: number): AsyncGenerator<string> {
  yield '<!doctype html><html lang="en"><meta charset="utf-8"><title>Health records</title><h1>Health records</h1><table><tr><th scope="col">Kind</th><th scope="col">What</th><th scope="col">Detail</th></tr>\n';
  for await (const { type, text } of records(db, personId)) {
    const resource = JSON.parse(text) as Record<string, unknown>;
    const title = titleOf(type, resource);
    if (title === undefined) continue;
    yield `<tr><td>${escaped(type)}</td><td>${escaped(title)}</td><td>${escaped(detailOf(resource) ?? '')}</td></tr>\n`;
  }
  yield '</table></html>\n';
}
