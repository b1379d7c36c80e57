import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Db, Tx } from '../db/db.ts';
import { isUuid } from '../db/uuid.ts';
import { MemberProblem } from '../election/member-problem.ts';
import { answerKept_days } from './limits.ts';
import { beginOnce, keepAnswer, type OnceKey, selectAnswer } from './session-store.ts';

export interface OnceAnswer {
  status: number;
  body: unknown;
}

/**
 * Does a thing once per Idempotency-Key: key, deed and answer are one transaction, so a process that dies between them leaves either
 * all or nothing. The same key with the same body gets the same answer; with another body it is refused. Two at once: the second
 * waits for the first.
 */
export async function once(
  deps: { db: Db; clock: Clock },
  asked: { principal: string; route: string; key: string | undefined; body: Buffer; kept_days?: number },
  work: (tx: Tx) => Promise<OnceAnswer>,
): Promise<OnceAnswer> {
  if (asked.key === undefined) throw new MemberProblem('idempotency-key-missing');
  const keyText = asked.key.replace(/^"(.*)"$/, '$1').toLowerCase();
  if (!isUuid(keyText)) throw new MemberProblem('idempotency-key-missing');
  const key: OnceKey = { principal: asked.principal, route: asked.route, key: keyText };
  const bodyHash = createHash('sha256').update(asked.body).digest();
  return deps.db.tx(async (tx) => {
    const at = deps.clock.now();
    const keepUntil = new Date(at.getTime() + (asked.kept_days ?? answerKept_days) * 86_400_000);
    if (!(await beginOnce(tx, key, { bodyHash, at, keepUntil }))) {
      const before = await selectAnswer(tx, key);
      if (!before.bodyHash.equals(bodyHash)) throw new MemberProblem('idempotency-key-reused');
      return { status: before.status, body: JSON.parse(before.answer) as unknown };
    }
    const answer = await work(tx);
    await keepAnswer(tx, key, answer.status, JSON.stringify(answer.body ?? null));
    return answer;
  });
}
