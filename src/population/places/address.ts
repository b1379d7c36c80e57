import type { Draws } from '../random.ts';
import { oneOf, weighted } from '../weighted.ts';
import { cityEnds, cityStarts, type StatePlaces, statePlaces, streetNames, streetTypes } from './places.ts';

/** An address in parts; `line` writes it in one of the ways that people do. */
export interface Address {
  number: string;
  direction: string;
  street: string;
  /** Position in `streetTypes`. */
  type: number;
  unit: string;
  city: string;
  state: string;
  zip: string;
  areaCodes: readonly string[];
}

interface City {
  city: string;
  place: StatePlaces;
  zips: readonly string[];
}

const apartment_share = 0.24;
const direction_share = 0.18;
const ordinalStreet_share = 0.12;
const ruralBox_share = 0.015;
const citiesPerPrefix = 5;

const cities = weighted(
  statePlaces.flatMap((place) =>
    place.prefixes.flatMap((prefix, p) =>
      Array.from({ length: citiesPerPrefix }, (_, c) => {
        // The first city of a prefix is the large one.
        const zips = Array.from(
          { length: c === 0 ? 9 : 2 },
          (_, z) => `${prefix}${String((c * 19 + z * 7 + 3) % 100).padStart(2, '0')}`,
        );
        return [
          { city: cityName(Number(prefix), c), place, zips },
          (place.weight / place.prefixes.length / (p + 2)) * zips.length,
        ] as const;
      }),
    ),
  ),
);

function cityName(prefix: number, n: number): string {
  const at = prefix * 61 + n * 389;
  const start = cityStarts[at % cityStarts.length]!;
  const end = cityEnds[(at * 7 + prefix) % cityEnds.length]!;
  const separate = /^(springs|falls|heights|junction|city|park|mills|station|creek|point)$/.test(end);
  return separate ? `${start} ${end[0]!.toUpperCase()}${end.slice(1)}` : start + end;
}

export function drawAddress(draws: Draws): Address {
  return addressIn(draws, cities.draw(draws));
}

/** Another address; most people move within their town or not far. */
export function drawNewAddress(draws: Draws, from: Address): Address {
  const to = drawAddress(draws);
  if (!draws.chance(0.45)) return to;
  return { ...to, city: from.city, state: from.state, zip: from.zip, areaCodes: from.areaCodes };
}

function addressIn(draws: Draws, { city, place, zips }: City): Address {
  const rural = draws.chance(ruralBox_share);
  return {
    number: String(1 + draws.below(draws.chance(0.6) ? 999 : 9899)),
    direction: draws.chance(direction_share) ? draws.pick(['N', 'S', 'E', 'W']) : '',
    street: rural ? `County Road ${1 + draws.below(99)}` : streetName(draws),
    type: rural ? -1 : oneOf(draws, typeWeights),
    unit: draws.chance(apartment_share)
      ? `${1 + draws.below(40)}${draws.chance(0.3) ? draws.pick(['A', 'B', 'C']) : ''}`
      : '',
    city,
    state: place.state,
    zip: draws.pick(zips),
    areaCodes: place.areaCodes,
  };
}

const typeWeights = streetTypes.map((_, at) => [at, 12 / (at + 3)] as const);

function streetName(draws: Draws): string {
  if (!draws.chance(ordinalStreet_share)) return draws.pick(streetNames);
  const n = 1 + draws.below(60);
  return `${n}${n % 10 === 1 && n !== 11 ? 'st' : n % 10 === 2 && n !== 12 ? 'nd' : n % 10 === 3 && n !== 13 ? 'rd' : 'th'}`;
}

/** The lines of an address in one of the usual ways of writing it. */
export function addressLines(draws: Draws, address: Address): string[] {
  const pair = streetTypes[address.type];
  const type = pair ? ` ${pair[draws.chance(0.45) ? 0 : 1]}` : '';
  const line = `${address.number}${address.direction && ` ${address.direction}`} ${address.street}${type}`;
  if (!address.unit) return [line];
  const unit = draws.chance(0.5) ? `Apt ${address.unit}` : `#${address.unit}`;
  return draws.chance(0.3) ? [`${line} ${unit}`] : [line, unit];
}

/** A telephone number of the region: ten digits, none of them fictional to a matcher. */
export function drawPhone(draws: Draws, address: Address): string {
  const exchange = 200 + draws.below(800);
  // 555 is a placeholder, and so is x11.
  const safe = exchange === 555 || exchange % 100 === 11 ? exchange + 1 : exchange;
  return `${draws.pick(address.areaCodes)}${safe}${String(draws.below(10_000)).padStart(4, '0')}`;
}
