// What leaves of a published claim is what its profile asks: every claim and prior authorization among the examples of the
// guides goes through the release rules and is judged by the Basis (or PDex) profile that it then claims.
import { beforeAll, describe, expect, test } from 'vitest';
import { hasPackages, openTestPackages, type TestPackage } from '../../test/env/fhir-packages.ts';
import type { JsonObject } from '../fhir/lossless.ts';
import { scanResource } from '../fhir/scan.ts';
import { claimsOf } from './claims.ts';
import { releaseView, stamp } from './release-view.ts';

if (!hasPackages)
  process.stderr.write('published-claims.test.ts: no FHIR packages beside the repository, skipped\n');

let guides: TestPackage[] = [];
beforeAll(() => {
  if (hasPackages) guides = openTestPackages().guides;
}, 120_000);

/** As it would leave, with why it would not. */
function released(resource: JsonObject): { value: JsonObject; withheld: string | null } {
  const line = Buffer.from(JSON.stringify(resource));
  const view = releaseView(line, scanResource(line).resource!, resource);
  stamp(view, new Date('2026-01-01T00:00:00Z'));
  return { value: JSON.parse(view.text.toString()) as JsonObject, withheld: view.withheld };
}

describe.runIf(hasPackages)('the examples of CARIN and PDex, as they would leave', () => {
  test('are valid against the profiles that they claim then, none of them a Full one', () => {
    const wrong: string[] = [];
    const counts: Record<string, number> = {};
    for (const guide of guides.filter(({ id }) => /carin-bb|pdex/.test(id)))
      for (const { resource } of guide.examples) {
        if (resource.resourceType !== 'ExplanationOfBenefit') continue;
        const { value, withheld } = released(resource as JsonObject);
        counts[withheld ?? 'released'] = (counts[withheld ?? 'released'] ?? 0) + 1;
        if (withheld !== null) continue;
        const claims = claimsOf(value);
        const { issues, valid } = guide.validator.validate(value, { resolver: guide.resolver });
        const full = claims.some((claim) => /C4BB-ExplanationOfBenefit-(?!.*-Basis)/.test(claim));
        if (!valid || full)
          wrong.push(
            `${guide.id} ${String(resource.id)} ${issues.find((i) => i.severity === 'error')?.rule}`,
          );
      }
    expect(wrong).toEqual([]);
    expect(counts.released).toBeGreaterThan(30);
  }, 60_000);
});
