/** Row 5: the payer that asks is the one whom the member let receive (mm-1; p2p 1.10). */
import type { ConsentRule } from './rule.ts';

export const recipient: ConsentRule = ({ consent, recipientNpi }) =>
  recipientNpi !== '' && consent?.recipients.includes(recipientNpi) ? undefined : 'wrong-recipient';
