import { formerNumberTakenBy } from '../covers.ts';
import { dateErrors } from '../errors/birth-date.ts';
import * as customs from '../errors/customs.ts';
import * as at from '../errors/demographics.ts';
import { hasDiacritics } from '../errors/diacritics.ts';
import type { QueryError } from '../errors/error.ts';
import * as id from '../errors/member-id.ts';
import * as names from '../errors/names.ts';
import { household } from '../household.ts';
import type { Household, Person } from '../person.ts';
import type { Draws } from '../random.ts';
import { positive } from './positive.ts';
import type { Stratum } from './stratum.ts';

/** Members asked for with errors. `_id`: with the member number, `_no_id`: without. */
const one =
  (...errors: QueryError[]) =>
  (draws: Draws) => [draws.pick(errors)];
const every =
  (...errors: QueryError[]) =>
  () =>
    errors;

const commercial = (person: Person): boolean => person.covers[0]!.kind === 'commercial';
const named = (person: Person): boolean => hasDiacritics(person.family + person.given);
const twoSurnames = (person: Person): boolean => /[ -]/.test(person.family);
const grownUp = (person: Person): boolean => person.age >= 18;
const listedTwin = (person: Person, home: Household): boolean =>
  home.persons.some((other) => other.id === person.twinOf && other.covers.length > 0);
const listedParent = (person: Person): boolean => person.role === 'child';

const typos = [names.givenTypo, names.familyTypo, names.givenPhonetic, names.familyPhonetic];
const dates = dateErrors.map(at.birthDateWrong);
/** What happens to people twice or three times at once. */
const mixed = [...typos, names.nickname, names.givenInitial, at.moved, at.phoneChanged, names.middleAsFirst];
const mixedWithNumber = [
  names.familyTypo,
  at.moved,
  names.nickname,
  names.surnameChanged,
  id.idTypo,
  id.idBase,
  ...dates,
];

/** Somebody else has the former number of this person now. */
function takenOver(seed: string, person: Person, home: Household): boolean {
  const taker = formerNumberTakenBy(seed, home.number);
  return taker >= 0 && household(seed, taker).persons[0]!.recycledOf === person.id;
}

function some(draws: Draws, from: readonly QueryError[], count: number): QueryError[] {
  const chosen = new Set<QueryError>();
  while (chosen.size < count) chosen.add(draws.pick(from));
  // The number goes wrong last: its errors look at the number as it was.
  return [...chosen].sort((a, b) => Number(a.name.startsWith('id_')) - Number(b.name.startsWith('id_')));
}

export const positives: readonly Stratum[] = [
  positive('exact_full_id', 300, { number: true, still: true }),
  positive('exact_no_id', 250, { number: false, still: true }),
  positive('nickname_id', 90, { number: true, errors: every(names.nickname) }),
  positive('nickname_no_id', 120, { number: false, errors: every(names.nickname) }),
  positive('surname_change_id', 110, {
    number: true,
    fits: grownUp,
    errors: one(names.surnameChanged, names.surnameChangedOldGiven),
  }),
  positive('surname_change_no_id', 110, {
    number: false,
    fits: grownUp,
    errors: one(names.surnameChanged, names.surnameChangedOldGiven),
  }),
  positive('maiden_known_no_id', 60, {
    number: false,
    fits: (person) => person.maiden !== '',
    errors: every(names.maidenUsed),
  }),
  positive('hyphen_id', 50, { number: true, fits: twoSurnames, errors: every(names.hyphenVariant) }),
  positive('hyphen_no_id', 100, { number: false, fits: twoSurnames, errors: every(names.hyphenVariant) }),
  positive('hyphen_added_no_id', 40, { number: false, fits: grownUp, errors: every(names.hyphenAdded) }),
  positive('diacritic_no_id', 80, { number: false, fits: named, errors: every(names.diacritic) }),
  positive('mangled_encoding_no_id', 40, {
    number: false,
    fits: named,
    errors: every(names.mangledEncoding),
  }),
  positive('punctuation_no_id', 60, { number: false, errors: every(names.punctuation) }),
  positive('middle_suffix_no_id', 120, {
    number: false,
    errors: one(names.middleAsFirst, names.givenMiddleJoined, names.suffixInFamily),
  }),
  positive('suffix_jr_no_id', 60, { number: false, fits: (person) => person.suffix !== '' }),
  positive('suffix_dropped_no_id', 30, {
    number: false,
    fits: (person) => person.suffix !== '',
    errors: every(names.suffixDropped),
  }),
  positive('suffix_added_id', 30, { number: true, errors: every(names.suffixAdded) }),
  positive('dob_error_id', 150, { number: true, errors: one(...dates) }),
  positive('dob_error_no_id', 150, { number: false, errors: one(...dates) }),
  positive('dob_century_id', 30, {
    number: true,
    fits: (person) => person.age < 26,
    errors: every(at.birthDateWrong('century')),
  }),
  positive('gender_no_id', 80, {
    number: false,
    errors: one(at.sexWrong, at.sexUnknown, at.sexOther, at.sexMissing),
  }),
  positive('typo_id', 90, { number: true, errors: one(...typos) }),
  positive('typo_no_id', 160, { number: false, errors: one(...typos) }),
  positive('ocr_no_id', 40, { number: false, errors: one(names.givenScanned, names.familyScanned) }),
  positive('name_swap_no_id', 60, { number: false, errors: every(names.firstLastSwapped) }),
  positive('family_truncated_no_id', 20, { number: false, errors: every(names.familyTruncated) }),
  positive('prefix_no_id', 30, { number: false, errors: every(names.prefixed) }),
  positive('moved_no_id', 140, { number: false, errors: every(at.moved) }),
  positive('prev_address_no_id', 50, { number: false, errors: every(at.previousAddress) }),
  positive('addr_typo_no_id', 80, { number: false, errors: one(...at.addressErrors) }),
  positive('contact_changed_no_id', 60, { number: false, errors: every(at.phoneChanged), still: true }),
  positive('minimal_id', 80, { number: true, errors: every(at.addressMissing, at.contactMissing) }),
  positive('minimal_no_id', 120, {
    number: false,
    errors: every(at.addressMissing, at.contactMissing),
    fits: (person) => person.namesakeOf === '',
    tier: 'B',
  }),
  positive('id_format', 80, { number: true, errors: every(id.idFormat) }),
  positive('id_base_only', 110, { number: true, fits: commercial, errors: every(id.idBase) }),
  positive('id_typo', 80, { number: true, errors: every(id.idTypo) }),
  positive('id_historical', 60, { number: true, errors: every(id.idHistorical) }),
  // The former number belongs to somebody else now: number and demographics point to two people, and the demographics are right.
  positive('id_recycled_old_owner', 40, {
    number: true,
    fits: (person, home, seed) =>
      person.slot === 0 && person.covers[1]?.kind === 'commercial' && takenOver(seed, person, home),
    errors: every(id.idHistorical),
  }),
  positive('id_prefix_dropped', 30, { number: true, fits: commercial, errors: every(id.idPrefixDropped) }),
  positive('compound2_no_id', 150, { number: false, errors: (draws) => some(draws, mixed, 2), still: true }),
  positive('compound3_id', 110, {
    number: true,
    errors: (draws) => some(draws, mixedWithNumber, 3),
    still: true,
  }),
  positive('twin_present_no_id', 110, { number: false, fits: listedTwin }),
  positive('twin_present_base_id', 60, {
    number: true,
    fits: (person, home) => commercial(person) && listedTwin(person, home),
    errors: every(id.idBase),
  }),
  positive('twin_present_nick', 50, {
    number: false,
    fits: listedTwin,
    errors: one(names.nickname, names.givenTypo),
  }),
  positive('child_parent_dob_id', 60, {
    number: true,
    fits: listedParent,
    errors: every(at.parentBirthDate),
    tier: 'P',
  }),
  positive('child_parent_contact_no_id', 60, {
    number: false,
    fits: listedParent,
    errors: every(at.parentContact),
  }),
  positive('newborn_placeholder_id', 40, {
    number: true,
    fits: (person, home) => person.role === 'child' && person.age < 2 && !listedTwin(person, home),
    errors: every(names.newbornPlaceholder),
    tier: 'P',
  }),
  positive('chosen_name_id', 40, {
    number: true,
    fits: (person) => person.age >= 14 && person.age < 40,
    errors: every(names.chosenName),
    tier: 'P',
  }),
  positive('translated_name_id', 40, { number: true, errors: every(customs.translatedGiven) }),
  positive('translated_name_no_id', 30, { number: false, errors: every(customs.translatedGiven), tier: 'B' }),
  positive('given_word_no_id', 60, {
    number: false,
    fits: (person) => person.given.includes(' '),
    errors: one(customs.givenWordDropped, customs.givenWordAsMiddle),
  }),
  positive('family_particle_no_id', 40, { number: false, errors: every(customs.familyParticle) }),
  positive('irish_form_no_id', 40, {
    number: false,
    fits: (person) => /^(O'|Mc[A-Z])/.test(person.family),
    errors: every(customs.irishForm),
  }),
  positive('suffix_form_no_id', 30, {
    number: false,
    fits: (person) => person.suffix !== '',
    errors: every(customs.suffixForm),
  }),
  positive('phone_typo_no_id', 30, { number: false, errors: every(at.phoneTypo) }),
  positive('partner_phone_no_id', 30, { number: false, errors: every(at.partnersPhone), still: true }),
  positive('ssn_typo_id', 30, { number: true, errors: every(at.ssnTypo) }),
  positive('ssn_moved_no_id', 40, {
    number: false,
    errors: every(at.ssnGiven, at.moved, at.phoneChanged),
    still: true,
  }),
  positive('mbi_format_no_id', 30, {
    number: false,
    fits: (person) => person.mbi !== '' && person.covers[0]!.kind === 'medicare-advantage',
    errors: every(id.medicareFormat),
  }),
  positive('id_letters_for_digits', 30, { number: true, errors: every(id.idLettersForDigits) }),
  positive('id_labelled', 30, { number: true, errors: every(id.idLabelled) }),
  positive('married_moved_id', 40, {
    number: true,
    fits: (person) => person.age >= 18 && person.sex === 'female',
    errors: every(names.surnameChanged, at.moved, at.phoneChanged),
    still: true,
  }),
  positive('dup_in_index', 60, { number: true, fits: (person) => person.duplicate, still: true }),
];
