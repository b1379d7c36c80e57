import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditChainTask, auditSealTask } from '../audit/tasks.ts';
import { tokenSource } from '../authz/backend-client.ts';
import { openClientKeys } from '../authz/client-keys.ts';
import { type Keys, openKeys } from '../authz/keys.ts';
import type { BlobStore } from '../blob/blob.ts';
import { openFileStore } from '../blob/file-store.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../clock/random.ts';
import { journalTask, obeyJournal } from '../consent/journal.ts';
import type { Db } from '../db/db.ts';
import { factsOf, type Partner } from '../directory/partners.ts';
import { openTexts } from '../election/texts.ts';
import { electionUpkeep } from '../election/upkeep.ts';
import { resolvePatient } from '../exchange/answer/resolve-patient.ts';
import { matchUpkeep } from '../exchange/answer/task-kinds.ts';
import { type Link, openLinks } from '../exchange/request/link.ts';
import { transferSweep } from '../exchange/request/tasks.ts';
import { tokenPath } from '../http/oauth/token.ts';
import { allRoutes } from '../http/routes.ts';
import { buildServer } from '../http/server.ts';
import { intakeSweeps } from '../intake/tasks.ts';
import { type JobDeps, taskHandlers } from '../jobs/registry.ts';
import { listFolders } from '../labels/install.ts';
import { type Labelling, openLabelling } from '../labels/labelling.ts';
import type { ReleaseChecking } from '../load/release-check.ts';
import type { SourceState } from '../member-match/adapters/source.ts';
import { type Matcher, openMatcher } from '../member-match/match.ts';
import { statisticsTask } from '../member-match/statistics.ts';
import { type Agents, openAgents } from '../net/agents.ts';
import { portalUpkeep } from '../portal/upkeep.ts';
import { addTask } from '../queue/queue.ts';
import { startWorker, type Worker } from '../queue/worker.ts';
import type { Log } from '../telemetry/log.ts';
import type { Config } from './config.ts';
import { openDatabase, requireMigrated } from './database.ts';
import { fetchJwksOver } from './fetch-jwks.ts';
import { openStrategies } from './match-strategies.ts';
import { openIntake } from './open-intake.ts';
import { openPortal } from './open-portal.ts';
import { openValidation } from './open-validation.ts';
import { OperatorProblem } from './operator-problem.ts';
import { freePort } from './ports.ts';
import { releaseTerms } from './release-terms.ts';
import { openSecret } from './secret.ts';
import { softwareVersion } from './version.ts';

export interface Surroundings {
  clock: Clock;
  random: Random;
  log: Log;
}

/** One payer, everything built: what commands, the demo and tests hold in their hands. */
export interface Payer extends Surroundings {
  readonly config: Config;
  /** Absolute, without a slash at the end. */
  readonly baseUrl: string;
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly keys: Keys;
  readonly agents: Agents;
  readonly matcher: Matcher;
  /** How the services that the matcher asks are doing, as this process sees it. */
  readonly matchSources: () => SourceState[];
  /** Migrations that opening applied (embedded database only). */
  readonly migrated: readonly string[];
  /** How what we load is judged before it may leave. */
  readonly releaseChecking: ReleaseChecking;
  /** How what comes in is labelled. */
  readonly labelling: () => Promise<Labelling>;
  /** A partner, ready to be called. */
  readonly link: (partner: Partner) => Link;
  /** Answers at `baseUrl` until closed. */
  serve(): Promise<void>;
  /** Does tasks until closed. */
  work(): Promise<Worker>;
  /** Stops answering, lets tasks come to a safe point, lets go of everything. */
  close(): Promise<void>;
}

/** Builds a payer. Nothing listens and no task runs until asked. */
export async function openPayer(config: Config, surroundings: Surroundings): Promise<Payer> {
  const { clock, random, log } = surroundings;
  // Port 0 is resolved here: tokens, manifests and the CapabilityStatement name the address before anybody listens.
  const port = config.port === 0 ? await freePort(0) : config.port;
  const baseUrl = config.port === 0 ? config.baseUrl.replace(/:0$/, `:${port}`) : config.baseUrl;
  const database = await openDatabase(config, log);
  const { db } = database;
  const blobs = openFileStore(fileURLToPath(config.storageUrl));
  const keys = await openKeys(join(config.dataDir, 'keys'), clock, random);
  const agents = openAgents();
  const link = openLinks({
    clock,
    agents,
    blobs,
    tokensFor: (partner, call) =>
      tokenSource({
        partner: {
          fhirBase: partner.fhirBase,
          clientId: partner.clientId,
          tokenEndpoint: factsOf(partner).tokenEndpoint,
        },
        keys,
        call,
        clock,
        random,
      }),
  });
  const strategies = openStrategies(config.strategies, { clock, agents, log });
  const matcher = openMatcher({ clock, ...strategies.matcher });
  const validation = openValidation(config.validation);
  let labels: Promise<Labelling> | undefined;
  const labelling = () => {
    labels ??= openLabelling(db, clock, listFolders(config.dataDir));
    return labels;
  };
  const secret = await openSecret(join(config.dataDir, 'keys'), 'match', random);
  /** Labels are known before anything is answered: a rule set that is empty, shrunken or broken stops the start (3.3). */
  const ready = async () => {
    await requireMigrated(db);
    const obeyed = await obeyJournal({ db, objects: blobs, clock, random });
    if (obeyed.ended + obeyed.held > 0)
      log.warn(obeyed, 'the database is from before withdrawals that the journal knows: they hold again');
    terms.ruleSet = (await labelling()).rules.id.slice(0, 16);
  };
  const terms = releaseTerms(config.release ?? { part2: 'require-statement' });
  const common = {
    terms,
    db,
    blobs,
    clock,
    random,
    log,
    payer: config.payer,
    matcher,
    policy: config.match,
    secret,
  };
  const jobs: Omit<JobDeps, 'intake'> = {
    ...common,
    baseUrl,
    link,
    self: config.payer,
    profileChecking: validation.profileChecking,
    labelling,
  };
  const closing: (() => Promise<unknown>)[] = [];
  const texts = await openTexts(config.payer.name);
  const intake = openIntake({ ...common, baseUrl, texts, agents }, config);

  return {
    ...surroundings,
    config,
    baseUrl,
    db,
    blobs,
    keys,
    agents,
    matcher,
    matchSources: strategies.sources,
    migrated: database.migrated,
    get releaseChecking() {
      return validation.releaseChecking();
    },
    labelling,
    link,
    serve: async () => {
      await ready();
      const tokens = { db, keys, clock, random, issuer: baseUrl, audience: `${baseUrl}/fhir` };
      const routes = allRoutes({
        ...common,
        ...tokens,
        intake,
        baseUrl,
        labelling,
        payerName: config.payer.name,
        softwareVersion: softwareVersion(),
        tokenUrl: `${baseUrl}${tokenPath}`,
        memberAsSubject: config.memberAsSubject ?? false,
        resolvePatient: (caller, value) => resolvePatient({ db, clock, terms }, caller, value),
        clientKeys: openClientKeys({ fetchJwks: fetchJwksOver({ agents, clock }), clock }),
      });
      const portal = await openPortal({ ...common, baseUrl, texts }, config.portal);
      closing.push(() => portal.close());
      const server = await buildServer({ baseUrl, routes, tokens, log, random, parts: [portal.mount] });
      try {
        await server.listen({ host: config.host, port });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
        throw new OperatorProblem(`Port ${port} is taken.`, 'Choose another with --port or PORT.', {
          code: 'conflict',
        });
      }
      closing.unshift(() => server.close());
    },
    work: async () => {
      await ready();
      const worker = await startWorker({
        db,
        clock,
        log,
        handlers: taskHandlers({ ...jobs, intake }),
        concurrency: config.workerConcurrency,
      });
      for (const sweep of [
        transferSweep,
        electionUpkeep,
        ...intakeSweeps,
        portalUpkeep,
        matchUpkeep,
        statisticsTask,
        auditChainTask,
        auditSealTask,
        journalTask,
      ])
        await addTask(db, sweep, 'all', clock.now());
      closing.push(() => worker.stop());
      return worker;
    },
    close: async () => {
      // Doors before workers, workers before the database: what still runs finds everything in place.
      for (const stop of closing.splice(0)) await stop();
      validation.save();
      await agents.close();
      await database.close();
    },
  };
}
