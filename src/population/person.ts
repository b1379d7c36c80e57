import type { Origin } from './names/common-surnames.ts';
import type { Sex } from './names/given.ts';
import type { Address } from './places/address.ts';

export type Role = 'adult' | 'spouse' | 'child' | 'elder';

/** A person as they are; what a payer stores about them is a `MemberRecord`, with its errors. */
export interface Person {
  /** `P<household>-<slot>`; constructed persons who live nowhere have other ids. */
  id: string;
  household: number;
  slot: number;
  role: Role;
  sex: Sex;
  birthDate: string;
  age: number;
  origin: Origin;
  /** One or two words. */
  given: string;
  middle: string;
  family: string;
  /** Family name before marriage, where it changed. */
  maiden: string;
  suffix: string;
  ssn4: string;
  mbi: string;
  address: Address;
  previousAddress: Address | undefined;
  phone: string;
  landline: string;
  previousPhone: string;
  email: string;
  /** The present coverage first; none for a person whom this payer never covered. */
  covers: Cover[];
  /** Kept twice in the index by mistake. */
  duplicate: boolean;
  twinOf: string;
  namesakeOf: string;
  recycledOf: string;
}

/** A coverage by this payer. */
export interface Cover {
  kind: 'commercial' | 'medicaid' | 'medicare-advantage';
  /** As on the card of the person: base and dependent suffix. */
  memberId: string;
  subscriberId: string;
  /** Two digits, for a commercial coverage. */
  dependent: string;
  relationship: 'self' | 'spouse' | 'child' | 'other';
  status: 'active' | 'cancelled';
  start: string;
  end: string;
  group: string;
  plan: string;
}

export interface Household {
  number: number;
  persons: Person[];
}
