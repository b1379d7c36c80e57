/**
 * A row of the route table. It carries everything that is true of a route: where it is, who may call it, what it takes
 * and gives, and how the CapabilityStatement lists it. Handlers know nothing of the web framework.
 */
import type { Readable } from 'node:stream';
import type { Caller } from '../authz/caller.ts';
import type { ScopeNeed } from '../authz/scopes.ts';

export interface Request {
  /** Present on every protected route; to read it on a public one is a fault of ours. */
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON body; `undefined` when there is none or the route takes no JSON. */
  readonly body: unknown;
  readonly rawBody: Buffer;
  /** There where the row says `streams`. */
  readonly stream?: Readable;
  /** Names in lower case. A header that came several times is joined with `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Absolute, on BASE_URL, otherwise byte for byte as requested. */
  readonly url: string;
  /** Aborted when the caller goes away before the answer is complete. */
  readonly signal: AbortSignal;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** A JSON value, or bytes, or a stream, which is read no faster than the caller takes it. */
  body?: unknown | Buffer | Readable;
  /** `application/fhir+json` when absent. */
  contentType?: string;
}

export type Handler = (request: Request) => Promise<Answer>;

/** Clients look an operation up by different names: list every one of them (interop). */
export interface OperationName {
  name: string;
  /** Canonical of the OperationDefinition. */
  definition: string;
}

export interface SearchParameter {
  name: string;
  type: 'number' | 'date' | 'string' | 'token' | 'reference' | 'composite' | 'quantity' | 'uri' | 'special';
  definition?: string;
  documentation?: string;
}

/** How the CapabilityStatement lists a route. `type` absent: on the whole system. */
export type Interaction =
  | {
      kind: 'operation';
      type?: string;
      names: readonly [OperationName, ...OperationName[]];
      documentation?: string;
    }
  | { kind: 'read'; type: string; profiles?: readonly string[] }
  | {
      kind: 'search';
      type: string;
      parameters: readonly SearchParameter[];
      /** `Type:parameter`, as `_include` names it. */
      includes?: readonly string[];
      revIncludes?: readonly string[];
    };

/**
 * `public`: no token. `authenticated`: any valid token; the handler shows the caller nothing but its own.
 * Otherwise what the token's scope must cover.
 */
export type Access = 'public' | 'authenticated' | ScopeNeed;

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** In the router's grammar (`:id`). Without a leading slash it is under the FHIR base: `Patient/$member-match`. */
  path: string;
  /** Absent for what is no FHIR interaction of its own (token endpoint, polling, files). */
  interaction?: Interaction;
  scope: Access;
  /** The token must be for one member (pdex-201). Others are told how to get one. */
  forOneMember?: true;
  /** Most bytes of a body; 0 for a route that takes none. */
  bodyBytes_max: number;
  /** Media types of a body that are taken; others are 415. */
  contentTypes: readonly string[];
  /** Media types of the answer, for `Accept`; JSON and FHIR JSON when absent. */
  produces?: readonly string[];
  /** The body is handed over as it arrives, in `Request.stream`; the handler counts its bytes. */
  streams?: true;
  /** How a streamed body may be packed. */
  encodings?: readonly string[];
  /** How errors are told: an OperationOutcome unless `oauth`, or `problem` (RFC 9457) for what is not FHIR. */
  errors?: 'fhir' | 'oauth' | 'problem';
  handle: Handler;
}

/** For `contentTypes` of routes that take FHIR JSON: both JavaScript clients send plain JSON (interop 12). */
export const jsonTypes = ['application/fhir+json', 'application/json'] as const;
