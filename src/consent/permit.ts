/** What lets one person's data go to one payer. Only `decideConsent` issues permits. */
export interface Permit {
  readonly personId: number;
  readonly clientId: string;
  readonly recipientNpi: string;
  readonly policy: ConsentPolicy;
  readonly consentId: string;
  /** The last day of the consent, `YYYY-MM-DD`. */
  readonly lastDay: string;
  /** The instant at which that day is over: nothing leaves from then on. */
  readonly until: Date;
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
