/**
 * A row of the portal's table. It carries what is true of one call: where it is, what goes in and out, how often it may come. The
 * OpenAPI document, the checks before a handler and the client's types are all made from it.
 */
import type { Schema } from './schema.ts';

export interface PortalCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** In the router's grammar (`:id`), below `/portal/api/`. */
  path: string;
  summary: string;
  /** Query parameters, each with its form. A name that ends with `?` may be absent. */
  query?: Readonly<Record<string, Schema>>;
  body?: Schema;
  /** Successful answers: status → shape; null without a body; a text is a media type other than JSON. */
  answers: Readonly<Record<number, Schema | string | null>>;
  /** Codes of refusals, beyond those that every call can give. */
  refusals?: Readonly<Record<number, readonly string[]>>;
  /** What it counts as: the rates of `rates.ts`. */
  rate: 'read' | 'write' | 'draft' | 'finder';
  /** Takes an `Idempotency-Key`, and does what it does once. */
  idempotent?: true;
  /** Needs `If-Match`. */
  ifMatch?: true;
  /** Needs a sign-in of the last fifteen minutes. */
  stepUp?: true;
}
