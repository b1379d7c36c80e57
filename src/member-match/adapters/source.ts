import type { NormalAddress } from '../../person/normal/address.ts';
import type { NormalName } from '../../person/normal/name.ts';
import type { NormalTelecom } from '../../person/normal/telecom.ts';
import type { MemberQuery } from '../query.ts';
import type { BreakerState } from './breaker.ts';

/** A person as a service outside knows him or her, in our normal form. */
export interface KnownPerson {
  /** The service's own key of the person; '' where it tells none that we keep. */
  key: string;
  names: NormalName[];
  birthDate: string | undefined;
  sex: 'male' | 'female' | undefined;
  addresses: NormalAddress[];
  telecom: NormalTelecom[];
}

export type LookupAnswer =
  | { known: KnownPerson[] }
  /** Short and stable; nothing of the member is in it. */
  | { failed: string };

export interface SourceState {
  name: string;
  breaker: BreakerState;
  failuresInRow: number;
  openUntil?: Date;
  answered: number;
  failed: number;
  /** Not asked, because it was being left alone or too many questions were under way. */
  skipped: number;
  lastFailure?: string;
}

/** Somebody outside who may know more about a person. Asking never throws and never lasts longer than its limit. */
export interface EvidenceSource {
  name: string;
  ask(query: MemberQuery): Promise<LookupAnswer>;
  state(): SourceState;
}
