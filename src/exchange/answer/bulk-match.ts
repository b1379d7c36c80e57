import { containedCopy } from '../../attribution/contained.ts';
import type { Caller } from '../../authz/caller.ts';
import type { BlobStore } from '../../blob/blob.ts';
import { createJob, jobIsOpen, jobObjects, readJob, setProgress, startJob } from '../../bulk/job.ts';
import type { Clock } from '../../clock/clock.ts';
import { permitsFor } from '../../consent/permits-for.ts';
import type { Db } from '../../db/db.ts';
import { getClient } from '../../directory/clients.ts';
import { decisionsOfJob } from '../../member-match/decision-store.ts';
import { assert } from '../../problem/problem.ts';
import { addTask } from '../../queue/queue.ts';
import type { TaskHandler } from '../../queue/worker.ts';
import {
  type AnswerDeps,
  type Asking,
  answerMember,
  asking,
  keepAnswer,
  type Requester,
  refuseThrottled,
  unlooked,
  watchOver,
} from './answer-member.ts';
import { readBody } from './body.ts';
import { holdForReviewers, openMembers } from './hold.ts';
import { attempts_max, membersPerBatch } from './limits.ts';
import { publishGroups } from './publish-groups.ts';
import { insertMatchRequest, selectMatchRequest } from './store.ts';
import { markCoverages, readBulkMatch, type Submission } from './submission.ts';
import { bulkMatch } from './task-kinds.ts';

export interface BulkMatchDeps extends AnswerDeps {
  db: Db;
  blobs: BlobStore;
  clock: Clock;
}

/**
 * Takes in `$bulk-member-match`: a fault in the structure refuses it now (p2p 2.4), everything else is found by the task. Returns
 * the job's id.
 *
 * @throws Problem `unprocessable`, `too-many`
 */
export async function startBulkMatch(
  deps: Pick<BulkMatchDeps, 'db' | 'blobs' | 'clock' | 'random'>,
  request: { caller: Caller; body: Buffer; requestUrl: string },
): Promise<string> {
  readSubmissions(request.body);
  const jobId = deps.random.uuid();
  const bodyKey = `${jobObjects(jobId)}request.json`;
  const writer = await deps.blobs.writer(bodyKey);
  await writer.write(request.body);
  await writer.commit();
  const now = deps.clock.now();
  try {
    await deps.db.tx(async (tx) => {
      await createJob(tx, {
        id: jobId,
        kind: 'member-match',
        clientId: request.caller.clientId,
        requestUrl: request.requestUrl,
        now,
      });
      await insertMatchRequest(tx, jobId, bodyKey);
      await addTask(tx, bulkMatch, jobId, now);
    });
  } catch (error) {
    await deps.blobs.delete(bodyKey);
    throw error;
  }
  return jobId;
}

const readSubmissions = (body: Buffer): Submission[] =>
  markCoverages(readBulkMatch(body.toString('utf8')), containedCopy);

/** While a job is completed or waits: the one says no more than the other. */
const completing = 'completing';

/**
 * Task `match.bulk`: decides the members that are not decided yet, batch by batch, and those again about whom a reviewer has decided;
 * waits for reviewers as long as that is configured; then publishes the Groups. Replayed after a crash it goes on where it was;
 * members that were decided keep their decision.
 */
export const bulkMatchTask =
  (deps: BulkMatchDeps): TaskHandler =>
  async (jobId, { failures, signal }) => {
    if (!(await startJob(deps.db, jobId))) return;
    const transactionTime = deps.clock.now();
    const submissions = readSubmissions(await readBody(deps, await bodyKeyOf(deps.db, jobId)));
    const requester = await requesterOf(deps.db, jobId);
    for (;;) {
      const undecided = await openMembers(deps.db, jobId, submissions.length);
      const open = undecided.length > 0 ? undecided : await contradicted(deps, jobId, requester);
      if (open.length === 0) break;
      for (let i = 0; i < open.length; i += membersPerBatch) {
        if (signal.aborted) return { again: deps.clock.now() };
        if (!(await jobIsOpen(deps.db, jobId))) return;
        const batch = open
          .slice(i, i + membersPerBatch)
          .map(({ seq, round }) => asking(deps, submissions[seq]!, { id: jobId, seq, round }));
        await decideBatch(deps, jobId, requester, batch, failures);
        const left = Math.max(0, open.length - i - membersPerBatch);
        await setProgress(deps.db, jobId, `${submissions.length - left} of ${submissions.length} members`);
      }
    }
    await setProgress(deps.db, jobId, completing);
    const until = await holdForReviewers(deps, jobId);
    if (until) return { again: until };
    await publishGroups(deps, { jobId, requester, submissions, transactionTime });
  };

/**
 * Members that were matched before a second consent of the same request contradicted theirs (consent-and-sensitive-data 5.1, row 10):
 * they are decided once more, so that the place in the request is nothing.
 */
async function contradicted(deps: BulkMatchDeps, jobId: string, { clientId, npi }: Requester) {
  const decided = await decisionsOfJob(deps.db, jobId);
  const times = new Map<number, number>();
  for (const { personId } of decided)
    if (personId !== null) times.set(personId, (times.get(personId) ?? 0) + 1);
  const twins = decided.filter(
    ({ outcome, personId }) => outcome === 'match' && personId !== null && times.get(personId)! > 1,
  );
  if (twins.length === 0) return [];
  const ids = twins.map(({ personId }) => personId!);
  const { refused } = await permitsFor(deps.db, clientId, npi, ids, deps.clock.now(), deps.terms);
  return twins
    .filter(({ personId }) => refused.get(personId!) === 'consent-ambiguous')
    .map(({ seq, round }) => ({ seq, round: round + 1 }));
}

async function bodyKeyOf(db: Db, jobId: string): Promise<string> {
  const key = await selectMatchRequest(db, jobId);
  assert(key, 'a match job has a request');
  return key;
}

/** A client that was removed meanwhile is nobody: every consent then names another recipient. */
async function requesterOf(db: Db, jobId: string): Promise<Requester> {
  const job = await readJob(db, jobId);
  assert(job, 'a job that was started exists');
  const client = await getClient(db, job.clientId);
  return { clientId: job.clientId, npi: client?.npi ?? '' };
}

/** One transaction for all; where it fails, one for each, so that only the member that cannot be evaluated is left. */
async function decideBatch(
  deps: BulkMatchDeps,
  jobId: string,
  requester: Requester,
  batch: readonly Asking[],
  failures: number,
): Promise<void> {
  try {
    await decide(deps, requester, batch);
  } catch (first) {
    if (batch.length === 1 && failures < attempts_max) throw first;
    deps.log.warn({ job: jobId, err: className(first) }, 'a batch of members failed, going on one by one');
    for (const one of batch) {
      await decide(deps, requester, [one]).catch((error: unknown) => {
        if (failures < attempts_max) throw error;
        return constrain(deps, requester, one);
      });
    }
  }
}

const decide = (deps: BulkMatchDeps, requester: Requester, batch: readonly Asking[]): Promise<void> =>
  deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    const watch = await watchOver(tx, deps, requester, batch, now);
    for (const member of batch) {
      const kind = watch.suspicion(member.query);
      if (kind) await refuseThrottled(tx, deps, { requester, member, kind, now });
      else await answerMember(tx, deps, { requester, member, watch, now });
    }
    await watch.close();
  });

const className = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** Where only the consent cannot be evaluated the member is constrained (consent-and-sensitive-data 5.1, row 1). */
const constrain = (deps: BulkMatchDeps, requester: Requester, member: Asking): Promise<void> =>
  deps.db
    .tx(async (tx) => {
      const now = deps.clock.now();
      const watch = await watchOver(tx, deps, requester, [member], now);
      await answerMember(tx, deps, { requester, member, watch, now, consentFails: true });
      await watch.close();
    })
    .catch(() => giveUp(deps, requester, member));

/** Fail closed: whoever cannot be looked for is not matched, and the operator finds out why. */
async function giveUp(deps: BulkMatchDeps, requester: Requester, member: Asking): Promise<void> {
  await deps.db.tx((tx) =>
    keepAnswer(tx, deps, {
      requester,
      member,
      now: deps.clock.now(),
      decision: unlooked(member.query, 'evaluator-error'),
      outcome: 'nomatch',
    }),
  );
}
