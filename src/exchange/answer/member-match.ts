import type { Caller } from '../../authz/caller.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Db } from '../../db/db.ts';
import type { Verdict } from '../../member-match/decide.ts';
import { umbOf } from '../../member-match/decision-store.ts';
import { type IssueCode, Problem } from '../../problem/problem.ts';
import { type AnswerDeps, answerMember, asking, watchOver } from './answer-member.ts';
import { startBeat } from './even-pace.ts';
import { attributeMember } from './group-of-one.ts';
import { throttled_seconds } from './limits.ts';
import { readMemberMatch } from './submission.ts';

export interface MemberMatchDeps extends AnswerDeps {
  db: Db;
  clock: Clock;
}

export interface MatchedMember {
  /** The person's unique member identifier. */
  umb: string;
  /** Our Patient id. */
  patientId: string;
}

/**
 * `$member-match` (HRex; p2p 1, 3.2): the one member, or a refusal that tells its kind and nothing else. The kinds are those
 * that the standard asks for: structure, no match, several, too little told, consent. A partner that guesses is not answered.
 *
 * @throws Problem `unprocessable`, `too-many`
 */
export async function answerMemberMatch(
  deps: MemberMatchDeps,
  caller: Caller,
  body: string,
): Promise<MatchedMember> {
  const member = asking(deps, readMemberMatch(body));
  const requester = { clientId: caller.clientId, npi: caller.npi };
  const nextBeat = startBeat();
  // The refusal is thrown after the commit: a decision is kept whatever it is.
  const answer = await deps.db.tx(async (tx) => {
    const now = deps.clock.now();
    const watch = await watchOver(tx, deps, requester, [member], now);
    const suspicious = watch.suspicion(member.query) !== undefined;
    const answered = suspicious ? undefined : await answerMember(tx, deps, { requester, member, watch, now });
    await watch.close();
    if (!answered) return { throttled: true };
    const { decision, outcome, permit } = answered;
    if (outcome !== 'match' || !permit)
      return { refusal: outcome === 'nomatch' ? refusals[decision.decision] : consentRefusal };
    const patientId = decision.patientId!;
    await attributeMember(tx, deps, { permit, patientId, submission: member.submission, now });
    return { member: { umb: await umbOf(tx, permit.personId), patientId } };
  });
  if (answer.member) return answer.member;
  await nextBeat();
  if (!answer.refusal) throw throttled();
  throw new Problem('unprocessable', answer.refusal.text, { code: answer.refusal.code });
}

/** mm-7. Says what to do and not what was counted. */
const throttled = (): Problem =>
  new Problem(
    'too-many',
    'Too many different submissions found nobody. Check what is sent, and try again later.',
    {
      retryAfterSeconds: throttled_seconds,
    },
  );

interface Refusal {
  code: IssueCode;
  text: string;
}

/** One and the same for every reason that a consent has (pdex-203, pdex-207). */
const consentRefusal: Refusal = { code: 'suppressed', text: 'The consent cannot be honored.' };

const notFound: Refusal = { code: 'not-found', text: 'No unique member was found.' };

/**
 * A contradiction looks like no match: to say that a number and a name do not belong together would tell that each is known.
 * What waits for a person looks like it too (the partner asks again later).
 */
const refusals: Record<Verdict, Refusal> = {
  matched: notFound,
  'no-match': notFound,
  conflict: notFound,
  review: notFound,
  ambiguous: { code: 'multiple-matches', text: 'More than one member fits what was sent.' },
  insufficient: {
    code: 'required',
    text: 'Too little was sent to find one member: a family name, a given name, a complete birth date, and a member identifier or an address are needed.',
  },
};
