/** Row 2 (consent-and-sensitive-data 3.7, 5.1): a hold stops all, and looks like no match. */
import type { ConsentRule } from './rule.ts';

export const hold: ConsentRule = ({ held }) => (held ? 'person-hold' : undefined);
