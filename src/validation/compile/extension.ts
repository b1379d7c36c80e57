import { childOf, type ElementNode, inherited } from '../element-tree.ts';
import { isRecord } from '../fhirpath/members.ts';
import type { Run } from '../run.ts';
import type { Check, Place } from './check.ts';
import { fixedValueOf } from './pattern.ts';
import type { ListCheck } from './slicing.ts';

/** Definitions of extensions that data may name; more names are looked up anew each time. */
const known_max = 5_000;

/**
 * A list of extensions (extensibility.html). Each is found by its URL: a slice of the profile, else the definition of that URL
 * wherever it is installed. An unknown extension may be passed over, an unknown modifier may not.
 */
export function extensionList(
  node: ElementNode,
  base: Check,
  place: Place,
  checkOf: (slice: ElementNode) => Check,
): ListCheck {
  const isModifier = node.name === 'modifierExtension';
  const slices = node.slices.map((own) => {
    const slice = inherited(own, node);
    const { min, max, sliceName } = slice.definition;
    return {
      url: urlOf(slice),
      name: sliceName ?? '',
      min,
      max: max === '*' ? Number.POSITIVE_INFINITY : Number(max),
      check: checkOf(slice),
    };
  });
  const byUrl = new Map(slices.map((slice, index) => [slice.url, index]));
  const closed = node.definition.slicing?.rules === 'closed' && slices.length > 0;
  // The parts of an extension whose definition is not known have names that nobody here can know.
  const namesParts =
    place.structure.type === 'Extension'
      ? place.structure.isProfile
      : !node.definition.path.includes('xtension.');
  const known = new Map<string, Check | undefined>();
  const definitionOf = (url: string): Check | undefined => {
    if (known.has(url)) return known.get(url);
    const structure = place.source.structure(url, place.structure.scope);
    const check = structure?.type === 'Extension' ? place.source.conformance(structure) : undefined;
    if (known.size < known_max) known.set(url, check);
    return check;
  };
  function checkOther(item: unknown, url: string, run: Run): void {
    if (closed) run.error('structure', 'slice-closed', 'The profile allows no other extensions here.');
    const check = definitionOf(url);
    if (check) {
      check(item, run);
      return;
    }
    base(item, run);
    if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url)) {
      if (namesParts)
        run.error('value', 'extension-url', 'An extension is named by an absolute URL, or by its parent.');
    } else if (isModifier)
      run.error(
        'extension',
        'modifier-extension-unknown',
        'An unknown modifier extension may change the meaning of its parent.',
      );
    else run.skip('unknown extension');
  }
  return (items, run) => {
    const counts = run.claimCounts(slices.length);
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      run.indices[run.depth] = i;
      const url = isRecord(item) ? item.url : undefined;
      if (typeof url !== 'string') {
        base(item, run);
        continue;
      }
      const index = byUrl.get(url);
      if (index === undefined) checkOther(item, url, run);
      else {
        run.counts[counts + index]!++;
        slices[index]!.check(item, run);
      }
    }
    run.indices[run.depth] = -1;
    for (let i = 0; i < slices.length; i++) {
      const { name, min, max } = slices[i]!;
      const count = run.counts[counts + i]!;
      if (count < min) run.error('required', 'slice-min', `The extension ${name} is missing.`);
      if (count > max) run.error('structure', 'slice-max', `The extension ${name} is there too often.`);
    }
    run.countsUsed = counts;
  };
}

/** A slice of an extension list is known by its profile, a part of a complex extension by its fixed URL. */
function urlOf(slice: ElementNode): string {
  const profile = slice.definition.type?.[0]?.profile?.[0];
  if (profile !== undefined) return profile.split('|')[0]!;
  const url = childOf(slice, 'url');
  if (!url || !fixedValueOf(url.definition)) return '';
  const { fixedUri, patternUri } = url.definition as { fixedUri?: unknown; patternUri?: unknown };
  return String(fixedUri ?? patternUri ?? '');
}

/** ext-1: a value or extensions, and not both. */
export const extensionContent: Check = (value, run) => {
  if (!isRecord(value)) return;
  let values = 0;
  for (const name in value) if (name.startsWith('value') || name.startsWith('_value')) values++;
  if (values > 0 === (value.extension !== undefined))
    run.error('invariant', 'ext-1', 'An extension has either a value or extensions.');
};
