import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineOf } from '../demo/people/resource.ts';
import { sampleRecords } from '../demo/people/sample.ts';
import { Problem } from '../problem/problem.ts';
import { cachedDefinitions } from '../validation/cache.ts';
import { definitionsOf } from '../validation/definitions.ts';
import { libraryOf } from '../validation/package/library.ts';
import { packageFiles } from '../validation/package/manifest.ts';
import { openPackage } from '../validation/package/package-file.ts';
import { compileAll, type Validator, validatorOf } from '../validation/validator.ts';
import { type Machine, machine, median, rounded } from './measure.ts';
import { rivalOf } from './validate-rival.ts';

export const validateBench = { size: 4_000, quickSize: 1_000, runs: 5, quickRuns: 3 } as const;

/** What is judged, and by which profile. The newest version that is installed counts. */
const patientProfile = 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient|6.1.0';
const claimProfile =
  'http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-ExplanationOfBenefit-Professional-NonClinician';
const claimVersions = ['2.2.0', '2.1.0', '2.0.0'] as const;

/** Packages whose profiles a payer-to-payer exchange speaks: what a cold start compiles, and those that they build on. */
const exchangePackage = /^hl7\.fhir\.us\.(core|carin-bb|davinci-pdex|davinci-hrex|davinci-atr)$/;
const basePackage = /^(hl7\.fhir\.r4\.(core|expansions)|hl7\.terminology\.r4|hl7\.fhir\.uv\.extensions\.r4)$/;

/** The other one is up to a hundred times slower: a fraction of the resources is enough. */
const rivalShare = 20;

export interface ValidateBenchOptions {
  /** Folder of FHIR packages. */
  packages: string;
  /** Patients and claims, each. */
  size: number;
  runs: number;
  /** The day that the resources are made for. */
  asOf: Date;
  progress(text: string): void;
}

interface Speed {
  profile: string;
  resources: number;
  valid: number;
  perCpuSecond: number;
}

export interface ValidateBench {
  bench: 'validate';
  size: { patients: number; claims: number };
  runs: number;
  /** Resources per CPU second of one thread. */
  median: { patientsPerCpuSecond: number; claimsPerCpuSecond: number };
  limit: { what: string; median: { patientsPerCpuSecond: number | null } };
  /** Ours divided by the other's, on the same Patients; null where it is not installed. */
  ratio: number | null;
  patient: Speed & { other?: { resources: number; valid: number; perCpuSecond: number } };
  claim: Speed;
  /** All profiles of the exchange, with everything that they refer to. */
  compile: {
    packages: string[];
    profiles: number;
    checks: number;
    coldSeconds: number;
    cachedSeconds: number;
  };
  machine: Machine;
}

/** Measures validation in CPU time of this thread, ours and the other library's alternately, and a cold start before. */
export async function benchValidate(options: ValidateBenchOptions): Promise<ValidateBench> {
  options.progress('compiling all profiles of the exchange');
  const { files, profiles: wanted } = exchangeProfiles(options.packages);
  const { compile, validator } = compileTwice(files, wanted);
  const { patients, claims } = resourcesOf(options);
  const version = claimVersions.find((one) => validator.knows(`${claimProfile}|${one}`));
  if (!version || !validator.knows(patientProfile))
    throw new Problem(
      'invalid',
      'US Core 6.1.0 and CARIN Blue Button must be installed: see `throughline packages install`.',
    );
  const profiles = { patient: patientProfile, claim: `${claimProfile}|${version}` };
  const rival = await rivalOf(files);
  const few = patients.slice(0, Math.max(1, Math.ceil(patients.length / rivalShare)));
  const judge = (resources: readonly object[], profile: string) => pass(validator, resources, profile);
  judge(patients, profiles.patient); // both warm
  judge(claims, profiles.claim);
  rival?.countValid(few);
  const runs: { patients: number[]; claims: number[]; other: number[] } = {
    patients: [],
    claims: [],
    other: [],
  };
  let valid = { patients: 0, claims: 0, other: 0 };
  for (let run = 1; run <= options.runs; run++) {
    const ofPatients = cpu(() => judge(patients, profiles.patient));
    const ofOther = rival && cpu(() => rival.countValid(few));
    const ofClaims = cpu(() => judge(claims, profiles.claim));
    runs.patients.push(patients.length / ofPatients.seconds);
    runs.claims.push(claims.length / ofClaims.seconds);
    if (ofOther) runs.other.push(few.length / ofOther.seconds);
    valid = { patients: ofPatients.result, claims: ofClaims.result, other: ofOther?.result ?? 0 };
    options.progress(`run ${run}: ${Math.round(runs.patients.at(-1)!)} Patients a CPU second`);
  }
  const speed = { patients: median(runs.patients), claims: median(runs.claims) };
  const other = rival ? median(runs.other) : null;
  return {
    bench: 'validate',
    size: { patients: patients.length, claims: claims.length },
    runs: options.runs,
    median: {
      patientsPerCpuSecond: Math.round(speed.patients),
      claimsPerCpuSecond: Math.round(speed.claims),
    },
    limit: {
      what: rival?.name ?? 'no other validator is installed here',
      median: { patientsPerCpuSecond: other === null ? null : Math.round(other) },
    },
    ratio: other === null ? null : rounded(speed.patients / other),
    patient: {
      profile: profiles.patient,
      resources: patients.length,
      valid: valid.patients,
      perCpuSecond: Math.round(speed.patients),
      ...(other !== null && {
        other: { resources: few.length, valid: valid.other, perCpuSecond: Math.round(other) },
      }),
    },
    claim: {
      profile: profiles.claim,
      resources: claims.length,
      valid: valid.claims,
      perCpuSecond: Math.round(speed.claims),
    },
    compile,
    machine: machine(),
  };
}

const pass = (validator: Validator, resources: readonly object[], profile: string): number => {
  let valid = 0;
  for (const resource of resources) if (validator.validate(resource, { profiles: [profile] }).valid) valid++;
  return valid;
};

function cpu<T>(work: () => T): { result: T; seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

interface Wanted {
  canonical: string;
  scope: string;
}

/** The files of the exchange's packages in the folder, and all profiles of them. */
function exchangeProfiles(dir: string): { files: string[]; profiles: Wanted[] } {
  const opened = packageFiles(dir).map((file) => ({ file, one: openPackage(readFileSync(file)) }));
  const needed = opened.filter(({ one }) => exchangePackage.test(one.name) || basePackage.test(one.name));
  return {
    files: needed.map(({ file }) => file),
    profiles: needed.flatMap(({ one }) =>
      exchangePackage.test(one.name)
        ? one.definitions
            .filter(({ resourceType }) => resourceType === 'StructureDefinition')
            .map(({ url, version }) => ({ canonical: `${url}|${version}`, scope: one.id }))
        : [],
    ),
  };
}

/** Everything from the packages, then everything from the cache that the first left. */
function compileTwice(files: readonly string[], wanted: readonly Wanted[]) {
  const dir = mkdtempSync(join(tmpdir(), 'throughline-validate-'));
  try {
    const path = join(dir, 'definitions');
    const open = () => definitionsOf(libraryOf(files.map((file) => openPackage(readFileSync(file)))));
    const compile = () => {
      const began = performance.now();
      const definitions = cachedDefinitions(path, open);
      const checks = compileAll(definitions, wanted);
      return { definitions, checks, seconds: (performance.now() - began) / 1000 };
    };
    const cold = compile();
    cold.definitions.save();
    const cached = compile();
    return {
      validator: validatorOf(cached.definitions),
      compile: {
        packages: [...new Set(wanted.map(({ scope }) => scope))],
        profiles: wanted.length,
        checks: cold.checks,
        coldSeconds: rounded(cold.seconds),
        cachedSeconds: rounded(cached.seconds),
      },
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** As many Patients and professional claims as asked for, of our sample people. */
function resourcesOf({ size, asOf }: ValidateBenchOptions): { patients: object[]; claims: object[] } {
  const patients: object[] = [];
  const claims: object[] = [];
  const members = size + 50; // some of the named ones are doubles
  for (const made of sampleRecords({ asOf, members })) {
    const resource = JSON.parse(lineOf(made)) as { resourceType: string };
    if (resource.resourceType === 'Patient' && patients.length < size) patients.push(resource);
    if (isProfessional(resource) && claims.length < size) claims.push(resource);
    if (patients.length === size && claims.length === size) break;
  }
  return { patients, claims };
}

const isProfessional = (resource: object): boolean =>
  (resource as { meta?: { profile?: readonly string[] } }).meta?.profile?.some((profile) =>
    profile.includes('ExplanationOfBenefit-Professional'),
  ) ?? false;
