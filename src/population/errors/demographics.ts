import type { Draft } from '../draft.ts';
import { drawNewAddress, drawPhone } from '../places/address.ts';
import { type DateError, wrongDate } from './birth-date.ts';
import type { QueryError } from './error.ts';
import { typo } from './typo.ts';

/** Errors in the birth date, the sex, the address and the telephone. */
export const birthDateWrong = (error: DateError): QueryError => ({
  name: `dob_${error}`,
  apply: (draws, draft) => {
    const date = wrongDate(draws, draft.birthDate, error);
    if (date) draft.birthDate = date;
    return date !== undefined;
  },
});

/** The birth date of the parent who filled in the form. */
export const parentBirthDate: QueryError = {
  name: 'parent_dob',
  apply: (_draws, draft, person, household) => {
    draft.birthDate = household.persons[0]!.birthDate;
    return person.role === 'child';
  },
};

export const sexWrong: QueryError = {
  name: 'gender_wrong',
  apply: (_draws, draft, person) => {
    draft.gender = person.sex === 'female' ? 'male' : 'female';
    return true;
  },
};
export const sexUnknown: QueryError = {
  name: 'gender_unknown',
  apply: (_draws, draft) => gender(draft, 'unknown'),
};
export const sexOther: QueryError = {
  name: 'gender_other',
  apply: (_draws, draft) => gender(draft, 'other'),
};
export const sexMissing: QueryError = { name: 'gender_missing', apply: (_draws, draft) => gender(draft, '') };

function gender(draft: Draft, value: string): boolean {
  draft.gender = value;
  return true;
}

export const moved: QueryError = {
  name: 'moved',
  apply: (draws, draft, person) => {
    draft.address = drawNewAddress(draws, person.address);
    return true;
  },
};

/** The query still has the address from before the last move. */
export const previousAddress: QueryError = {
  name: 'prev_address',
  apply: (_draws, draft, person) => {
    if (!person.previousAddress) return false;
    draft.address = person.previousAddress;
    return true;
  },
};

export const addressErrors: readonly QueryError[] = [
  {
    name: 'addr_number',
    apply: (draws, draft) => {
      if (!draft.address || draft.address.number.length < 2) return false;
      const number = draft.address.number;
      const at = 1 + draws.below(number.length - 1);
      const wrong =
        number.slice(0, at) + ((Number(number[at]) + 1 + draws.below(8)) % 10) + number.slice(at + 1);
      draft.address = { ...draft.address, number: wrong };
      return true;
    },
  },
  {
    name: 'addr_zip',
    apply: (draws, draft) => {
      if (!draft.address) return false;
      const zip = draft.address.zip;
      draft.address = {
        ...draft.address,
        zip: `${zip.slice(0, 4)}${(Number(zip[4]) + 1 + draws.below(8)) % 10}`,
      };
      return true;
    },
  },
  {
    name: 'addr_street',
    apply: (draws, draft) => {
      if (!draft.address) return false;
      const street = typo(draws, draft.address.street);
      const changed = street !== draft.address.street;
      draft.address = { ...draft.address, street };
      return changed;
    },
  },
  {
    name: 'addr_unit',
    apply: (_draws, draft) => {
      if (!draft.address?.unit) return false;
      draft.address = { ...draft.address, unit: '' };
      return true;
    },
  },
];

export const addressMissing: QueryError = {
  name: 'addr_missing',
  apply: (_draws, draft) => {
    draft.address = undefined;
    return true;
  },
};

export const phoneChanged: QueryError = {
  name: 'phone_changed',
  apply: (draws, draft, person) => {
    draft.phone = drawPhone(draws, person.address);
    return true;
  },
};

export const contactMissing: QueryError = {
  name: 'contact_missing',
  apply: (_draws, draft) => {
    draft.phone = '';
    draft.email = '';
    return true;
  },
};

/** A child's form with the telephone and the mail of a parent. */
export const parentContact: QueryError = {
  name: 'parent_contact',
  apply: (_draws, draft, person, household) => {
    const parent = household.persons[0]!;
    if (person.role !== 'child' || !parent.phone) return false;
    draft.phone = parent.phone;
    draft.email = parent.email;
    return true;
  },
};

/** Two neighbouring digits of the telephone change places. */
export const phoneTypo: QueryError = {
  name: 'phone_typo',
  apply: (draws, draft, person) => {
    const phone = draft.phone || person.phone;
    if (!phone) return false;
    const at = 5 + draws.below(4);
    draft.phone = phone.slice(0, at) + phone[at + 1] + phone[at] + phone.slice(at + 2);
    return draft.phone !== phone;
  },
};

/** The telephone of the husband or wife. */
export const partnersPhone: QueryError = {
  name: 'partner_phone',
  apply: (_draws, draft, person, household) => {
    const partner = household.persons.find(
      (other) => other !== person && (other.role === 'spouse' || other.slot === 0) && other.phone !== '',
    );
    if (person.role === 'child' || !partner) return false;
    draft.phone = partner.phone;
    return true;
  },
};

/** One of the last four digits of the social security number is wrong. */
export const ssnTypo: QueryError = {
  name: 'ssn_typo',
  apply: (draws, draft, person) => {
    const at = draws.below(4);
    const digit = (Number(person.ssn4[at]) + 1 + draws.below(8)) % 10;
    draft.ssn4 = person.ssn4.slice(0, at) + digit + person.ssn4.slice(at + 1);
    return true;
  },
};

/** The right last four digits, which most requests do not have. */
export const ssnGiven: QueryError = {
  name: 'ssn_given',
  apply: (_draws, draft, person) => {
    draft.ssn4 = person.ssn4;
    return true;
  },
};
