import { canonicalOf, compareVersions, isVersionAsked } from './canonical.ts';
import type { Definition, DefinitionType, FhirPackage } from './package-file.ts';

/** One definition as found, with the package that it is from. */
export interface Found {
  definition: Definition;
  package: FhirPackage;
}

/**
 * Several packages, and versions of one package, side by side. A canonical without a version means something only to
 * somebody: `scope` is the package that uses it, and its dependencies decide which version that is.
 */
export interface Library {
  readonly packages: readonly FhirPackage[];
  find(type: DefinitionType, canonical: string, scope: string): Found | undefined;
  /** Every definition of this URL, newest first. */
  all(type: DefinitionType, url: string): readonly Found[];
}

export function libraryOf(packages: readonly FhirPackage[]): Library {
  const byUrl = new Map<string, Found[]>();
  for (const one of packages)
    for (const definition of one.definitions) {
      const key = `${definition.resourceType} ${definition.url}`;
      const known = byUrl.get(key);
      if (known) known.push({ definition, package: one });
      else byUrl.set(key, [{ definition, package: one }]);
    }
  for (const found of byUrl.values()) found.sort(newestFirst);
  const reach = new Map<string, readonly string[]>();
  const reachOf = (scope: string): readonly string[] => {
    let ids = reach.get(scope);
    if (!ids) {
      ids = packagesInReach(scope, packages);
      reach.set(scope, ids);
    }
    return ids;
  };
  return {
    packages,
    find(type, canonical, scope) {
      const { url, version } = canonicalOf(canonical);
      const all = byUrl.get(`${type} ${url}`);
      if (!all) return undefined;
      const asked = all.filter(({ definition }) => isVersionAsked(definition.version, version));
      // The codes of a value set hardly change with its version; a profile of another version is another profile.
      const candidates = asked.length === 0 && type !== 'StructureDefinition' ? all : asked;
      if (candidates.length < 2) return candidates[0];
      for (const id of reachOf(scope)) {
        const near = candidates.find((one) => one.package.id === id);
        if (near) return near;
      }
      return candidates[0];
    },
    all: (type, url) => byUrl.get(`${type} ${url}`) ?? [],
  };
}

const newestFirst = (a: Found, b: Found): number =>
  compareVersions(b.package.version, a.package.version) ||
  compareVersions(b.definition.version, a.definition.version);

/** The package itself, then what it depends on, near before far. A scope may be a list of packages, joined by blanks. */
function packagesInReach(scope: string, packages: readonly FhirPackage[]): string[] {
  const ids = scope === '' ? [] : scope.split(' ');
  for (let i = 0; i < ids.length; i++) {
    const one = packages.find(({ id }) => id === ids[i]);
    for (const dependency of one?.dependencies ?? []) {
      const id = installedAs(dependency, packages)?.id;
      if (id !== undefined && !ids.includes(id)) ids.push(id);
    }
  }
  return ids;
}

/**
 * The package that stands for a dependency: of its version if there is one, else the newest. Names with a version at their
 * end (`hl7.fhir.us.core.v610`) let one guide use two versions: they mean the package before.
 */
function installedAs(dependency: string, packages: readonly FhirPackage[]): FhirPackage | undefined {
  const [fullName, version] = dependency.split('#') as [string, string];
  const name = fullName.replace(/\.(v\d+|\d+(\.\d+)+)$/, '');
  const named = packages.filter((one) => one.name === name);
  return (
    named.find((one) => one.version === version) ??
    named.sort((a, b) => compareVersions(b.version, a.version))[0]
  );
}
