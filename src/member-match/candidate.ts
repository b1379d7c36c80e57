import type { NormalAddress } from '../person/normal/address.ts';
import type { NormalName } from '../person/normal/name.ts';
import type { NormalTelecom } from '../person/normal/telecom.ts';
import type { MemberIdentifier } from '../person/parsed-patient.ts';

/** One member record of a person, as the index holds it. */
export interface MemberRecord {
  patientId: string;
  names: NormalName[];
  birthDate: string | null;
  sex: 'male' | 'female' | 'other' | 'unknown' | null;
  addresses: NormalAddress[];
  telecom: NormalTelecom[];
  active: boolean;
  /** A coverage of this record is active: of several records it is the one to answer with. */
  coverageActive?: boolean;
}

export type HeldIdentifier = MemberIdentifier;

/** A person who may be the one that is asked for. */
export interface Candidate {
  personId: number;
  /** The record to answer with first: active before inactive, then the newest. */
  records: MemberRecord[];
  identifiers: HeldIdentifier[];
}

/** What retrieval brings for one query. */
export interface Found {
  candidates: readonly Candidate[];
  /** A probe brought more than may be read: what the query tells is shared by a crowd, and the list is not whole. */
  truncated: boolean;
}
