import { type Json, type JsonObject, objectsOf, textOf } from '../fhir/lossless.ts';

/** Categories of adjudication entries, as CARIN and PDex know them (p2p 5.2 and 5.6). */

/** Base R4 adjudication codes and C4BBAdjudication: each names an amount. */
const amountCategories = new Set([
  'submitted',
  'copay',
  'eligible',
  'deductible',
  'benefit',
  'coinsurance',
  'noncovered',
  'priorpayerpaid',
  'paidbypatient',
  'paidtopatient',
  'paidtoprovider',
  'memberliability',
  'discount',
  'drugcost',
  'paidbypatientcash',
  'paidbypatientother',
  'paidbypatienthealthaccount',
]);

const unitCategories = new Set(['allowedunits', 'consumedunits']);

export interface Coding {
  system: string;
  code: string;
  /** What people read; lower case, '' when absent. */
  display: string;
}

/** The codings of a CodeableConcept (or of a bare Coding). */
export function codingsOf(concept: Json | undefined): Coding[] {
  const list = objectsOf([concept ?? null]);
  return list
    .flatMap((c) => (Array.isArray(c.coding) ? objectsOf(c.coding) : [c]))
    .map((c) => ({
      system: textOf(c.system) ?? '',
      code: textOf(c.code) ?? '',
      display: (textOf(c.display) ?? '').toLowerCase(),
    }));
}

export const categoryCodes = (entry: JsonObject): Coding[] => codingsOf(entry.category);

/**
 * An entry that stands for an amount. The code decides, whatever its system: a payer's own `copay` is a copay
 * (deny by default).
 */
export const isAmountEntry = (entry: JsonObject): boolean =>
  categoryCodes(entry).some((c) => amountCategories.has(c.code.toLowerCase()));

export const isUnitEntry = (entry: JsonObject): boolean =>
  categoryCodes(entry).some((c) => unitCategories.has(c.code.toLowerCase()));

const costSharingReason = /^(?:PR[- ]?)?0*[123]$/i;

/**
 * CARC 1 deductible, 2 coinsurance, 3 copayment (group PR): the code alone tells the member's share. In an
 * `adjustmentreason` entry from whatever system; elsewhere from the CARC system.
 */
export function tellsCostSharing(entry: JsonObject): boolean {
  const adjustment = categoryCodes(entry).some((c) => c.code.toLowerCase() === 'adjustmentreason');
  return codingsOf(entry.reason).some(
    (c) =>
      costSharingReason.test(c.code.trim()) &&
      (adjustment ||
        c.system
          .toLowerCase()
          .replace(/^https?:\/\//, '')
          .includes('claim-adjustment-reason')),
  );
}

/** Applies `edit` to every adjudication list of a claim: header, items, details, sub-details, added items. */
export function mapAdjudications(
  claim: JsonObject,
  edit: (entries: JsonObject[], level: 'header' | 'line') => JsonObject[],
): JsonObject {
  return mapLevel(claim, 'header', edit);
}

function mapLevel(
  owner: JsonObject,
  level: 'header' | 'line',
  edit: (entries: JsonObject[], level: 'header' | 'line') => JsonObject[],
): JsonObject {
  const copy = { ...owner };
  if (Array.isArray(copy.adjudication)) {
    const entries = edit(objectsOf(copy.adjudication), level);
    if (entries.length > 0) copy.adjudication = entries;
    else delete copy.adjudication;
  }
  for (const lines of ['item', 'addItem', 'detail', 'subDetail'])
    if (Array.isArray(copy[lines]))
      copy[lines] = objectsOf(copy[lines]).map((line) => mapLevel(line, 'line', edit));
  return copy;
}
