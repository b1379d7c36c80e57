// p2p 5.6 ("PA amounts"), O19 (closed slices): what of an authorization's amounts may leave
import { type JsonObject, objectsOf } from '../fhir/lossless.ts';
import { system } from '../fhir/systems.ts';
import { categoryCodes, codingsOf, isUnitEntry, mapAdjudications, tellsCostSharing } from './adjudication.ts';
import { isMoney, withoutMoney } from './money.ts';
import {
  decisionExtensions,
  decisionInForce,
  isDenialReason,
  otherExtensions,
  reviewActionsOf,
} from './review-action.ts';

export interface AmountRules {
  /** `requested`: what was asked for and what is eligible stays. `none`: no amount at all. */
  amounts: 'requested' | 'none';
  denied: 'exclude' | 'include';
}

const keptAmounts = new Set(['submitted', 'eligible']);
const keptTotals = new Set(['submitted', 'eligible', 'utilized']);
const totalSystems = new Set([
  system.adjudication,
  'http://hl7.org/fhir/us/davinci-pdex/CodeSystem/PriorAuthorizationValueCodes',
]);

/**
 * The authorization without cost-sharing and payment: of its adjudication the categories that the profile's closed
 * slices and the rules allow; the decision moves from an entry that goes to one that stays.
 */
export function withReleasableAmounts(authorization: JsonObject, rules: AmountRules): JsonObject {
  const spare = new Set<JsonObject>();
  const copy = mapAdjudications(authorization, (entries, level) =>
    editEntries(entries, rules, level === 'header', spare),
  );
  editTotals(copy, rules, spare);
  return withoutMoney(copy, spare) as JsonObject;
}

function editTotals(copy: JsonObject, rules: AmountRules, spare: Set<JsonObject>): void {
  const totals = objectsOf(copy.total).filter(
    (total) =>
      rules.amounts === 'requested' &&
      codingsOf(total.category).some((c) => totalSystems.has(c.system) && keptTotals.has(c.code)),
  );
  if (totals.length === 0) delete copy.total;
  else
    copy.total = totals.map((total) =>
      spared(
        isMoney(total.amount) ? { ...total, amount: spared(total.amount as JsonObject, spare) } : total,
        spare,
      ),
    );
}

/** A copy that `withoutMoney` lets be; only this one, should the same object stand elsewhere too. */
function spared(object: JsonObject, spare: Set<JsonObject>): JsonObject {
  const copy = { ...object };
  spare.add(copy);
  return copy;
}

function editEntries(
  entries: JsonObject[],
  rules: AmountRules,
  header: boolean,
  spare: Set<JsonObject>,
): JsonObject[] {
  const excludeDenials = rules.denied === 'exclude';
  const refused = new Set(
    excludeDenials
      ? reviewActionsOf(entries)
          .filter((a) => a.decision === 'denied' || a.decision === 'unreadable')
          .map((a) => a.entry)
      : [],
  );
  const inForce = decisionInForce(entries.filter((entry) => !refused.has(entry)));
  let carried = false;
  const kept = entries.flatMap((entry) => {
    if (refused.has(entry) || tellsCostSharing(entry)) return [];
    const left = editEntry(entry, rules, header);
    if (!left) return [];
    if (entry === inForce?.entry) carried = true;
    return [isMoney(left.amount) ? { ...left, amount: spared(left.amount as JsonObject, spare) } : left];
  });
  const moving = inForce && !carried ? decisionExtensions(inForce.entry) : [];
  if (moving.length === 0) return kept;
  const free = kept.findIndex((entry) => reviewActionsOf([entry]).length === 0);
  if (free < 0) return [...kept, placeholder(moving, header, spare)];
  const target = kept[free]!;
  kept[free] = { ...target, extension: [...otherExtensions(target), ...moving] };
  return kept;
}

/** The entry as it may stay in its slice, or undefined. */
function editEntry(entry: JsonObject, rules: AmountRules, header: boolean): JsonObject | undefined {
  const { amount, _value, value, ...rest } = entry;
  const codes = categoryCodes(entry);
  if (codes.some((c) => c.system === system.adjudication && keptAmounts.has(c.code)))
    return rules.amounts === 'requested' && amount !== undefined ? { ...rest, amount } : undefined;
  if (isUnitEntry(entry)) return header || value === undefined ? undefined : { ...rest, value };
  if (isDenialReason(entry)) return rules.denied === 'include' ? rest : undefined;
  return undefined;
}

const absent = (code: string): JsonObject => ({
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: code }],
});

/**
 * An entry that only carries the decision, where no other is left. Its slice demands units (lines) or an amount (header):
 * both are given as absent.
 */
function placeholder(decision: JsonObject[], header: boolean, spare: Set<JsonObject>): JsonObject {
  if (!header)
    return {
      extension: decision,
      category: { coding: [{ system: system.pdexAdjudicationDiscriminator, code: 'allowedunits' }] },
      _value: absent('unknown'),
    };
  const amount = spared(absent('masked'), spare);
  return {
    extension: decision,
    category: { coding: [{ system: system.adjudication, code: 'submitted' }] },
    amount,
  };
}
