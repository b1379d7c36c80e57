/** Row 6: we are the one whom the member let disclose (mm-1). */
import type { ConsentRule } from './rule.ts';

export const source: ConsentRule = ({ consent, sourceNpi }) =>
  sourceNpi !== '' && consent?.sources.includes(sourceNpi) ? undefined : 'wrong-source';
