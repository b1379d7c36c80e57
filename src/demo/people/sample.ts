import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { castOf } from './cast.ts';
import { type Chart, openChart } from './chart.ts';
import { professionalClaim } from './claims.ts';
import { immunization, visit, wellVisit } from './clinical.ts';
import { diagnoses, vaccines } from './codes.ts';
import { cohortOf, type Enquiry } from './cohort.ts';
import { ordinaryHistory, stranger } from './crowd.ts';
import { at, dayOf, daysBefore } from './days.ts';
import { drawFrom } from './draw.ts';
import { johnsHistory } from './john.ts';
import { enrol, type MemberFacts } from './member.ts';
import { makeNetwork } from './network.ts';
import { lineOf, type Resource } from './resource.ts';
import { services } from './services.ts';

export interface SampleOptions {
  /** The instant that all dates are counted back from. */
  asOf: Date;
  /** Members of the responding payer; the named ones come first and always. */
  members?: number;
  seed?: number;
}

/** Members of the responding payer, when nothing else is asked. */
const members_default = 25;

/** The enquiries of the requesting payer about the sample members. */
export function sampleCohort(asOf: Date): Enquiry[] {
  const today = dayOf(asOf);
  return cohortOf(castOf(today), today);
}

/**
 * Everything that KindCover holds: the network first, then one member's whole history after the other. The same options give
 * the same bytes. Every reference resolves within what is yielded.
 */
export function* sampleRecords(options: SampleOptions): Generator<Resource> {
  const today = dayOf(options.asOf);
  const draw = drawFrom(options.seed ?? 42);
  const network = makeNetwork(at(daysBefore(today, { days: 30 }), '06:00:00'));
  yield* network.resources;
  const chartOf = (facts: MemberFacts): Chart => {
    const { member, resources } = enrol(facts, network, at(daysBefore(today, { days: 20 }), '06:00:00'));
    return openChart(member, network, resources);
  };
  const cast = castOf(today);
  for (const [role, facts] of Object.entries(cast)) {
    const chart = chartOf(facts);
    if (role === 'john') johnsHistory(chart, today);
    else if (role === 'newborn') firstWeeks(chart, today);
    else ordinaryHistory(chart, draw, today);
    yield* chart.resources;
  }
  const strangers = Math.max(0, (options.members ?? members_default) - Object.keys(cast).length);
  for (let number = 1; number <= strangers; number++) {
    const chart = chartOf(stranger(draw, number, today));
    ordinaryHistory(chart, draw, today);
    yield* chart.resources;
  }
}

/** Three weeks of life: one check-up and one vaccine. */
function firstWeeks(chart: Chart, today: string): void {
  const { family, practice } = chart.network;
  const day = daysBefore(today, { days: 14 });
  const encounter = visit(chart, {
    day,
    type: wellVisit,
    clinician: family,
    site: practice,
    reason: diagnoses.wellChild,
  });
  immunization(chart, vaccines.hepatitisB, daysBefore(today, { days: 20 }));
  professionalClaim(chart, {
    day,
    clinician: family,
    site: practice,
    diagnoses: [diagnoses.wellChild],
    encounter,
    lines: [{ code: services.wellChild, charge: 168.3 }],
  });
}

/** Writes the records as `<dir>/<Type>.ndjson`. Returns how many of each type. */
export async function writeSample(dir: string, options: SampleOptions): Promise<Map<string, number>> {
  await mkdir(dir, { recursive: true });
  const files = new Map<string, ReturnType<typeof createWriteStream>>();
  const counts = new Map<string, number>();
  for (const resource of sampleRecords(options)) {
    const type = resource.resourceType;
    let file = files.get(type);
    if (file === undefined) {
      file = createWriteStream(join(dir, `${type}.ndjson`));
      files.set(type, file);
    }
    counts.set(type, (counts.get(type) ?? 0) + 1);
    if (!file.write(`${lineOf(resource)}\n`))
      await new Promise<void>((drained) => file.once('drain', drained));
  }
  for (const file of files.values()) {
    file.end();
    await finished(file);
  }
  return counts;
}
