/** Errors of the token endpoint by their wire code (RFC 6749 5.2). */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable';

export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  /** For the caller: says which rule, never which value. */
  readonly description: string;
  /** For the log. */
  readonly detail: string | undefined;

  constructor(code: OAuthErrorCode, description: string, detail?: string, options?: { cause: unknown }) {
    super(detail ?? description, options);
    this.name = 'OAuthError';
    this.code = code;
    this.description = description;
    this.detail = detail;
  }
}

/** Every failure of client authentication reads the same to the caller: which check failed is for the log. */
export const invalidClient = (detail: string, cause?: unknown): OAuthError =>
  new OAuthError(
    'invalid_client',
    'Client authentication failed.',
    detail,
    cause === undefined ? undefined : { cause },
  );
