/** Why a decision is what it is, in sentences for somebody who has to answer for it. A test holds them against all codes in the code. */
import { guardWords } from './guard-words.ts';

const words: Record<string, string> = {
  score: 'The evidence as a whole is strong enough, and nothing objects.',
  reviewed: 'Reviewers approved this person for the same question, and nothing has changed since.',
  'score-below-auto': 'The evidence is good, but not good enough to answer without a person.',
  'several-persons': 'Two persons fit nearly as well.',
  'too-many-candidates': 'So many share what was told that nobody can be the only one.',
  'no-candidate': 'Nobody in the index shares what was told.',
  'coverage-of-another-payer': 'The coverage names another payer: its numbers are not ours.',
  'family-name-missing': 'There is no usable family name.',
  'given-name-missing': 'There is no usable given name.',
  'birth-date-missing': 'There is no whole, believable birth date.',
  'evaluator-error':
    'The member could not be evaluated, again and again; who cannot be evaluated is not matched.',
  throttled: 'It was not looked at: this partner was found guessing (HRex mm-7).',
  'card-guessing': 'Ever other cards or details were tried for one person.',
  'person-guessing': 'Ever other persons were tried with one card.',
  'number-walking': 'Numbers next to each other were walked through.',
  enumeration: 'Hardly one of the latest submissions found anybody.',
  volume: 'Too many submissions of one day found nobody.',
  'review-rejected': 'A reviewer decided that it is nobody of ours.',
  'review-undecided': 'Reviewers could not tell who it is.',
  'review-approved': 'Reviewers approved a person who does not fit any more: nobody is named.',
  'no-reviewers': 'A person would have to look at it, and this deployment has no reviewers: it is refused.',
  'coverage-number-missing':
    'This deployment answers only about a coverage that it issued, and no number of a coverage was told.',
  'coverage-number-elsewhere':
    'The number of the coverage does not point at the person whom the rest describes: a person has to look at it.',
  'demographics-incomplete':
    'No coverage was shown, and what was told is no complete combination of name, birth date and contact.',
  'score-below-network-auto':
    'No coverage was shown, and without one the evidence has to be stronger than it is here.',
  'found-by-evidence':
    'What was told did not find this person; only what a service outside added did. So a person has to look at it.',
};

const sources: Record<string, string> = {
  referential: 'The reference data service',
  'network-mediated': 'The network',
};

/** What came of asking a service outside, said of it. */
const notes: Record<string, string> = {
  'not-for-minors': 'was not asked: it holds nothing about minors.',
  'nothing-to-tie':
    'was not asked: neither address, telephone nor mailbox was told, so its answer could be a namesake’s.',
  unavailable: 'could not be asked, or did not answer in time. The decision was made without it.',
  unreadable: 'gave an answer that could not be read. The decision was made without it.',
  unknown: 'does not know this person.',
  untied: 'knows somebody of the name, and nothing shows that it is the same person.',
  contradicts: 'knows somebody else under these details: what it told does not count.',
  several: 'knows more than one such person: what it told does not count.',
  'nothing-new': 'knows the person, and no more than was told.',
  evidence:
    'knows the person and added a former name, an address or a contact. It counts as evidence and decides nothing by itself.',
};

const rule = /^cms-hte-(\d\d)$/;

/** What a reason code says. A guard's name is one: what the guard protects against. */
export function reasonWords(code: string): string {
  const number = rule.exec(code)?.[1];
  if (number !== undefined)
    return `Combination ${number} of the CMS matching table is fulfilled by this person alone.`;
  const source = Object.keys(sources).find((name) => code.startsWith(`${name}-`));
  const note = source === undefined ? undefined : notes[code.slice(source.length + 1)];
  if (note !== undefined) return `${sources[source!]} ${note}`;
  return words[code] ?? guardWords(code);
}
