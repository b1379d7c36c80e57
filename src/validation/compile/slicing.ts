import { type ElementNode, inherited } from '../element-tree.ts';
import type { Run } from '../run.ts';
import type { Check, Place } from './check.ts';
import { type Matches, sliceMatcher } from './discriminator.ts';

interface Slice {
  /** Place among the counts. */
  index: number;
  name: string;
  min: number;
  max: number;
  matches: Matches;
  check: Check;
  parts: Slice[];
}

/** Checks the items of a list, each by the slice that it belongs to (profiling.html#slicing). */
export type ListCheck = (items: readonly unknown[], run: Run) => void;

export function slicedList(
  node: ElementNode,
  base: Check,
  place: Place,
  checkOf: (slice: ElementNode) => Check,
): ListCheck | undefined {
  const { slicing } = node.definition;
  const all: Slice[] = [];
  const slices = compileSlices(node, place, checkOf, all);
  if (!slices) return undefined;
  const closed = slicing?.rules === 'closed';
  const openAtEnd = slicing?.rules === 'openAtEnd';
  const ordered = slicing?.ordered === true;
  return (items, run) => {
    const counts = run.claimCounts(all.length);
    let last = 0;
    let open = false;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item === null) continue;
      run.indices[run.depth] = i;
      const slice = assigned(item, slices, counts, run);
      if (!slice) {
        open = true;
        if (closed)
          run.error('structure', 'slice-closed', 'The item fits no slice, and no others are allowed.');
        base(item, run);
        continue;
      }
      if (openAtEnd && open) run.error('structure', 'slice-order', 'Items of slices come before all others.');
      if (ordered && slice.index < last)
        run.error('structure', 'slice-order', `The slice ${slice.name} comes too late.`);
      last = slice.index;
      slice.check(item, run);
    }
    run.indices[run.depth] = -1;
    for (const { index, name, min, max } of all) {
      const count = run.counts[counts + index]!;
      if (count < min) run.error('required', 'slice-min', `The slice ${name} must be there ${times(min)}.`);
      if (count > max)
        run.error('structure', 'slice-max', `The slice ${name} may be there ${times(max)} only.`);
    }
    run.countsUsed = counts;
  };
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

function compileSlices(
  node: ElementNode,
  place: Place,
  checkOf: (slice: ElementNode) => Check,
  all: Slice[],
): Slice[] | undefined {
  const slices: Slice[] = [];
  for (const own of node.slices) {
    const slice = inherited(own, node);
    const matches = sliceMatcher(slice, node.definition.slicing?.discriminator ?? [], place);
    if (!matches) return undefined;
    const { definition } = slice;
    const compiled: Slice = {
      index: all.length,
      name: definition.sliceName ?? definition.id,
      min: definition.min,
      max: definition.max === '*' ? Number.POSITIVE_INFINITY : Number(definition.max),
      matches,
      check: checkOf(slice),
      parts: [],
    };
    all.push(compiled);
    slices.push(compiled);
    compiled.parts = compileSlices(slice, place, checkOf, all) ?? [];
  }
  return slices;
}

/** The slice of an item, the innermost of sub-slices. Every one on the way counts it. */
function assigned(item: unknown, slices: readonly Slice[], counts: number, run: Run): Slice | undefined {
  for (let i = 0; i < slices.length; i++) {
    const slice = slices[i]!;
    if (!slice.matches(item, run)) continue;
    run.counts[counts + slice.index]!++;
    return slice.parts.length === 0 ? slice : (assigned(item, slice.parts, counts, run) ?? slice);
  }
  return undefined;
}
