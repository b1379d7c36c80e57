// p2p 5.6, 5.7 (reviewAction, adjudicationActionDate), O1 (denied authorizations)
import { type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';
import { extension } from '../fhir/systems.ts';
import { type Coding, categoryCodes, codingsOf } from './adjudication.ts';

/**
 * What a payer decided. `unreadable`: a code of a system that we do not know. It may be a denial, and what may not leave
 * does not leave on a guess.
 */
export type Decision = 'decided' | 'denied' | 'pending' | 'unreadable';

export interface ReviewAction {
  entry: JsonObject;
  decision: Decision;
  /** When it was taken, as written (`adjudicationActionDate`). */
  at: string | undefined;
}

const isReviewAction = (e: JsonObject): boolean =>
  textOf(e.url)?.endsWith('/extension-reviewAction') === true;
const isWhen = (e: JsonObject): boolean => e.url === extension.whenAdjudicated;

/** The extensions of an entry that carry its decision and the date of it. */
export const decisionExtensions = (entry: JsonObject): JsonObject[] =>
  objectsOf(entry.extension).filter((e) => isReviewAction(e) || isWhen(e));

export const otherExtensions = (entry: JsonObject): JsonObject[] =>
  objectsOf(entry.extension).filter((e) => !isReviewAction(e) && !isWhen(e));

/** The decisions among adjudication entries, in their order. */
export function reviewActionsOf(entries: JsonObject[]): ReviewAction[] {
  return entries.flatMap((entry) => {
    const actions = objectsOf(entry.extension).filter(isReviewAction);
    if (actions.length === 0) return [];
    const when = objectsOf(entry.extension).find(isWhen);
    const codes = actions
      .flatMap((action) => objectsOf(action.extension))
      .filter((part) => textOf(part.url)?.endsWith('reviewActionCode') === true || part.url === 'code')
      .flatMap((part) => codingsOf(part.valueCodeableConcept));
    return [{ entry, decision: decisionOf(codes), at: textOf(when?.valueDateTime) }];
  });
}

/**
 * The decision in force: the latest by its date, so that denied and then approved on appeal is approved (p2p 4.6, O1).
 * Without dates the last one written. Entries with a denial reason and no review action at all are a denial.
 */
export function decisionInForce(entries: JsonObject[]): ReviewAction | undefined {
  const actions = reviewActionsOf(entries);
  if (actions.length === 0) {
    const denial = entries.find(isDenialReason);
    return denial && { entry: denial, decision: 'denied', at: whenOf(denial) };
  }
  return actions.reduce((latest, action) => (instantOf(action.at) >= instantOf(latest.at) ? action : latest));
}

export const isDenialReason = (entry: JsonObject): boolean =>
  categoryCodes(entry).some((c) => c.code === 'denialreason');

/** `adjudicationActionDate` of an entry, whether or not it carries a review action. */
export const whenOf = (entry: JsonObject): string | undefined =>
  textOf(objectsOf(entry.extension).find(isWhen)?.valueDateTime);

const instantOf = (at: string | undefined): number => (at === undefined ? 0 : Date.parse(at) || 0);

/**
 * X12 306. Its sources here know A1 certified, A3 not certified, A4 pending; payers send others of the list (A2, A6) for
 * requests certified in part or with changes. In this list only A3 refuses, so any other code of it is a decision that is no
 * denial, unless its own words say otherwise.
 */
function decisionOf(codes: Coding[]): Decision {
  const decisions = codes.map((c): Decision => {
    if (/not certified|non-?certified|denied|denial|rejected/.test(c.display)) return 'denied';
    if (!isX12ReviewAction(c.system)) return 'unreadable';
    if (c.code === 'A3') return 'denied';
    return c.code === 'A4' ? 'pending' : 'decided';
  });
  for (const one of ['denied', 'decided', 'pending', 'unreadable'] as const)
    if (decisions.includes(one)) return one;
  // A review action without a code holds a number or a reason only.
  return 'decided';
}

const isX12ReviewAction = (system: string): boolean =>
  system === '' || (/x12/i.test(system) && /(?:^|[/:.])306$/.test(system));
