import { isObject, type Json, type JsonObject, NumberText } from '../fhir/lossless.ts';

/**
 * What money looks like in FHIR, whatever the element that holds it (p2p 5.2: "extensions with valueMoney", every level).
 * Only what never says anything but an amount; what is kept of an adjudication is decided by its category.
 */

/** Elements of a claim that hold an amount, or only exist to compute one, at every level of items and details. */
const amountElements = new Set([
  'amount',
  'total',
  'unitPrice',
  'factor',
  'net',
  'benefitBalance',
  'costToBeneficiary',
  'valueMoney',
  'allowedMoney',
  'usedMoney',
  'adjustment',
  'adjustmentReason',
]);

const currencySystem = 'urn:iso:std:iso:4217';
const currencyUnit = /^(?:[$€£¥¢]|US\$|USD|EUR|GBP|CAD|dollars?|cents?)$/i;

/** A Money, or a Quantity that counts a currency. */
export function isMoney(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  if (value.currency !== undefined || value._currency !== undefined) return true;
  if (value.system === currencySystem) return true;
  const hasNumber = typeof value.value === 'number' || value.value instanceof NumberText;
  return (
    hasNumber &&
    [value.unit, value.code].some((unit) => typeof unit === 'string' && currencyUnit.test(unit.trim()))
  );
}

const writtenAmount =
  /[$€£¥¢]\s*\d|\d\s*(?:[€£¢]|dollars?\b)|\b(?:USD|EUR|GBP|CAD)\s*\d|\d\s*(?:USD|EUR|GBP|CAD)\b/i;

/** Free text that names an amount ("patient owes $20.00"). */
export const namesAmount = (text: string): boolean => writtenAmount.test(text);

/** Elements whose text people write, not codes. */
const freeText = new Set([
  'text',
  'display',
  'disposition',
  'valueString',
  'valueMarkdown',
  'title',
  'description',
]);

/**
 * The value without any money in it; what has nothing left is gone too. Narrative is dropped whole: it repeats in
 * words what the elements say. `spare` names objects that the caller has decided on itself.
 * The same value is returned when there was nothing to take out.
 */
export function withoutMoney(value: Json, spare?: ReadonlySet<JsonObject>): Json | undefined {
  if (Array.isArray(value)) {
    let changed = false;
    const kept: Json[] = [];
    for (const entry of value) {
      const left = withoutMoney(entry, spare);
      if (left !== entry) changed = true;
      if (left !== undefined) kept.push(left);
    }
    if (!changed) return value;
    return kept.length === 0 ? undefined : kept;
  }
  if (!isObject(value)) return value;
  if (isMoney(value) && !spare?.has(value)) return undefined;
  let copy: JsonObject | undefined;
  for (const key in value) {
    const before = value[key]!;
    const after = isAmountIn(key, before, spare) ? undefined : withoutMoney(before, spare);
    if (after === before) continue;
    copy ??= { ...value };
    if (after === undefined) delete copy[key];
    else copy[key] = after;
  }
  if (!copy) return value;
  if (isHollow(copy)) return undefined;
  return copy;
}

function isAmountIn(key: string, value: Json, spare: ReadonlySet<JsonObject> | undefined): boolean {
  const name = key.charCodeAt(0) === 0x5f ? key.slice(1) : key;
  if (amountElements.has(name)) {
    if (isObject(value) && spare?.has(value)) return false;
    return !(Array.isArray(value) && value.some((entry) => isObject(entry) && spare?.has(entry)));
  }
  if (name === 'text' && isObject(value)) return true;
  return typeof value === 'string' && freeText.has(key) && namesAmount(value);
}

/** Nothing left that says anything: an extension is its url only, a list entry is its number only. */
function isHollow(object: JsonObject): boolean {
  for (const key in object) if (key !== 'url' && key !== 'id') return false;
  return true;
}
