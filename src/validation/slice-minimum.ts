import type { StructureDefinition } from './package/definitions.ts';
import type { Structure } from './structure.ts';

/**
 * A slice of which a profile gives no minimum keeps the one that it had, and a new one is optional (profiling.html#slicing).
 * Some snapshot generators give it the minimum of its list instead, and demand every slice of a required list: that is
 * put right here.
 */
export function keepSliceMinimum(json: StructureDefinition, structure: Structure, base: Structure): void {
  const said = new Map((json.differential?.element ?? []).map(({ id, min }) => [id, min]));
  const before = new Map(base.elements.map(({ id, min }) => [id, min]));
  for (const element of structure.elements) {
    const { id, sliceName } = element;
    if (sliceName === undefined || said.get(id) !== undefined) continue;
    if (before.has(id)) element.min = before.get(id)!;
    else if (said.has(id)) element.min = 0;
  }
}
