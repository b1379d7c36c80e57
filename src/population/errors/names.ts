import type { Draft } from '../draft.ts';
import { formalNames, nicknames } from '../names/nicknames.ts';
import { drawSurname, drawSurnameOf } from '../names/surname.ts';
import type { Person } from '../person.ts';
import type { Draws } from '../random.ts';
import { hasDiacritics, questionMarks, readAsLatin1, withoutDiacritics } from './diacritics.ts';
import type { QueryError } from './error.ts';
import { scanned, soundAlike, typo } from './typo.ts';

/** Errors in names. Each says whether it applied. */
const changed = (draft: Draft, field: 'given' | 'family' | 'middle' | 'suffix', to: string): boolean => {
  if (!to || to === draft[field]) return false;
  draft[field] = to;
  return true;
};

export const nickname: QueryError = {
  name: 'nickname',
  apply: (draws, draft, person) => {
    const forms = [
      ...nicknames(draft.given, person.sex),
      ...formalNames(draft.given, person.sex).slice(0, 2),
    ];
    return forms.length > 0 && changed(draft, 'given', draws.pick(forms));
  },
};

/** The name after a marriage that this payer never heard of. */
export const surnameChanged: QueryError = {
  name: 'surname_changed',
  apply: (draws, draft, person) => changed(draft, 'family', newSurname(draws, person)),
};

/** The same, and the query tells the name before. */
export const surnameChangedOldGiven: QueryError = {
  name: 'surname_changed_old_given',
  apply: (draws, draft, person) => {
    const before = draft.family;
    if (!changed(draft, 'family', newSurname(draws, person))) return false;
    draft.maiden = before;
    return true;
  },
};

function newSurname(draws: Draws, person: Person): string {
  return (draws.chance(0.8) ? drawSurnameOf(draws, person.origin) : drawSurname(draws)).family;
}

/** The query uses the name before marriage. */
export const maidenUsed: QueryError = {
  name: 'query_uses_maiden',
  apply: (_draws, draft, person) => changed(draft, 'family', person.maiden),
};

/** "García López" as García-López, GarcíaLópez, López García, García or López. */
export const hyphenVariant: QueryError = {
  name: 'hyphen_variant',
  apply: (draws, draft) => {
    const words = draft.family.split(/[ -]/);
    if (words.length < 2) return false;
    const [first, second] = [words[0]!, words.at(-1)!];
    const variants = [
      `${first}-${second}`,
      `${first} ${second}`,
      first + second,
      `${second}-${first}`,
      first,
      second,
    ];
    return changed(draft, 'family', draws.pick(variants.filter((variant) => variant !== draft.family)));
  },
};

/** A second surname that this payer does not have. */
export const hyphenAdded: QueryError = {
  name: 'hyphen_added',
  apply: (draws, draft, person) =>
    !/[ -]/.test(draft.family) &&
    changed(draft, 'family', `${draft.family}-${drawSurnameOf(draws, person.origin).family}`),
};

/** Diacritics lost, or added where the index has none. */
export const diacritic: QueryError = {
  name: 'diacritic',
  apply: (_draws, draft) => {
    if (!hasDiacritics(draft.family + draft.given)) return false;
    draft.family = withoutDiacritics(draft.family);
    draft.given = withoutDiacritics(draft.given);
    return true;
  },
};

export const mangledEncoding: QueryError = {
  name: 'mangled_encoding',
  apply: (draws, draft) => {
    if (!hasDiacritics(draft.family + draft.given)) return false;
    const mangle = draws.chance(0.6) ? readAsLatin1 : questionMarks;
    draft.family = mangle(draft.family);
    draft.given = mangle(draft.given);
    return true;
  },
};

export const punctuation: QueryError = {
  name: 'punctuation',
  apply: (draws, draft) => {
    const { family } = draft;
    if (/['-]/.test(family)) return changed(draft, 'family', family.replace(/['-]/g, draws.pick(['', ' '])));
    const prefixed = /^(Mc|Mac|De|La|Van|Von|St)(?=[A-Z])/.exec(family);
    if (prefixed) return changed(draft, 'family', `${prefixed[0]} ${family.slice(prefixed[0].length)}`);
    if (family.length < 5) return false;
    const at = draws.pick([1, 2]);
    return changed(
      draft,
      'family',
      draws.chance(0.5) ? `${family.slice(0, at)}'${family.slice(at)}` : `${family}.`,
    );
  },
};

export const middleAsFirst: QueryError = {
  name: 'middle_as_first',
  apply: (_draws, draft, person) => {
    if (person.middle.length < 2) return false;
    draft.middle = '';
    return changed(draft, 'given', person.middle);
  },
};

export const givenMiddleJoined: QueryError = {
  name: 'given_middle_joined',
  apply: (draws, draft, person) => {
    if (person.middle.length < 2) return false;
    draft.middle = '';
    return changed(draft, 'given', `${draft.given}${draws.pick([' ', '', '-'])}${person.middle}`);
  },
};

export const givenInitial: QueryError = {
  name: 'given_initial',
  apply: (_draws, draft) => draft.given.length > 1 && changed(draft, 'given', draft.given.slice(0, 1)),
};

export const firstLastSwapped: QueryError = {
  name: 'first_last_swapped',
  apply: (_draws, draft) => {
    [draft.given, draft.family] = [draft.family, draft.given];
    return draft.given !== draft.family;
  },
};

export const givenTypo = slip('given_typo', 'given', typo);
export const familyTypo = slip('family_typo', 'family', typo);
export const givenPhonetic = slip('given_phonetic', 'given', soundAlike);
export const familyPhonetic = slip('family_phonetic', 'family', soundAlike);
export const givenScanned = slip('ocr_given', 'given', scanned);
export const familyScanned = slip('ocr_family', 'family', scanned);

function slip(
  name: string,
  field: 'given' | 'family',
  how: (draws: Draws, word: string) => string,
): QueryError {
  return { name, apply: (draws, draft) => changed(draft, field, how(draws, draft[field])) };
}

/** Cut off by a field that was too short. */
export const familyTruncated: QueryError = {
  name: 'family_truncated',
  apply: (_draws, draft) =>
    draft.family.length > truncated_letters &&
    changed(draft, 'family', draft.family.slice(0, truncated_letters)),
};
const truncated_letters = 8;

export const suffixInFamily: QueryError = {
  name: 'suffix_in_family',
  apply: (_draws, draft, person) => {
    if (!person.suffix) return false;
    draft.suffix = '';
    return changed(draft, 'family', `${draft.family} ${person.suffix}`);
  },
};

export const suffixDropped: QueryError = {
  name: 'suffix_dropped',
  apply: (_draws, draft, person) => {
    draft.suffix = '';
    return person.suffix !== '';
  },
};

export const suffixAdded: QueryError = {
  name: 'suffix_added',
  apply: (_draws, draft, person) =>
    person.suffix === '' && person.sex === 'male' && changed(draft, 'suffix', 'Jr'),
};

export const prefixed: QueryError = {
  name: 'prefix',
  apply: (draws, draft, person) => {
    const title = draws.pick(person.sex === 'female' ? ['Mrs', 'Ms', 'Dr'] : ['Mr', 'Dr', 'Rev']);
    if (draws.chance(0.5)) draft.prefix = title;
    else draft.given = `${title} ${draft.given}`;
    return true;
  },
};

/** What a hospital calls a child that has no name yet. */
export const newbornPlaceholder: QueryError = {
  name: 'placeholder_given',
  apply: (draws, draft, person) => {
    const boy = draws.chance(0.85) === (person.sex === 'male');
    draft.middle = '';
    return changed(
      draft,
      'given',
      draws.pick(boy ? ['Baby Boy', 'Boy', 'BabyBoy'] : ['Baby Girl', 'Girl', 'BabyGirl']),
    );
  },
};

/** A name of their own choosing, which this payer does not know. */
export const chosenName: QueryError = {
  name: 'chosen_name',
  apply: (draws, draft, person) => {
    draft.middle = '';
    return changed(draft, 'given', draws.pick(person.sex === 'female' ? chosen.male : chosen.female));
  },
};
const chosen = {
  female: ['Luna', 'Ivy', 'Rose', 'Alice', 'Zoe', 'Chloe', 'Iris', 'Nova'],
  male: ['Kai', 'Leo', 'Oliver', 'Finn', 'Eli', 'Jasper', 'Ash', 'Miles'],
};
