import { existsSync } from 'node:fs';
import type { ProfileChecking } from '../ingest/profile-check.ts';
import type { ReleaseChecking } from '../load/release-check.ts';
import { type InstalledValidator, installedValidator } from '../validation/installed.ts';
import type { ValidationConfig } from './config.ts';
import { OperatorProblem } from './operator-problem.ts';

/** In every R4 core package. */
const basePatient = 'http://hl7.org/fhir/StructureDefinition/Patient';

export interface Validation {
  releaseChecking: () => ReleaseChecking;
  profileChecking: () => ProfileChecking;
  /** Keeps what was compiled for the next process. */
  save(): void;
}

/** The validator of one payer, opened when something is judged first: the packages take a second to read. */
export function openValidation(config: ValidationConfig | undefined): Validation {
  let opened: InstalledValidator | undefined;
  const validator = (): InstalledValidator => {
    const dir = config && existsSync(config.packagesDir) ? config.packagesDir : undefined;
    if (opened) return opened;
    const installed = installedValidator({ dir, prefer: config?.prefer ?? [] });
    if (installed.packages.length > 0 && !installed.knows(basePatient))
      throw new OperatorProblem(
        `The FHIR packages in ${config?.packagesDir} do not hold R4 itself.`,
        'Install hl7.fhir.r4.core too: nothing can be judged without it.',
      );
    opened = installed;
    return opened;
  };
  return {
    releaseChecking: () => ({
      validator: validator(),
      packages: validator().packages,
      invalid: config?.loadInvalid ?? 'quarantine',
    }),
    profileChecking: () => {
      const profiles = config?.ingestProfiles ?? 'report';
      if (profiles === 'off' || validator().packages.length === 0) return { profiles: 'off' };
      return { profiles, validator: validator() };
    },
    save: () => opened?.save(),
  };
}
