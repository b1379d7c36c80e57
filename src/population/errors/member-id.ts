import type { QueryError } from './error.ts';

/** Errors in the member number. They apply where the draft has one. */
export const idMissing: QueryError = {
  name: 'no_member_id',
  apply: (_draws, draft) => {
    draft.memberId = '';
    draft.subscriberId = '';
    draft.period = undefined;
    return true;
  },
};

/** The number of the subscriber, without the two digits of the person. */
export const idBase: QueryError = {
  name: 'id_subscriber_base',
  apply: (draws, draft, person) => {
    const cover = person.covers.find(({ memberId }) => memberId === draft.memberId);
    if (!cover?.dependent) return false;
    draft.memberId = draws.chance(0.5) ? cover.subscriberId : '';
    draft.subscriberId = cover.subscriberId;
    return true;
  },
};

export const idTypo: QueryError = {
  name: 'id_typo',
  apply: (draws, draft) => {
    const id = draft.memberId;
    if (id.length < 6) return false;
    const at = 3 + draws.below(id.length - 4);
    const digit = String((Number(id[at]) + 1 + draws.below(8)) % 10);
    const swapped = id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2);
    const wrong = draws.pick([
      id.slice(0, at) + digit + id.slice(at + 1),
      id.slice(0, at) + id.slice(at + 1),
      swapped,
    ]);
    if (wrong === id) return false;
    draft.memberId = wrong;
    draft.subscriberId = '';
    return true;
  },
};

/** Spaces, hyphens, lower case: the same number as people write it. */
export const idFormat: QueryError = {
  name: 'id_format',
  apply: (draws, draft) => {
    const id = draft.memberId;
    if (!id) return false;
    const variants = [
      `${id.slice(0, 3)}-${id.slice(3)}`,
      `${id.slice(0, 3)} ${id.slice(3, 6)} ${id.slice(6, 9)} ${id.slice(9)}`.trim(),
      `${id.slice(0, -2)}-${id.slice(-2)}`,
      ` ${id} `,
      ...(id === id.toLowerCase() ? [] : [id.toLowerCase()]),
    ];
    draft.memberId = draws.pick(variants);
    draft.subscriberId = '';
    return true;
  },
};

/** The number of an earlier coverage by this payer. */
export const idHistorical: QueryError = {
  name: 'id_historical',
  apply: (_draws, draft, person) => {
    const cover = person.covers[1];
    if (!cover) return false;
    draft.memberId = cover.memberId;
    draft.subscriberId = '';
    return true;
  },
};

export const idPrefixDropped: QueryError = {
  name: 'id_prefix_dropped',
  apply: (_draws, draft) => {
    const bare = draft.memberId.replace(/^[A-Z]+/, '');
    if (bare === draft.memberId) return false;
    draft.memberId = bare;
    draft.subscriberId = '';
    return true;
  },
};

/** Letter O for zero, letter I for one: read off a card. */
export const idLettersForDigits: QueryError = {
  name: 'id_letters_for_digits',
  apply: (_draws, draft) => {
    const id = draft.memberId;
    const read = id.slice(0, 3) + id.slice(3).replace('0', 'O').replace('1', 'I');
    if (read === id) return false;
    draft.memberId = read;
    draft.subscriberId = '';
    return true;
  },
};

/** The number written with the name of the plan before it. */
export const idLabelled: QueryError = {
  name: 'id_labelled',
  apply: (draws, draft) => {
    if (!draft.memberId) return false;
    draft.memberId = `${draws.pick(['ID# ', 'Member ID: ', 'No. '])}${draft.memberId}`;
    draft.subscriberId = '';
    return true;
  },
};

/** The Medicare number with the hyphens of the card, or in small letters. */
export const medicareFormat: QueryError = {
  name: 'mbi_format',
  apply: (draws, draft, person) => {
    if (!person.mbi) return false;
    const mbi = person.mbi;
    draft.mbi = draws.chance(0.6)
      ? `${mbi.slice(0, 4)}-${mbi.slice(4, 7)}-${mbi.slice(7)}`
      : mbi.toLowerCase();
    return true;
  },
};
