import { containedCopy } from '../../attribution/contained.ts';
import { type GroupCode, type GroupMember, groupCodes, type MatchGroup } from '../../attribution/group.ts';
import { createGroup, groupJson, groupsOfJob, parameterNames } from '../../attribution/groups.ts';
import type { BlobStore, Committed } from '../../blob/blob.ts';
import { addFile, completeJob, jobObjects, lockOpenJob } from '../../bulk/job.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Random } from '../../clock/random.ts';
import { endOfDay, type Zones } from '../../consent/days.ts';
import { zonesOf } from '../../consent/permits-for.ts';
import { type ReleaseTerms, releaseTerms_default } from '../../consent/terms.ts';
import type { Db, Tx } from '../../db/db.ts';
import { decisionsOfJob, type JobDecision } from '../../member-match/decision-store.ts';
import { assert } from '../../problem/problem.ts';
import { addTask } from '../../queue/queue.ts';
import type { Requester } from './answer-member.ts';
import { unmatchedLife_seconds } from './limits.ts';
import type { Submission } from './submission.ts';

export interface PublishDeps {
  db: Db;
  blobs: BlobStore;
  clock: Clock;
  random: Random;
  payer: { name: string; npi: string };
  terms?: ReleaseTerms;
}

/**
 * Makes the Groups of a decided job, writes them as NDJSON and, for clients of PDex 2.1, as one Parameters, and completes the job:
 * one transaction, so that a job has either no Groups or its one set (p2p 2.5).
 */
export async function publishGroups(
  deps: PublishDeps,
  job: { jobId: string; requester: Requester; submissions: readonly Submission[]; transactionTime: Date },
): Promise<void> {
  await deps.db.tx(async (tx) => {
    if (!(await lockOpenJob(tx, job.jobId))) return;
    const decisions = await decisionsOfJob(tx, job.jobId);
    assert(decisions.length === job.submissions.length, 'every submission is decided before Groups are made');
    for (const code of groupCodes) {
      const members = decisions.filter((decision) => decision.outcome === code);
      if (code === 'match' || members.length > 0) await makeGroup(tx, deps, job, code, members);
    }
    await writeFiles(tx, deps, job.jobId);
    await completeJob(tx, { id: job.jobId, transactionTime: job.transactionTime, now: deps.clock.now() });
  });
}

async function makeGroup(
  tx: Tx,
  deps: PublishDeps,
  job: { jobId: string; requester: Requester; submissions: readonly Submission[] },
  code: GroupCode,
  members: readonly JobDecision[],
): Promise<void> {
  const createdAt = deps.clock.now();
  const zones = await zonesOf(tx, job.requester.clientId, deps.terms ?? releaseTerms_default);
  const group: MatchGroup = {
    id: deps.random.uuid(),
    clientId: job.requester.clientId,
    code,
    requesterNpi: job.requester.npi,
    createdAt,
    expiresAt: endOf(members, createdAt, zones),
  };
  await createGroup(tx, group, job.jobId, groupMembers(job.submissions, members));
  if (group.expiresAt) await addTask(tx, 'group.expire', group.id, group.expiresAt);
}

function* groupMembers(
  submissions: readonly Submission[],
  decisions: readonly JobDecision[],
): Generator<GroupMember> {
  for (const { seq, personId, patientId, outcome } of decisions) {
    const submission = submissions[seq];
    assert(submission, 'a decision stands for a submission');
    // Nobody but the matched has an id of ours, not even inside our own rows (p2p 2.8).
    const matched = outcome === 'match';
    yield {
      personId: matched ? personId : null,
      patientId: matched ? patientId : null,
      submittedId: submission.patientId,
      submitted: containedCopy(submission.patient),
      coverage:
        submission.coverageId === undefined
          ? null
          : { id: submission.coverageId, text: containedCopy(submission.coverage) },
    };
  }
}

/** A matched Group lives until its last consent ends (O26), others as long as the job that tells of them. */
function endOf(members: readonly JobDecision[], createdAt: Date, zones: Zones): Date {
  const days = members.flatMap(({ releasedUntil }) => releasedUntil ?? []).sort();
  const last = days.at(-1);
  return last === undefined
    ? new Date(createdAt.getTime() + unmatchedLife_seconds * 1000)
    : endOfDay(zones.end, last);
}

async function writeFiles(tx: Tx, deps: PublishDeps, jobId: string): Promise<void> {
  const groups = await groupsOfJob(tx, jobId);
  const write = async (name: string, type: string, lines: number, pieces: AsyncIterable<string>) => {
    const objectKey = `${jobObjects(jobId)}${name}`;
    const { bytes, sha256 } = await writeObject(deps.blobs, objectKey, pieces);
    await addFile(tx, {
      jobId,
      name,
      kind: 'output',
      type,
      objectKey,
      lines,
      bytes,
      sha256,
      part: null,
      personIds: [],
    });
  };
  await write('Group-1.ndjson', 'Group', groups.length, groupLines(tx, deps, groups));
  await write('Parameters-1.ndjson', 'Parameters', 1, parametersLine(tx, deps, groups));
}

async function* groupLines(tx: Tx, deps: PublishDeps, groups: readonly MatchGroup[]): AsyncGenerator<string> {
  for (const group of groups) {
    yield* groupJson(tx, group, deps.payer);
    yield '\n';
  }
}

/** PDex 2.1: the same Groups as named parameters (138a: may be there, adds nothing). */
async function* parametersLine(
  tx: Tx,
  deps: PublishDeps,
  groups: readonly MatchGroup[],
): AsyncGenerator<string> {
  let separator = '{"resourceType":"Parameters","parameter":[';
  for (const group of groups) {
    yield `${separator}{"name":"${parameterNames[group.code]}","resource":`;
    yield* groupJson(tx, group, deps.payer);
    yield '}';
    separator = ',';
  }
  yield ']}\n';
}

/** Bytes that are gathered before they are written. */
const chunkCharacters = 256 * 1024;

async function writeObject(blobs: BlobStore, key: string, pieces: AsyncIterable<string>): Promise<Committed> {
  const writer = await blobs.writer(key);
  try {
    let text = '';
    for await (const piece of pieces) {
      text += piece;
      if (text.length < chunkCharacters) continue;
      await writer.write(Buffer.from(text));
      text = '';
    }
    if (text !== '') await writer.write(Buffer.from(text));
    return await writer.commit();
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
