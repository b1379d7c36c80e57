import type { GrantedScope } from './scopes.ts';

/** Who makes an authenticated request, and what the request may do. */
export interface Caller {
  clientId: string;
  /** The payer's NPI, the key by which consents name it. */
  npi: string;
  name: string;
  scope: GrantedScope;
  /** Our Patient id: the token is for this patient alone, whatever its scopes (pdex-201). */
  patient?: string;
}
