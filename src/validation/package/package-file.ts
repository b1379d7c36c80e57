import { Problem } from '../../problem/problem.ts';
import { type DefinitionHead, definitionHead } from './definition-head.ts';
import { tarEntries } from './tar.ts';

/** Resource types that are kept; capability statements and search parameters are not needed to judge data. */
export type DefinitionType = 'StructureDefinition' | 'ValueSet' | 'CodeSystem';
const definitionTypes: readonly DefinitionType[] = ['StructureDefinition', 'ValueSet', 'CodeSystem'];

export interface Definition extends DefinitionHead {
  resourceType: DefinitionType;
  json: Buffer;
}

/** A FHIR package (confluence: NPM Package Specification) whose definitions are found, but not yet read. */
export interface FhirPackage {
  name: string;
  version: string;
  /** `name#version`, as packages name each other. */
  id: string;
  /** Ids of the packages that it builds on. */
  dependencies: string[];
  definitions: Definition[];
}

/** Opens a `.tgz`. Its bytes stay in memory as long as a definition of it does. */
export function openPackage(archive: Buffer): FhirPackage {
  let manifest: Manifest | undefined;
  const definitions: Definition[] = [];
  for (const { path, bytes } of tarEntries(archive)) {
    if (path === 'package/package.json') manifest = readManifest(bytes);
    else if (isDefinition(path)) {
      const head = definitionHead(bytes);
      if (head && isDefinitionType(head.resourceType))
        definitions.push({ ...head, resourceType: head.resourceType, json: bytes });
    }
  }
  if (!manifest) throw new Problem('invalid', 'The package cannot be read: it has no package/package.json.');
  return { ...manifest, id: `${manifest.name}#${manifest.version}`, definitions };
}

/** The example resources of a package, each with its path. */
export function* packageExamples(
  archive: Buffer,
): Generator<{ path: string; json: Buffer }, void, undefined> {
  for (const { path, bytes } of tarEntries(archive))
    if (/^package\/(example|examples)\/[^/.][^/]*\.json$/.test(path)) yield { path, json: bytes };
}

const isDefinition = (path: string): boolean =>
  /^package\/[^/]+\.json$/.test(path) && definitionTypes.some((type) => path.startsWith(`package/${type}-`));

const isDefinitionType = (type: string): type is DefinitionType =>
  (definitionTypes as readonly string[]).includes(type);

interface Manifest {
  name: string;
  version: string;
  dependencies: string[];
}

function readManifest(json: Buffer): Manifest {
  const { name, version, dependencies } = JSON.parse(json.toString('utf8')) as {
    name?: unknown;
    version?: unknown;
    dependencies?: Record<string, string>;
  };
  if (
    typeof name !== 'string' ||
    typeof version !== 'string' ||
    !/^[\w.-]{1,100}$/.test(name) ||
    !/^[\w.+-]{1,60}$/.test(version)
  )
    throw new Problem('invalid', 'The package cannot be read: package.json has no name or version.');
  return {
    name,
    version,
    dependencies: Object.entries(dependencies ?? {}).map(([of, at]) => `${of}#${at}`),
  };
}
