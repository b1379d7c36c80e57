/**
 * What a partner's failure means for our work:
 * - `retry`: try again later by itself (network, 5xx, 429, 408)
 * - `wait`: a person has to look (credentials, an answer that is not the protocol)
 * - `give-up`: asking again the same way cannot help (4xx)
 */
export type FailureClass = 'retry' | 'wait' | 'give-up';

export interface FailureOptions {
  /** HTTP status, when the partner answered. */
  status?: number;
  /** Seconds, from Retry-After, already capped. */
  retryAfter_s?: number;
  /** Coded facts of the answer: OperationOutcome issue codes or the OAuth error. Never free text. */
  codes?: readonly string[];
  cause?: unknown;
}

/** A call to a partner that did not succeed. Holds no body, no URL, nothing about a member. */
export class PartnerFailure extends Error {
  readonly class: FailureClass;
  /** Short and stable, such as `connection-cut` or `status-503`. */
  readonly reason: string;
  readonly status: number | undefined;
  readonly retryAfter_s: number | undefined;
  readonly codes: readonly string[];

  constructor(failureClass: FailureClass, reason: string, options: FailureOptions = {}) {
    super(`${failureClass}: ${reason}`, { cause: options.cause });
    this.name = 'PartnerFailure';
    this.class = failureClass;
    this.reason = reason;
    this.status = options.status;
    this.retryAfter_s = options.retryAfter_s;
    this.codes = options.codes ?? [];
  }
}

/** The class of an answer that is not a success. 401 and 403 speak of credentials: a person's matter. */
export function classOfStatus(status: number): FailureClass {
  if (status === 408 || status === 425 || status === 429) return 'retry';
  if (status >= 500) return status === 501 || status === 505 ? 'give-up' : 'retry';
  if (status === 401 || status === 403 || status === 407) return 'wait';
  return 'give-up';
}

/** The failure that an exception of the HTTP client stands for. Its own message may name hosts: only its code is used. */
export function failureOfException(error: unknown): PartnerFailure {
  if (error instanceof PartnerFailure) return error;
  for (let e = error; e instanceof Error; e = e.cause) {
    if (e instanceof PartnerFailure) return e;
    const known = reasonOfCode[(e as NodeJS.ErrnoException).code ?? ''];
    if (known) return new PartnerFailure(known[0], known[1], { cause: error });
  }
  return new PartnerFailure('retry', 'network', { cause: error });
}

const reasonOfCode: Record<string, [FailureClass, string]> = {
  UND_ERR_CONNECT_TIMEOUT: ['retry', 'connect-timeout'],
  UND_ERR_HEADERS_TIMEOUT: ['retry', 'answer-timeout'],
  UND_ERR_BODY_TIMEOUT: ['retry', 'slow-bytes'],
  UND_ERR_HEADERS_OVERFLOW: ['wait', 'headers-too-large'],
  UND_ERR_RESPONSE_EXCEEDED_MAX_SIZE: ['wait', 'answer-too-large'],
  UND_ERR_SOCKET: ['retry', 'connection-cut'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['retry', 'connection-cut'],
  UND_ERR_ABORTED: ['retry', 'aborted'],
  ECONNRESET: ['retry', 'connection-cut'],
  EPIPE: ['retry', 'connection-cut'],
  ECONNREFUSED: ['retry', 'connection-refused'],
  ENOTFOUND: ['retry', 'unknown-host'],
  EAI_AGAIN: ['retry', 'name-service'],
  ETIMEDOUT: ['retry', 'connect-timeout'],
  EHOSTUNREACH: ['retry', 'unreachable'],
  ENETUNREACH: ['retry', 'unreachable'],
  CERT_HAS_EXPIRED: ['wait', 'certificate'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['wait', 'certificate'],
  SELF_SIGNED_CERT_IN_CHAIN: ['wait', 'certificate'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['wait', 'certificate'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['wait', 'certificate'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['wait', 'certificate'],
};
