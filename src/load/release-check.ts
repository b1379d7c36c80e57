import type { JsonObject } from '../fhir/lossless.ts';
import type { ScannedResource } from '../fhir/scan.ts';
import { claimsOf } from '../release/claims.ts';
import { type ReleaseView, releaseView } from '../release/release-view.ts';
import type { Issue } from '../validation/issue.ts';
import type { Validation, Validator } from '../validation/validator.ts';
import { openTally, type ReleaseCheckReport } from './release-tally.ts';

/** What becomes of a record whose release view is not what its profiles ask. */
export type InvalidPolicy = 'quarantine' | 'refuse' | 'release-without-claim';

export interface ReleaseChecking {
  validator: Validator;
  /** File names of the packages that it judges by; none: only the shape of base R4 is checked. */
  packages: readonly string[];
  invalid: InvalidPolicy;
}

export type CheckedView =
  | { view: ReleaseView }
  /** It does not leave: what is wrong first. */
  | { fault: Issue };

export interface ReleaseCheck {
  /** Judges what would leave, and counts it. What never leaves (drugs, denials, other types) is not judged. */
  check(line: Buffer, scanned: ScannedResource, resource: JsonObject, view: ReleaseView): CheckedView;
  report(): ReleaseCheckReport;
}

/** Stands for the instant that the store writes into every record. */
const anyInstant = '2000-01-01T00:00:00.000Z';

/** Checks release views against the profiles that they claim when they leave. */
export function openReleaseCheck({ validator, packages, invalid }: ReleaseChecking): ReleaseCheck {
  const tally = openTally(packages.length);
  const byProfiles = packages.length > 0;
  return {
    check(line, scanned, resource, view) {
      // Without packages the line's own shape was checked already: what is left is what we changed.
      if (view.withheld !== null || (!byProfiles && view.source === null)) {
        tally.unchecked();
        return { view };
      }
      const released = releasedResource(view, resource);
      const result = validator.validate(released);
      tally.add(released, result);
      if (result.valid) return { view };
      if (invalid === 'release-without-claim') {
        const unclaimed = claimsOf(released).filter(
          (claim) => !validator.validate(released, { profiles: [claim] }).valid,
        );
        const humble = releaseView(line, scanned, resource, { unclaimed });
        const again = validator.validate(releasedResource(humble, resource));
        if (unclaimed.length > 0 && again.valid) {
          tally.unclaimed();
          return { view: humble };
        }
      }
      return { fault: firstError(result) };
    },
    report: tally.report,
  };
}

const firstError = ({ issues }: Validation): Issue =>
  issues.find(({ severity }) => severity === 'error') ?? issues[0]!;

/** What leaves, as a value. Plain numbers will do: what is checked of them is their kind. */
function releasedResource(view: ReleaseView, resource: JsonObject): JsonObject {
  const value = view.source === null ? resource : (JSON.parse(view.text.toString()) as JsonObject);
  return { ...value, meta: { ...(value.meta as JsonObject | undefined), lastUpdated: anyInstant } };
}
