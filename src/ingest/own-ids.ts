import { hash } from 'node:crypto';

/** Characters of SHA-256 in hex: 128 bits, so that two of a billion records meet with probability 1e-21. */
const idLength = 32;

/**
 * Our own `Type/id` for a partner's: the same every time, so that a record that comes again is the same record, and
 * another for every partner, so that no partner can name a record of ours or of another partner (pdex-09).
 */
export function ownRef(partnerId: number, type: string, id: string): string {
  return `${type}/${hash('sha256', `${partnerId}|${type}/${id}`, 'hex').slice(0, idLength)}`;
}
