import type { Tx } from '../db/db.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { closeLabels, labelledAmong } from '../labels/close.ts';
import type { Labelling } from '../labels/labelling.ts';
import { patientsOfPersons } from '../person/store.ts';
import {
  heldLinks,
  loadedTexts,
  noteUnresolved,
  payerWideAmong,
  personsThatLost,
  replaceText,
  type Unresolved,
  unresolvedOf,
  unresolvedTo,
  updateClosures,
} from '../record/closure-store.ts';
import { type MergeCounts, openMerge } from '../record/merge.ts';
import type { RecordRow } from '../record/record-row.ts';
import { claimsOf } from '../release/claims.ts';
import { loadedLine, type ReleaseView, stamp, viewOfLine } from '../release/release-view.ts';
import { type Closing, closePayerWide, closePerson, type Incoming } from './close-person.ts';

/**
 * Stores records in the caller's transaction, persons in their order, and leaves every record of the persons that it
 * touches closed: nothing refers to what is not here, and `reach` is what it should be.
 * @param stampedAt from `stampWrite` in this transaction
 */
export async function storeBatch(
  tx: Tx,
  incoming: readonly (Incoming & { at: { file: number; line: number } })[],
  stampedAt: Date,
  labelling: Labelling,
): Promise<MergeCounts> {
  const sorted = [...incoming].sort((a, b) => a.personId - b.personId);
  const closing = await close(tx, new Set(sorted.map((one) => one.personId)), sorted);
  for (const { one, dangling } of closing.incoming) {
    const line = loadedLine(one.view);
    const patients = closing.patients.get(one.personId) ?? new Set();
    const { text, source, stampAt } = viewOfLine(line, {
      cut: cutting(dangling, patients),
      unclaimed: one.view.unclaimed,
    });
    Object.assign(one.view, { text, source, stampAt });
  }
  const merge = openMerge(tx, { lastUpdated: stampedAt });
  for (const one of sorted) {
    stamp(one.view, stampedAt);
    const wait = merge.add(rowOf(one, labelling.generation), one.at);
    if (wait) await wait;
  }
  const { counts } = await merge.finish();
  await writeClosing(tx, closing, stampedAt);
  if (counts.moved > 0) await recloseLosers(tx, stampedAt);
  if (counts.stored > 0) {
    await restoreReferrers(tx, sorted, stampedAt);
    for (const personId of await labelledAmong(tx, [...new Set(sorted.map((one) => one.personId))]))
      await closeLabels(tx, personId, labelling);
  }
  return counts;
}

/** Closes persons again that were not loaded: after deletions, or when others' records arrived. */
export async function reclosePersons(tx: Tx, personIds: readonly number[], stampedAt: Date): Promise<void> {
  if (personIds.length === 0) return;
  await writeClosing(tx, await close(tx, new Set(personIds), []), stampedAt);
}

export const recloseLosers = async (tx: Tx, at: Date): Promise<void> =>
  reclosePersons(
    tx,
    (await personsThatLost(tx, at)).filter((id) => id !== 0),
    at,
  );

interface ClosingOfAll extends Closing {
  patients: Map<number, Set<string>>;
}

async function close(
  tx: Tx,
  personIds: ReadonlySet<number>,
  incoming: readonly Incoming[],
): Promise<ClosingOfAll> {
  const people = [...personIds].filter((id) => id !== 0);
  const held = byPerson(await heldLinks(tx, people));
  const wasCut = byPerson(await unresolvedOf(tx, people));
  const patients = await patientsOfPersons(tx, people);
  const arriving = byPerson(incoming);
  const payerWide = await payerWideTargets(tx, held, incoming);
  const all: ClosingOfAll = { incoming: [], closures: [], held: [], written: [], patients };
  for (const personId of personIds) {
    const mine = arriving.get(personId) ?? [];
    const one =
      personId === 0
        ? closePayerWide(mine, payerWide)
        : closePerson(personId, mine, {
            held: held.get(personId) ?? [],
            wasCut: wasCut.get(personId) ?? [],
            payerWide,
            patients: patients.get(personId) ?? new Set(),
          });
    for (const name of ['incoming', 'closures', 'held', 'written'] as const)
      for (const entry of one[name]) (all[name] as unknown[]).push(entry);
  }
  return all;
}

async function payerWideTargets(
  tx: Tx,
  held: ReadonlyMap<number, { ref: string; refs: readonly string[] }[]>,
  incoming: readonly Incoming[],
): Promise<Set<string>> {
  const here = new Set<string>();
  const arriving = new Set<string>();
  const targets = new Set<string>();
  for (const { personId, view } of incoming) {
    (personId === 0 ? arriving : here).add(view.ref);
    for (const ref of view.refs) targets.add(ref);
  }
  for (const links of held.values())
    for (const link of links) {
      here.add(link.ref);
      for (const ref of link.refs) targets.add(ref);
    }
  const found = await payerWideAmong(
    tx,
    [...targets].filter((target) => !here.has(target) && !arriving.has(target)),
  );
  for (const ref of arriving) found.add(ref);
  return found;
}

const cutting = (dangling: readonly string[], patients: ReadonlySet<string>) => {
  const gone = new Set(dangling);
  return (target: string): boolean =>
    gone.has(target) || (target.startsWith('Patient/') && !patients.has(target.slice('Patient/'.length)));
};

async function writeClosing(tx: Tx, closing: ClosingOfAll, stampedAt: Date): Promise<void> {
  await updateClosures(tx, closing.closures);
  const unresolved: Unresolved[] = [];
  const note = (personId: number, ref: string, dangling: readonly string[]) => {
    for (const target of dangling) unresolved.push({ personId, ref, target });
  };
  for (const { one, dangling } of closing.incoming) note(one.personId, one.view.ref, dangling);
  for (const { personId, ref, dangling } of closing.held) note(personId, ref, dangling);
  for (let i = 0; i < closing.held.length; i += reviewed_max)
    await reviewHeld(tx, closing.held.slice(i, i + reviewed_max), closing.patients, stampedAt);
  if (closing.held.length > 0 || unresolved.length > 0 || closing.written.length > 0)
    await noteUnresolved(tx, [...closing.written, ...closing.held], unresolved);
}

/** Texts that are made again at a time. */
const reviewed_max = 500;

async function reviewHeld(
  tx: Tx,
  reviews: Closing['held'],
  patients: ReadonlyMap<number, Set<string>>,
  stampedAt: Date,
): Promise<void> {
  const texts = new Map((await loadedTexts(tx, reviews)).map((t) => [`${t.personId} ${t.ref}`, t]));
  for (const { personId, ref, dangling } of reviews) {
    const held = texts.get(`${personId} ${ref}`);
    if (held === undefined) continue;
    const cut = cutting(dangling, patients.get(personId) ?? new Set());
    const view = viewAgain(held, cut);
    stamp(view, stampedAt);
    await replaceText(tx, { personId, ref, text: view.text, source: view.source }, stampedAt);
  }
}

/** What an earlier load decided not to claim stays unclaimed. */
function viewAgain(
  { text, released }: { text: string; released: string },
  cut: (reference: string) => boolean,
): ReleaseView {
  const line = Buffer.from(text);
  const view = viewOfLine(line, { cut });
  if (!text.includes('"profile"')) return view;
  const claimed = claimsOf(JSON.parse(released) as JsonObject);
  const unclaimed = claimsOf(JSON.parse(view.text.toString()) as JsonObject).filter(
    (claim) => !claimed.includes(claim),
  );
  return unclaimed.length > 0 ? viewOfLine(line, { cut, unclaimed }) : view;
}

/** Records of persons that this batch did not bring get back the references to what it did bring. */
async function restoreReferrers(tx: Tx, incoming: readonly Incoming[], stampedAt: Date): Promise<void> {
  const refs = incoming.filter((one) => one.personId === 0).map((one) => one.view.ref);
  if (refs.length === 0) return;
  const waiting = await unresolvedTo(tx, refs);
  await reclosePersons(
    tx,
    [...new Set(waiting.map((u) => u.personId))].filter((id) => id !== 0),
    stampedAt,
  );
  const wide = waiting.filter((u) => u.personId === 0);
  if (wide.length > 0)
    await restorePayerWide(
      tx,
      wide.map((u) => u.ref),
      stampedAt,
    );
}

async function restorePayerWide(tx: Tx, refs: readonly string[], stampedAt: Date): Promise<void> {
  const noted = (await unresolvedOf(tx, [0])).filter((u) => refs.includes(u.ref));
  const here = await payerWideAmong(
    tx,
    noted.map((u) => u.target),
  );
  const reviews = [...new Set(refs)].map((ref) => ({
    personId: 0,
    ref,
    dangling: noted.filter((u) => u.ref === ref && !here.has(u.target)).map((u) => u.target),
  }));
  await writeClosing(
    tx,
    { incoming: [], closures: [], held: reviews, written: [], patients: new Map() },
    stampedAt,
  );
}

function byPerson<T extends { personId: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(row.personId);
    if (group) group.push(row);
    else groups.set(row.personId, [row]);
  }
  return groups;
}

const rowOf = ({ personId, view, labels, paDocument }: Incoming, ruleSet: number): RecordRow => ({
  personId,
  ref: view.ref,
  type: view.type,
  origin: 0,
  originRef: null,
  serviceStart: view.serviceStart,
  serviceEnd: view.serviceEnd,
  reach: view.reach,
  paChanged: view.paChanged,
  paUntil: view.paUntil,
  paDocument,
  withheld: view.withheld,
  labels: personId === 0 ? 0 : labels,
  ruleSet,
  refs: view.refs,
  hash: view.hash,
  text: view.text,
  source: view.source,
});
