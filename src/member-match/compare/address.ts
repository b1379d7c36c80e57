import type { NormalAddress } from '../../person/normal/address.ts';
import type { Level } from '../model.ts';
import { similarity, withinOneSlip } from './slip.ts';

const order: readonly Level<'address'>[] = ['same', 'near', 'street', 'zip', 'city', 'different', 'missing'];

/** All addresses of both sides, former ones too: the best counts. */
export function compareAddresses(
  asked: readonly NormalAddress[],
  held: readonly NormalAddress[],
): Level<'address'> {
  let best: Level<'address'> = 'missing';
  for (const one of asked) {
    for (const other of held) {
      const level = compareAddress(one, other);
      if (order.indexOf(level) < order.indexOf(best)) best = level;
    }
  }
  return best;
}

const streetSimilarity_min = 0.88;
const joinedSimilarity_min = 0.95;

function compareAddress(one: NormalAddress, other: NormalAddress): Level<'address'> {
  const zip = one.postal !== '' && one.postal === other.postal;
  // A state that one side leaves out is not another one.
  const state = one.state === other.state || one.state === '' || other.state === '';
  const city = one.city !== '' && one.city === other.city && state;
  if (one.street !== '' && other.street !== '') {
    const place =
      zip || city || (one.postal === '' && one.city === '') || (other.postal === '' && other.city === '');
    const level = compareHouse(one, other, place);
    if (level) return level;
  }
  if (zip) return 'zip';
  if (city) return 'city';
  const known = (one.postal !== '' && other.postal !== '') || (one.city !== '' && other.city !== '');
  return known || (one.line !== '' && other.line !== '') ? 'different' : 'missing';
}

function compareHouse(
  one: NormalAddress,
  other: NormalAddress,
  place: boolean,
): Level<'address'> | undefined {
  const number = one.number === other.number;
  const postalSlip = one.postal !== '' && other.postal !== '' && withinOneSlip(one.postal, other.postal);
  // Elsewhere only a whole house under a mistyped postal code counts: most of those who are compared live elsewhere.
  if (!place && !(number && postalSlip)) return undefined;
  const street = one.street === other.street || core(one.street) === core(other.street);
  const unit = one.unit === other.unit || one.unit === '' || other.unit === '';
  if (one.number === '' || other.number === '') return place && street ? 'street' : undefined;
  if (number && street && unit && place) return 'same';
  const streetNear = street || isNearStreet(one.street, other.street);
  if (place && number && streetNear) return 'near';
  if (place && streetNear && unit && withinOneSlip(one.number, other.number)) return 'near';
  if (number && street && unit && postalSlip) return 'near';
  return place && street ? 'street' : undefined;
}

/** Also where a space was put into the wrong place. */
const isNearStreet = (a: string, b: string): boolean =>
  similarity(core(a), core(b)) >= streetSimilarity_min ||
  similarity(a.replaceAll(' ', ''), b.replaceAll(' ', '')) >= joinedSimilarity_min;

const decorations = new Set(
  'n s e w ne nw se sw st ave rd dr ln ct blvd pl ter cir hwy pkwy sq trl way aly loop'.split(' '),
);

/** The street without direction and type, which are left out or confused; a street that is nothing else stays whole. */
function core(street: string): string {
  const kept = street.split(' ').filter((word) => !decorations.has(word));
  return kept.length > 0 ? kept.join(' ') : street;
}
