import type { NormalAddress, NormalName } from '../person/normalise.ts';

/** One member record of a person, as the index holds it. */
export interface MemberRecord {
  patientId: string;
  names: NormalName[];
  birthDate: string | null;
  sex: 'male' | 'female' | 'other' | 'unknown' | null;
  addresses: NormalAddress[];
  active: boolean;
}

export interface HeldIdentifier {
  kind: 'member' | 'subscriber' | 'umb' | 'other';
  system: string;
  value: string;
}

/** A person who may be the one that is asked for. */
export interface Candidate {
  personId: number;
  /** The record to answer with first: active before inactive, then the newest. */
  records: MemberRecord[];
  identifiers: HeldIdentifier[];
}
