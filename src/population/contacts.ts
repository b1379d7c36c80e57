import { withoutDiacritics } from './errors/diacritics.ts';
import type { Person } from './person.ts';
import { drawAddress, drawNewAddress, drawPhone } from './places/address.ts';
import type { Draws } from './random.ts';
import type { Shape } from './shape.ts';

const ownMobile_share = 0.86;
const ownMobileAge_years = 15;
const landline_share = 0.22;
const email_share = 0.78;
const emailAge_years = 16;
const previousAddress_share = 0.24;
const previousPhone_share = 0.2;
const sharedEmail_share = 0.12;
const mailHosts = ['example.com', 'example.org', 'example.net', 'mail.example'];

/** Gives a household where to find it: one address, a telephone each, the children their parent's. */
export function giveContacts(draws: Draws, shape: Shape, persons: Person[]): void {
  const address = drawAddress(draws);
  const landline = draws.chance(landline_share) ? drawPhone(draws, address) : '';
  const previous = draws.chance(previousAddress_share) ? drawNewAddress(draws, address) : undefined;
  for (const person of persons) {
    person.address = address;
    // Who joined later did not live at the previous address.
    person.previousAddress = person.role !== 'child' || draws.chance(0.5) ? previous : undefined;
    person.landline = landline;
    if (person.age >= ownMobileAge_years && draws.chance(ownMobile_share))
      person.phone = drawPhone(draws, address);
    if (person.age >= emailAge_years && draws.chance(email_share)) person.email = emailOf(draws, person);
    if (person.phone && draws.chance(previousPhone_share)) person.previousPhone = drawPhone(draws, address);
  }
  if (shape.type === 'other') return;
  const parent = persons[0]!;
  for (const person of persons.slice(1)) {
    if (!person.phone && person.role === 'child') person.phone = parent.phone;
    if (!person.email && person.role === 'child' && draws.chance(0.6)) person.email = parent.email;
    else if (!person.email && draws.chance(sharedEmail_share)) person.email = parent.email;
  }
}

function emailOf(draws: Draws, person: Person): string {
  const plain = (text: string) =>
    withoutDiacritics(text)
      .toLowerCase()
      .replace(/[^a-z]/g, '');
  const between = draws.pick(['', '.', '_']);
  return `${plain(person.given)}${between}${plain(person.family).slice(0, 14)}${1 + draws.below(9999)}@${draws.pick(mailHosts)}`;
}
