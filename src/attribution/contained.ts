import { isObject, type JsonObject, printJson } from '../fhir/lossless.ts';

/** What R4 forbids in a contained resource, and nothing else (pdex-151a). */
const forbiddenMeta: readonly string[] = ['versionId', 'lastUpdated', 'security'];

/** A submitted resource as it may stand in `contained`: one line, numbers and order as they came (pdex-150 to 152). */
export function containedCopy(resource: JsonObject): string {
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(resource)) {
    if (name === 'contained') continue;
    if (name === 'meta' && isObject(value)) {
      const kept = Object.entries(value).filter(([part]) => !forbiddenMeta.includes(part.replace(/^_/, '')));
      if (kept.length > 0) copy.meta = Object.fromEntries(kept);
    } else copy[name] = value;
  }
  return printJson(copy);
}
