// consent-and-sensitive-data 3.4, 3.5, 3.6: what of a labelled member's records leaves under one permit, and as what
import { isNarrow } from '../consent/release.ts';
import type { Tx } from '../db/db.ts';
import { isObject, type JsonObject } from '../fhir/lossless.ts';
import { type LeavingRow, leavingRows, leavingTexts, personsWithLabels } from '../record/label-store.ts';
import type { Windows } from '../record/leaving-store.ts';
import { classMask, label, neverMask } from '../sensitivity/bits.ts';
import { type GraphRecord, graphRecord } from '../sensitivity/closure/graph.ts';
import { type Dropped, planRelease } from '../sensitivity/closure/release-plan.ts';
import { decideRecord, type RecordDecision, type ReleasePermit } from '../sensitivity/decide-record.ts';
import { partsToDrop } from '../sensitivity/droppable.ts';
import { patientCuts } from '../sensitivity/patient-cuts.ts';
import { redact } from '../sensitivity/redact.ts';
import { securityOf } from '../sensitivity/security.ts';
import { categoryOf } from './categories.ts';
import type { Labelling } from './labelling.ts';
import { ownLabels } from './own.ts';

/** Of one member's records that are inside the windows; what is in neither map leaves as it is. */
export interface Leaving {
  /** With the one reason of each: for the member and the officer, never for the partner. */
  withheld: ReadonlyMap<string, string>;
  /** What leaves in another form than it is held in. */
  edited: ReadonlyMap<string, { text: string; refs: string[] }>;
}

export interface LeavingDeps {
  labelling: Labelling;
  /** `requiredGeneration`: older labels do not count. */
  required: number;
  /** Our own FHIR base URL, of the label system for classes that HL7 has no code for. */
  base: string;
}

/** Labels under which a record may need more than to be let through. */
export const watchedLabels = (release: ReleasePermit): number =>
  classMask | label.UNCLASSIFIED | label.HOLD | (release.policy === 'regular' ? label.OPAQUE : 0);

/** Of these persons, those whose records must be planned one by one; of the others, all that is inside the windows leaves. */
export async function watchedPersons(
  tx: Tx,
  releases: ReadonlyMap<number, ReleasePermit>,
): Promise<Set<number>> {
  const watched = new Set<number>();
  const byMask = new Map<number, number[]>();
  for (const [personId, release] of releases) {
    if (isNarrow(release)) watched.add(personId);
    const mask = watchedLabels(release);
    byMask.set(mask, [...(byMask.get(mask) ?? []), personId]);
  }
  for (const [mask, persons] of byMask)
    for (const personId of await personsWithLabels(tx, persons, mask)) watched.add(personId);
  return watched;
}

/** Classes of which even a deletion is not told: it would tell the id of what never left. */
export function untoldLabels(release: ReleasePermit): number {
  const { deny } = release;
  const ever = neverMask | label.HOLD | label.OWN | deny.member | deny.jurisdiction | deny.partner;
  if (release.policy === 'regular')
    return ever | deny.policy | label.PART2 | label.OPAQUE | label.UNCLASSIFIED;
  return ever | label.UNCLASSIFIED | label.PART2;
}

/**
 * Plans one person's records in this snapshot. A record stays by the table of 5.2; with it what its required references need; what leaves
 * is cut where it points at what stays. Only what is labelled or points at a labelled record is ever parsed.
 */
export async function planLeaving(
  tx: Tx,
  deps: LeavingDeps,
  personId: number,
  release: ReleasePermit,
  windows: Windows,
): Promise<Leaving> {
  const rows = await leavingRows(tx, personId, windows);
  const decisions = new Map(rows.map((row) => [row.ref, decide(row, release, deps.required)]));
  const texts = new Map<string, string>();
  const paths = new Map<string, string[]>();
  const fetch = async (refs: readonly string[]) => {
    for (const { ref, text } of await leavingTexts(
      tx,
      personId,
      refs.filter((ref) => !texts.has(ref)),
    ))
      texts.set(ref, text);
  };

  // A class that stands in a part that the record can do without: the part stays, not the record.
  const sensitive = rows.filter(
    ({ ref, labels }) => stays(decisions.get(ref)) === 'sensitive' && !(labels & label.OPAQUE),
  );
  await fetch(sensitive.map(({ ref }) => ref));
  for (const row of sensitive) {
    const parts = partsOf(texts.get(row.ref), row, release, deps.labelling, personId);
    if (!parts) continue;
    paths.set(row.ref, parts);
    decisions.set(row.ref, { release: true, emit: false, part2: false });
  }

  const { withheld, drop } = await closeOver(rows, (ref) => stays(decisions.get(ref)), fetch, texts);

  const edited = new Map<string, { text: string; refs: string[] }>();
  const own = rows.reduce((mask, row) => mask | row.labels, 0);
  const deny = release.policy === 'regular' ? release.deny.policy : 0;
  const cut = groupedByRef(drop);
  const changing = rows.filter(({ ref, type, labels }) => {
    const decision = decisions.get(ref)!;
    const labelled = (decision.release && decision.emit) || (type === 'Patient' && labels !== 0);
    return (
      !withheld.has(ref) && (labelled || cut.has(ref) || paths.has(ref) || (type === 'Patient' && deny & own))
    );
  });
  await fetch(changing.map(({ ref }) => ref));
  for (const { ref, type, labels, refs } of changing) {
    const text = texts.get(ref)!;
    const decision = decisions.get(ref)!;
    const gone = cut.get(ref) ?? [];
    const cuts = type === 'Patient' ? patientCuts(JSON.parse(text) as JsonObject, denied(release), own) : [];
    const emit = decision.release && decision.emit;
    const redacted = redact(text, {
      drop: gone,
      paths: [...(paths.get(ref) ?? []), ...cuts],
      security: emit ? securityOf(labels, deps.base) : [],
    });
    const targets = new Set(gone.map(({ target }) => target));
    edited.set(ref, { text: redacted, refs: refs.filter((target) => !targets.has(target)) });
  }
  return { withheld, edited };
}

/** Classes that this partner gets nothing of. */
const denied = ({ policy, deny }: ReleasePermit): number =>
  deny.member | deny.jurisdiction | deny.partner | (policy === 'regular' ? deny.policy : 0);

function decide(row: LeavingRow, release: ReleasePermit, required: number): RecordDecision {
  // K12: the member's own record always leaves; what tells a class is cut out of it.
  const labels = row.ruleSet < required ? row.labels | label.UNCLASSIFIED : row.labels;
  if (row.type === 'Patient' && (labels & label.UNCLASSIFIED) === 0)
    return {
      release: true,
      emit: release.policy === 'sensitive' && (labels & classMask) !== 0,
      part2: false,
    };
  const { type, serviceStart: start, serviceEnd: end } = row;
  return decideRecord(
    {
      labels,
      type,
      category: categoryOf(row),
      start,
      end,
      hold: (labels & label.HOLD) !== 0,
      memberAdd: false,
    },
    // Nothing puts the notice of 42 CFR 2.32 beside a record yet, and without it a Part 2 record may not leave on any basis.
    { ...release, part2: null },
  );
}

const stays = (decision: RecordDecision | undefined): string | undefined =>
  decision?.release === false ? decision.withhold : undefined;

/** The parts to leave out, where the record's classes stand in nothing else and came from no other record. */
function partsOf(
  text: string | undefined,
  row: LeavingRow,
  release: ReleasePermit,
  labelling: Labelling,
  personId: number,
): string[] | undefined {
  if (text === undefined || release.policy !== 'regular') return undefined;
  const resource = JSON.parse(text) as JsonObject;
  if (!isObject(resource)) return undefined;
  const own = ownLabels(resource, personId, labelling);
  if ((row.labels & classMask & ~own.labels) !== 0) return undefined;
  const parts = partsToDrop(row.type, own.reasons);
  return 'drop' in parts && parts.drop.length > 0 ? parts.drop : undefined;
}

/** Which records stay with those that stay, and what is cut from the others. Parses what points at a record that stays, and no more. */
async function closeOver(
  rows: readonly LeavingRow[],
  own: (ref: string) => string | undefined,
  fetch: (refs: readonly string[]) => Promise<void>,
  texts: ReadonlyMap<string, string>,
): Promise<{ withheld: ReadonlyMap<string, string>; drop: Dropped[] }> {
  const byRef = new Map<string, GraphRecord>();
  const gone = new Set<string>();
  for (const { ref, type } of rows)
    if (own(ref) !== undefined) {
      gone.add(ref);
      byRef.set(ref, { ref, type, own: 0, links: [], keys: [], helper: false });
    }
  for (;;) {
    const pointing = rows.filter(
      ({ ref, refs }) => !byRef.has(ref) && refs.some((target) => gone.has(target)),
    );
    await fetch(pointing.map(({ ref }) => ref));
    for (const { ref } of pointing)
      byRef.set(ref, { ...graphRecord(JSON.parse(texts.get(ref)!) as JsonObject, 0), helper: false });
    const plan = planRelease([...byRef.values()], ({ ref }) => own(ref));
    const more = [...plan.withheld.keys()].filter((ref) => !gone.has(ref));
    for (const ref of more) gone.add(ref);
    if (more.length === 0 && pointing.length === 0) return plan;
    if (more.length === 0) {
      const left = rows.some(({ ref, refs }) => !byRef.has(ref) && refs.some((target) => gone.has(target)));
      if (!left) return plan;
    }
  }
}

function groupedByRef(drop: readonly Dropped[]): Map<string, Dropped[]> {
  const groups = new Map<string, Dropped[]>();
  for (const one of drop) groups.set(one.ref, [...(groups.get(one.ref) ?? []), one]);
  return groups;
}
