/** There is a consent at all (p2p 1.2; pdex-196). */
import type { ConsentRule } from './rule.ts';

export const given: ConsentRule = ({ consent }) => (consent ? undefined : 'consent-missing');
