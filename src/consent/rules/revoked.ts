/** The member has not taken it back (p2p 1.10; pdex-156). */
import type { ConsentRule } from './rule.ts';

export const revoked: ConsentRule = (situation) => (situation.revoked ? 'consent-revoked' : undefined);
