import type { Random } from '../clock/random.ts';

/** Without letters and digits that are taken for each other when read aloud. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What stands on the receipt, to be read over the telephone: `TL-7K3M-Q2XA-9D`. Says nothing of anybody. */
export function receiptNumber(random: Random): string {
  const text = [...random.bytes(10)].map((byte) => letters[byte % letters.length]).join('');
  return `TL-${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}
