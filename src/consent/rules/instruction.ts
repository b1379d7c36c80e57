/** Row 12: the member has not told us otherwise: an instruction to the holder overrides a consent that a partner shows (pdex-156). */
import type { ConsentRule } from './rule.ts';

export const instruction: ConsentRule = ({ instructed }) => (instructed ? 'local-instruction' : undefined);
