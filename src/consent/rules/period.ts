/** Row 8: today lies in its period, first and last day included; a death ends it (p2p 1.10; pdex-156; consent-and-sensitive-data 4.2). */
import type { ConsentRule } from './rule.ts';

export const period: ConsentRule = ({ days, today, state, dead }) => {
  if (dead || state === 'expired' || !days) return 'consent-expired';
  if (today.start < days.first) return 'consent-not-started';
  return today.end > days.last ? 'consent-expired' : undefined;
};
