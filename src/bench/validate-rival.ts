import { readFileSync } from 'node:fs';
import { openPackage } from '../validation/package/package-file.ts';

/** The other validator on npm, where it is installed (in a clone: it is for development only). */
export interface Rival {
  name: string;
  /** Validates each by US Core 6.1.0 Patient and counts those that it does not refuse. */
  countValid(patients: readonly object[]): number;
}

const patientUrl = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient';

/** What we use of it. */
interface Medplum {
  indexStructureDefinitionBundle(definitions: object[]): void;
  loadDataType(definition: object): void;
  validateResource(resource: object, options: { profile: object }): unknown;
}

/** Gives it base R4 and US Core 6.1.0 of the same packages; absent when the library or a package is. */
export async function rivalOf(files: readonly string[]): Promise<Rival | undefined> {
  const library = await import('@medplum/core').then(
    (module) => module as unknown as Medplum,
    () => undefined,
  );
  const packages = files.map((file) => openPackage(readFileSync(file)));
  const core = packages.find(({ id }) => id === 'hl7.fhir.r4.core#4.0.1');
  const usCore = packages.find(({ id }) => id === 'hl7.fhir.us.core#6.1.0');
  if (!library || !core || !usCore) return undefined;
  const definitionsOf = ({ definitions }: typeof core) =>
    definitions
      .filter(({ resourceType }) => resourceType === 'StructureDefinition')
      .map(({ json }) => JSON.parse(json.toString('utf8')) as { url: string; derivation?: string });
  library.indexStructureDefinitionBundle(
    definitionsOf(core).filter(({ derivation }) => derivation !== 'constraint'),
  );
  const profiles = definitionsOf(usCore);
  for (const profile of profiles) {
    try {
      library.loadDataType(profile);
    } catch {
      // It cannot read some profiles; those of a Patient it can.
    }
  }
  const profile = profiles.find(({ url }) => url === patientUrl);
  if (!profile) return undefined;
  const valid = (patient: object): boolean => {
    try {
      library.validateResource(patient, { profile });
      return true;
    } catch {
      return false;
    }
  };
  return {
    name: `@medplum/core ${versionOf()} on US Core 6.1.0 Patients, CPU time of one thread`,
    countValid: (patients) => patients.filter(valid).length,
  };
}

function versionOf(): string {
  const manifest = new URL('../../node_modules/@medplum/core/package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
