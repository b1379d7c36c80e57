import type { JsonObject } from '../fhir/lossless.ts';
import { febrlDeck } from './formats/febrl.ts';
import { miisDeck } from './formats/miis.ts';
import { mbiSystem, ssnSystem } from './formats/person.ts';
import { objectsOf } from './lines.ts';
import type { MemberLine } from './load-members.ts';
import { readTruth, type Truth } from './truth.ts';

/** Members, queries about them, and what is known of each query. */
export interface Deck {
  members(): AsyncIterable<MemberLine>;
  /** HRex Parameters with an `id`. */
  queries(): AsyncIterable<JsonObject>;
  truth: ReadonlyMap<string, Truth>;
  /** Whom the members' payer is, where the data speak of no payer; absent: whom most coverages name. */
  npi?: string;
}

export type DeckFormat = 'fhir' | 'febrl' | 'febrl-ssn' | 'miis';

/** Where a deck lies; which of the files a format needs, its opener says. */
export interface DeckFiles {
  format?: DeckFormat | undefined;
  members: string;
  queries?: string | undefined;
  truth?: string | undefined;
}

/**
 * Opens data whose truth is known. `fhir`: three files of our own shape; public sets in theirs.
 *
 * @throws Problem `invalid` where a file is not what the format says
 */
export async function openDeck({
  format = 'fhir',
  members,
  queries = '',
  truth = '',
}: DeckFiles): Promise<Deck> {
  if (format === 'febrl') return febrlDeck({ members, queries }, mbiSystem);
  if (format === 'febrl-ssn') return febrlDeck({ members, queries }, ssnSystem);
  if (format === 'miis') return miisDeck(members);
  return {
    members: () => objectsOf<MemberLine>(members),
    queries: () => objectsOf<JsonObject>(queries),
    truth: await readTruth(truth),
  };
}
