// O1: an authorization with denied and approved items goes with its approved items only
import { type JsonObject, objectsOf } from '../fhir/lossless.ts';
import { isDrugLine } from './drug.ts';
import { type Decision, decisionInForce } from './review-action.ts';

export interface LinesKept {
  authorization: JsonObject;
  kept: JsonObject[];
  /** Why lines went, at any level. */
  removed: Set<'drug' | 'denied' | 'unreadable'>;
}

/**
 * The authorization without the lines that may not leave (drugs; denied ones, their details likewise), and without the
 * header entries that only those lines point to.
 * @param header the decision for lines that have none of their own
 */
export function keepReleasableLines(
  authorization: JsonObject,
  header: Decision | undefined,
  deniedToo: boolean,
): LinesKept {
  const removed: LinesKept['removed'] = new Set();
  const items = objectsOf(authorization.item);
  const kept = items.flatMap((item) => keptLine(item, header, deniedToo, removed));
  const copy: JsonObject = { ...authorization };
  if (removed.size === 0) return { authorization: copy, kept, removed };
  if (kept.length > 0) copy.item = kept;
  else delete copy.item;
  dropAddedItems(copy, items, kept, (line) => keptLine(line, header, deniedToo, removed));
  dropUnusedEntries(copy, items, kept);
  // Totals are of all lines: they no longer fit, and the difference would tell what is missing.
  delete copy.total;
  return { authorization: copy, kept, removed };
}

function keptLine(
  line: JsonObject,
  inherited: Decision | undefined,
  deniedToo: boolean,
  removed: LinesKept['removed'],
): JsonObject[] {
  if (isDrugLine(line)) {
    removed.add('drug');
    return [];
  }
  const decision = decisionInForce(objectsOf(line.adjudication))?.decision ?? inherited;
  if ((decision === 'denied' || decision === 'unreadable') && !deniedToo) {
    removed.add(decision);
    return [];
  }
  let copy = line;
  for (const level of ['detail', 'subDetail']) {
    const parts = objectsOf(line[level]);
    const left = parts.flatMap((part) => keptLine(part, decision, deniedToo, removed));
    if (left.length === parts.length && left.every((part, i) => part === parts[i])) continue;
    copy = { ...copy, [level]: left };
    if (left.length === 0) delete copy[level];
  }
  return [copy];
}

const sequencesIn = (lines: JsonObject[], name: string): Set<unknown> =>
  new Set(lines.flatMap((line) => (Array.isArray(line[name]) ? line[name] : [])));

function dropAddedItems(
  authorization: JsonObject,
  items: JsonObject[],
  kept: JsonObject[],
  keep: (line: JsonObject) => JsonObject[],
): void {
  const added = objectsOf(authorization.addItem);
  if (added.length === 0) return;
  const keptSequences = new Set(kept.map((item) => item.sequence));
  const gone = new Set(items.map((item) => item.sequence).filter((sequence) => !keptSequences.has(sequence)));
  const left = added
    .filter((line) => {
      const of = Array.isArray(line.itemSequence) ? line.itemSequence : [];
      return of.length === 0 || of.some((sequence) => !gone.has(sequence as number));
    })
    .map((line) =>
      Array.isArray(line.itemSequence)
        ? { ...line, itemSequence: line.itemSequence.filter((s) => !gone.has(s as number)) }
        : line,
    )
    .flatMap(keep);
  if (left.length > 0) authorization.addItem = left;
  else delete authorization.addItem;
}

/** Header lists and the element by which lines point into them. */
const pointers: [list: string, pointer: string][] = [
  ['supportingInfo', 'informationSequence'],
  ['diagnosis', 'diagnosisSequence'],
  ['procedure', 'procedureSequence'],
  ['careTeam', 'careTeamSequence'],
];

/** A document about a denied item leaves no more than the item does. What no line points to belongs to the whole. */
function dropUnusedEntries(authorization: JsonObject, items: JsonObject[], kept: JsonObject[]): void {
  for (const [list, pointer] of pointers) {
    const stillUsed = sequencesIn(kept, pointer);
    const wasUsed = sequencesIn(items, pointer);
    const entries = objectsOf(authorization[list]);
    const left = entries.filter((e) => stillUsed.has(e.sequence) || !wasUsed.has(e.sequence));
    if (left.length === entries.length) continue;
    if (left.length > 0) authorization[list] = left;
    else delete authorization[list];
  }
}
