import type { SearchProblem } from './condition.ts';
import { bringsProvenance, parametersOf } from './parameters.ts';

/** What comes along with the matches: where their references stand, and to which types they may lead. */
export interface Include {
  paths: string[];
  /** Everything that the matches refer to; `paths` are those of the Patient then. */
  all: boolean;
  /** Null: any. */
  types: string[] | null;
}

/** `_include`: `Type:parameter`, `Type:parameter:Target`, `Type:*`, all of the searched type. */
export function includeOf(type: string, value: string): { include: Include } | { problem: SearchProblem } {
  const [source, name = '', target, ...rest] = value.split(':');
  const parameter = parametersOf(type)?.get(name);
  if (source === type && name === '*' && target === undefined)
    return { include: { paths: parametersOf(type)?.get('patient')?.paths ?? [], all: true, types: null } };
  if (source !== type || parameter?.type !== 'reference' || rest.length > 0)
    return unsupported('_include', type);
  const { paths, targets = [] } = parameter;
  const any = targets.includes('*');
  if (target !== undefined && !any && !targets.includes(target)) return unsupported('_include', type);
  return { include: { paths, all: false, types: target !== undefined ? [target] : any ? null : targets } };
}

/** `_revinclude`: the Provenances. */
export const provenanceOf = (
  type: string,
  value: string,
): { provenance: true } | { problem: SearchProblem } =>
  value === 'Provenance:target' && bringsProvenance(type)
    ? { provenance: true }
    : unsupported('_revinclude', type);

const unsupported = (name: string, type: string) =>
  ({ problem: { code: 'not-supported', text: `This ${name} is not supported for ${type}.` } }) as const;
