import type { CodeSystem, Expansion, StructureDefinition, ValueSet } from './package/definitions.ts';
import type { Library } from './package/library.ts';
import type { Definition } from './package/package-file.ts';
import { keepSliceMinimum } from './slice-minimum.ts';
import { type Structure, structureOf } from './structure.ts';
import { type ExpandedValueSet, expandValueSet } from './terminology/value-set.ts';

/** Profiles and value sets by canonical, as a package (`scope`) means it. Each is read once. */
export interface Definitions {
  structure(canonical: string, scope: string): Structure | undefined;
  valueSet(canonical: string, scope: string): ExpandedValueSet | undefined;
}

export function definitionsOf(library: Library): Definitions {
  const structures = new Map<Definition, Structure | undefined>();
  const valueSets = new Map<Definition, ExpandedValueSet>();
  const read = <T>(definition: Definition): T => JSON.parse(definition.json.toString('utf8')) as T;
  const self: Definitions = {
    structure(canonical, scope) {
      const found = library.find('StructureDefinition', canonical, scope);
      if (!found) return undefined;
      const { definition } = found;
      if (!structures.has(definition)) {
        const json = read<StructureDefinition>(definition);
        const structure = structureOf(json, found.package.id);
        structures.set(definition, structure.elements.length === 0 ? undefined : structure);
        const base = json.baseDefinition && self.structure(json.baseDefinition, found.package.id);
        if (base) keepSliceMinimum(json, structure, base);
      }
      return structures.get(definition);
    },
    valueSet(canonical, scope) {
      const found = library.find('ValueSet', canonical, scope);
      if (!found) return undefined;
      let expanded = valueSets.get(found.definition);
      if (!expanded) {
        const within = found.package.id;
        expanded = expandValueSet(read<ValueSet>(found.definition), {
          valueSet: (url) => {
            const imported = library.find('ValueSet', url, within);
            return imported && read<ValueSet>(imported.definition);
          },
          codeSystem: (url) => {
            const system = library.find('CodeSystem', url, within);
            return system && read<CodeSystem>(system.definition);
          },
          expansions: (url) =>
            library.all('ValueSet', url).flatMap(({ definition }): Expansion[] => {
              const { expansion } = read<ValueSet>(definition);
              return expansion ? [expansion] : [];
            }),
        });
        valueSets.set(found.definition, expanded);
      }
      return expanded;
    },
  };
  return self;
}
