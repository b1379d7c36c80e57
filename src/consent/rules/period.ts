/** Today lies in its period, first and last day included (p2p 1.10; pdex-156). */
import type { ConsentRule } from './rule.ts';

export const period: ConsentRule = ({ consent, today }) => {
  if (!consent?.days) return 'consent-period-invalid';
  if (today.start < consent.days.first) return 'consent-not-started';
  return today.end > consent.days.last ? 'consent-expired' : undefined;
};
