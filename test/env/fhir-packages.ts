import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Definitions, definitionsOf } from '../../src/validation/definitions.ts';
import { libraryOf } from '../../src/validation/package/library.ts';
import { type FhirPackage, openPackage, packageExamples } from '../../src/validation/package/package-file.ts';
import { type Validator, validatorOf } from '../../src/validation/validator.ts';

const dir = fileURLToPath(new URL('../../../shared/igs/', import.meta.url));

/** Whether the published packages lie beside the repository. Tests that need them say so when they do not. */
export const hasPackages = existsSync(dir);

/** What a payer-to-payer exchange is judged by. */
const payerToPayer =
  /^(fhir\.tx\.support|hl7\.terminology|hl7\.fhir\.(r4\.|uv\.extensions|us\.(core|carin-bb|davinci-(pdex-2|hrex|atr|pas-2\.2))))/;

export interface Example {
  path: string;
  resource: Record<string, unknown>;
}

export interface TestPackage {
  id: string;
  validator: Validator;
  examples: Example[];
  /** Looks among the examples, as the publisher did. */
  resolver(reference: string): unknown;
}

/** The packages, opened once; the guides of them with their examples. */
export function openTestPackages(): { definitions: Definitions; guides: TestPackage[] } {
  const files = readdirSync(dir).filter((file) => file.endsWith('.tgz') && payerToPayer.test(file));
  const archives = files.map((file) => readFileSync(dir + file));
  const packages = archives.map(openPackage);
  const definitions = definitionsOf(libraryOf(packages));
  const guides = packages.flatMap((one, i) => {
    if (!/us\.(core|carin|davinci-(pdex|hrex|atr))/.test(one.name)) return [];
    return [guideOf(one, archives[i]!, definitions)];
  });
  return { definitions, guides };
}

function guideOf(one: FhirPackage, archive: Buffer, definitions: Definitions): TestPackage {
  const examples = [...packageExamples(archive)].flatMap(({ path, json }) => {
    const resource = JSON.parse(json.toString('utf8')) as Example['resource'];
    return typeof resource.resourceType === 'string' ? [{ path, resource }] : [];
  });
  const byReference = new Map(
    examples.map(({ resource }) => [`${String(resource.resourceType)}/${String(resource.id)}`, resource]),
  );
  return {
    id: one.id,
    validator: validatorOf(definitions, one.id),
    examples,
    resolver: (reference) => byReference.get(reference),
  };
}
