import type { ReleasePermit } from '../sensitivity/decide-record.ts';

/** What lets one person's data go to one payer. Only `decideConsent` issues permits. */
export interface Permit {
  /** Of its content: the same situation gives the same permit. */
  readonly id: string;
  readonly personId: number;
  readonly clientId: string;
  readonly recipientNpi: string;
  /** Out: we disclose. What we may ask for is decided by the requesting side. */
  readonly direction: 'out';
  readonly policy: ConsentPolicy;
  readonly consentId: string;
  readonly consentVersion: number;
  /** SHA-256 of the document, in hex. */
  readonly consentHash: string;
  /** The count of changes to what this person allows this client (consent-and-sensitive-data 3.6). */
  readonly epoch: number;
  readonly ruleSet: string;
  /** The instant at which the first day begins. */
  readonly notBefore: Date;
  /** The last day, `YYYY-MM-DD`. */
  readonly lastDay: string;
  /** The instant at which that day is over (`notAfter`): nothing leaves from then on. */
  readonly until: Date;
  /** Which records may leave: categories, service window, classes that are denied and by whom. */
  readonly release: ReleasePermit;
  /** Statements that state law wants beside records of these classes. */
  readonly statements: readonly { mask: number; notice: string; rule: string }[];
}

export type ConsentPolicy = 'regular' | 'sensitive';

const issued = new WeakSet<Permit>();

/** For `decideConsent` alone: an object that merely looks like a permit is none. */
export function issuePermit(permit: Permit): Permit {
  const frozen = Object.freeze({ ...permit });
  issued.add(frozen);
  return frozen;
}

/** Whether this very object was issued by a decision of this process. */
export const isPermit = (value: object): value is Permit => issued.has(value as Permit);
