import { translated } from '../names/translations.ts';
import type { QueryError } from './error.ts';

/** Names written by other customs: in another language, with fewer words, with another idea of particles and generations. */

/** José is Joseph at the new payer. */
export const translatedGiven: QueryError = {
  name: 'given_translated',
  apply: (_draws, draft) => {
    const other = translated(draft.given);
    if (!other) return false;
    draft.given = other;
    return true;
  },
};

/** María Guadalupe is María, or Guadalupe. */
export const givenWordDropped: QueryError = {
  name: 'given_word_dropped',
  apply: (draws, draft) => {
    const words = draft.given.split(' ');
    if (words.length < 2) return false;
    draft.given = draws.pick(words);
    return true;
  },
};

/** The second given name became the middle name. */
export const givenWordAsMiddle: QueryError = {
  name: 'given_word_as_middle',
  apply: (_draws, draft) => {
    const [first, second] = draft.given.split(' ');
    if (!second) return false;
    draft.given = first!;
    draft.middle = second;
    return true;
  },
};

/** García is De García, or de la Cruz loses its particles. */
export const familyParticle: QueryError = {
  name: 'family_particle',
  apply: (draws, draft, person) => {
    if (person.origin !== 'hispanic' && person.origin !== 'filipino') return false;
    const bare = draft.family.replace(/^(?:de la|de|del) /i, '');
    draft.family = bare !== draft.family ? bare : `${draws.pick(['De', 'De La', 'Del'])} ${draft.family}`;
    return true;
  },
};

/** O'Brien as OBrien or O Brien, McDonald as MacDonald or Mc Donald. */
export const irishForm: QueryError = {
  name: 'irish_form',
  apply: (draws, draft) => {
    const { family } = draft;
    const forms = family.startsWith("O'")
      ? [`O${family.slice(2)}`, `O ${family.slice(2)}`, family.slice(2), `O’${family.slice(2)}`]
      : /^Mc[A-Z]/.test(family)
        ? [`Mac${family.slice(2)}`, `Mc ${family.slice(2)}`, `M'${family.slice(2)}`]
        : [];
    if (forms.length === 0) return false;
    draft.family = draws.pick(forms);
    return true;
  },
};

/** Jr is II or "Junior", III is 3rd. */
export const suffixForm: QueryError = {
  name: 'suffix_form',
  apply: (draws, draft, person) => {
    const forms: Record<string, string[]> = {
      Jr: ['JR.', 'Junior', 'II'],
      Sr: ['SR.', 'Senior'],
      III: ['3rd', 'III.', '3'],
    };
    const other = forms[person.suffix];
    if (!other) return false;
    draft.suffix = draws.pick(other);
    return true;
  },
};
