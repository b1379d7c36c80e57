import type { Readable } from 'node:stream';
import type { Tx } from '../../db/db.ts';
import type { Session } from '../../portal/session.ts';
import type { CallName } from './calls.ts';

/** What a handler sees of a call: everything in it was checked against the call's row. */
export interface PortalRequest {
  readonly session: Session;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** The value of `If-Match` without its quotes; there where the row says `ifMatch`. */
  readonly ifMatch: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly requestId: string;
  /** Coarse: the family of the device and nothing that singles one out. */
  readonly device: string;
  /** The transaction of a call that is done once. To ask for it elsewhere is a fault of ours. */
  readonly tx: Tx;
}

export interface PortalAnswer {
  status: number;
  body?: unknown;
  etag?: string;
  /** In place of a body. */
  stream?: { content: Readable; contentType: string; fileName?: string };
  /** HTML that only prints: no script runs in it. */
  page?: string;
}

export type PortalHandler = (request: PortalRequest) => Promise<PortalAnswer>;

/** Every call of the table has its handler: what is declared and not handled does not compile. */
export type PortalHandlers = Record<CallName, PortalHandler>;

export const json = (status: number, body: unknown, etag?: string): PortalAnswer => ({
  status,
  body,
  ...(etag === undefined ? {} : { etag }),
});
export const done: PortalAnswer = { status: 204 };
