import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, clockStartingAt, systemClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { findPartner } from '../directory/partners.ts';
import { parseCohort } from '../exchange/request/cohort.ts';
import { openExchanges } from '../exchange/request/open-exchanges.ts';
import { load } from '../load/load.ts';
import type { Log } from '../telemetry/log.ts';
import { type CohortPayers, payersOf } from './cohort-payers.ts';
import { follow } from './follow.ts';
import { gather } from './gather.ts';
import { writeOut } from './out-files.ts';
import { bulkParameters } from './people/cohort.ts';
import { kindCover, unitedCare } from './people/payers.ts';
import { lineOf } from './people/resource.ts';
import { exampleUsers, johnHere, rosterOf } from './people/roster.ts';
import { sampleCohort, writeSample } from './people/sample.ts';
import { invitationFor, johnDecides, type PortalInvitation } from './portal/john.ts';
import { countOutcomes, type DemoReport, isComplete, type MemberOutcome } from './report.ts';
import { openStage, type Stage } from './stage.ts';

export interface DemoOptions {
  /** A folder of NDJSON to load into the responding payer, in place of the sample members. */
  data?: string;
  /** A cohort file, in place of the sample's. */
  cohort?: string;
  /** Where both clocks start. */
  asOf?: Date;
  /** Where to leave files. */
  out?: string;
  /** `$member-match` one by one. */
  single?: boolean;
  /** Where databases and files stay for the next run. */
  keep?: string;
  /** The folder of FHIR packages that both payers judge by, if it is there. */
  packages?: string;
  /** John's decision is played through the portal's API too; else it is left to whoever opens the portal. */
  once?: boolean;
}

export interface DemoHooks {
  /** What happens, in short sentences. */
  tell(text: string): void;
  interrupted: AbortSignal;
  log: Log;
}

export interface Demo {
  report: DemoReport;
  /** Where John can decide for himself, if he is left to. */
  portal: PortalInvitation | undefined;
  /** Stops both payers. */
  close(): Promise<void>;
}

/** Runs the story once: two payers, members loaded, a cohort requested and followed to its end. Both payers stay up. */
export async function runDemo(options: DemoOptions, hooks: DemoHooks): Promise<Demo> {
  const clock = options.asOf ? clockStartingAt(options.asOf) : systemClock;
  const started = clock.now();
  const cohort = await cohortFor(options, clock);
  const since = stopwatch();
  hooks.tell(`Starting ${cohort.payers.responding.name} and ${cohort.payers.requesting.name}.`);
  const surroundings = { clock, random: systemRandom, log: hooks.log };
  const people = cohort.sample ? exampleUsers(clock.now()) : undefined;
  const stage = await openStage(cohort.payers, surroundings, { ...options, people });
  try {
    for (const remark of stage.remarks) hooks.tell(remark);
    const start = since();
    const { responding, requesting } = stage;
    await loadMembers(stage, options, clock, hooks);
    if (cohort.sample) await loadRoster(stage, clock);
    const loaded = since();

    const asked = parseCohort(cohort.bytes);
    // John decides by himself, in the portal.
    if (cohort.sample) asked.members = asked.members.filter(({ submittedId }) => submittedId !== johnHere);
    hooks.tell(`${requesting.config.payer.name} asks for ${asked.members.length} members who opted in.`);
    const partner = (await findPartner(requesting.db, responding.config.payer.npi))!;
    const wire = options.single ? 'single' : 'bulk';
    const opened = await requesting.db.tx((tx) =>
      openExchanges(tx, requesting, { partner, cohort: asked, wire }),
    );
    const transferIds = [...opened.transferIds];
    if (cohort.sample && options.once) {
      hooks.tell('John signs in to the portal and says yes.');
      transferIds.push(await johnDecides(requesting, partner, clock));
    }
    const followed = await follow(
      requesting,
      transferIds,
      (state) => hooks.tell(`Exchange: ${state}.`),
      hooks.interrupted,
    );
    const { transfers, exchanges } = followed;
    const gathered = await gather(stage, transfers, exchanges);
    if (options.out !== undefined) await writeOut(options.out, stage, transfers, gathered.lines);

    const byMember: MemberOutcome[] = [
      ...exchanges.map(({ submittedId, outcome, state, reason }) => ({
        id: submittedId,
        outcome,
        state,
        reason,
      })),
      ...opened.refused.map(({ submittedId, reason }) => ({
        id: submittedId,
        outcome: null,
        state: 'refused',
        reason,
      })),
    ];
    const report: DemoReport = {
      ok: !followed.unfinished && isComplete({ byMember, types: gathered.types }),
      clock: instantOf(options.asOf ?? started),
      members: byMember.length,
      outcomes: countOutcomes(byMember),
      byMember,
      types: gathered.types,
      withheld: gathered.withheld,
      seconds: rounded({ start, load: loaded - start, ...followed.seconds, total: since() }),
      urls: { requesting: requesting.baseUrl, responding: responding.baseUrl },
    };
    const portal = cohort.sample && !options.once ? invitationFor(stage, clock) : undefined;
    return { report, portal, close: stage.close };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

async function cohortFor(
  options: DemoOptions,
  clock: Clock,
): Promise<{ bytes: Buffer; payers: CohortPayers; sample: boolean }> {
  if (options.cohort !== undefined) {
    const bytes = await readFile(options.cohort);
    return { bytes, payers: payersOf(bytes.toString('utf8')), sample: false };
  }
  const bytes = Buffer.from(JSON.stringify(bulkParameters(sampleCohort(clock.now()))));
  const named = ({ name, npi }: { name: string; npi: string }) => ({ name, npi });
  return { bytes, payers: { responding: named(kindCover), requesting: named(unitedCare) }, sample: true };
}

async function loadMembers(
  stage: Stage,
  options: DemoOptions,
  clock: Clock,
  hooks: DemoHooks,
): Promise<void> {
  let folder = options.data;
  if (folder === undefined) {
    folder = join(stage.dir, 'sample');
    await writeSample(folder, { asOf: clock.now() });
  }
  hooks.tell(`Loading members into ${stage.responding.config.payer.name}.`);
  const loaded = await load(stage.responding, [folder], { rejectFile: join(stage.dir, 'rejected.ndjson') });
  hooks.tell(
    `Loaded ${loaded.stored} records of ${loaded.members} members (${loaded.unchanged} unchanged, ${loaded.rejected} rejected).`,
  );
  const { note, checked, valid } = loaded.validation;
  hooks.tell(`Release views: ${note ?? `${checked} checked against their profiles, ${valid} valid`}.`);
}

/** UnitedCare's own members, who can sign in to its portal. */
async function loadRoster(stage: Stage, clock: Clock): Promise<void> {
  const file = join(stage.dir, 'roster.ndjson');
  await writeFile(
    file,
    rosterOf(clock.now())
      .map((resource) => `${lineOf(resource)}\n`)
      .join(''),
  );
  await load(stage.requesting, [file], { rejectFile: join(stage.dir, 'roster-rejected.ndjson') });
}

/** Seconds since it was started. */
function stopwatch(): () => number {
  const from_ms = performance.now();
  return () => (performance.now() - from_ms) / 1000;
}

const rounded = (seconds: DemoReport['seconds']): DemoReport['seconds'] =>
  Object.fromEntries(
    Object.entries(seconds).map(([name, value]) => [name, Math.round(value * 100) / 100]),
  ) as unknown as DemoReport['seconds'];

const instantOf = (at: Date): string => at.toISOString().replace('.000Z', 'Z');
