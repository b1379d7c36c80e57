/**
 * Doubtful matches wait for people, and the partner does not see them wait: what it is told is what it is told of a stranger. A bulk match
 * may wait with them; a partner that guesses is stopped. Two payers, real HTTP.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/db/sql.ts';
import { thirdPlan, unitedCare } from '../../src/demo/people/payers.ts';
import { decideReview, openReview, type ReviewDeps } from '../../src/exchange/answer/review.ts';
import type { JsonObject } from '../../src/fhir/lossless.ts';
import { type MatchPolicy, matchPolicy_default } from '../../src/member-match/policy.ts';
import { selectAlarms } from '../../src/member-match/probing-store.ts';
import { readMemberQuery } from '../../src/member-match/query.ts';
import { listReviews } from '../../src/member-match/review-desk.ts';
import { type Json, type Papers, papersOf } from '../env/exchange.ts';
import { type HandPayer, handPayer, type Manifest, type Reply } from '../env/hand-payer.ts';
import { recordsOf, type Who } from '../env/people.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

const policy: MatchPolicy = {
  ...matchPolicy_default,
  review: { ...matchPolicy_default.review, bulkHold_minutes: 60 },
};
let payers: TwoPayers;
let united: HandPayer;
let third: HandPayer;
beforeAll(async () => {
  payers = await twoPayers({ match: policy });
  united = await handPayer(payers, { id: 'by-hand', name: 'UnitedCare by hand', npi: unitedCare.npi });
  mistake = await findMistake();
  third = await handPayer(payers, { id: 'third', name: thirdPlan.name, npi: thirdPlan.npi });
});
afterAll(() => payers?.close());
afterEach(async () => {
  const { db } = payers.responding;
  await db.run(
    sql`truncate match_review, match_review_vote, match_label, match_attempt, match_refusals, match_alarm cascade`,
  );
});

/** What could be wrong on John's papers. Where the engine draws its lines is not the subject here: the first that it doubts is taken. */
const mistakes: Partial<Papers['MemberPatient']>[] = [
  { birthDate: '1999-11-19' },
  { birthDate: '1999-07-07' },
  { name: [{ family: 'Smith', given: ['Peter'] }] },
  { name: [{ family: 'Smith', given: ['J'] }] },
];
let mistake: Partial<Papers['MemberPatient']>;
async function findMistake(): Promise<typeof mistake> {
  const { db, matcher, config } = payers.responding;
  for (const one of mistakes) {
    const { parameter } = papersOf('john', payers.clock.now(), ({ MemberPatient }) => {
      Object.assign(MemberPatient, one);
    }) as {
      parameter: { resource: JsonObject }[];
    };
    const [patient, coverage] = parameter.map(({ resource }) => resource);
    const { decision, guards } = await matcher.match(
      db,
      readMemberQuery(patient!, coverage!, config.payer.npi),
    );
    if (decision === 'review' && guards.length > 0) return one;
  }
  throw new Error('the engine doubts none of these papers');
}

/** John with that mistake. Each has another telephone, so that no answer is remembered from test to test. */
let doubts = 7_000;
const doubtful = (id = 'doubt', change: (papers: Papers) => void = () => {}): Json =>
  papersOf('john', payers.clock.now(), (papers) => {
    doubts++;
    Object.assign(papers.MemberPatient, mistake);
    papers.MemberPatient.telecom = [{ system: 'phone', value: `617432${doubts}` }];
    renamed(papers, id);
    change(papers);
  });
function renamed({ MemberPatient, CoverageToMatch, Consent }: Papers, id: string): void {
  MemberPatient.id = id;
  CoverageToMatch.beneficiary = { reference: `Patient/${id}` };
  Consent.patient = { reference: `Patient/${id}` };
  Consent.performer = [{ reference: `Patient/${id}` }];
}
const stranger = (): Json => papersOf('stranger', payers.clock.now());
/** John with the card of somebody else. */
const contradictory = (): Json =>
  papersOf('john', payers.clock.now(), (papers) => {
    papers.CoverageToMatch = { ...cardOf('twoCoverages'), beneficiary: papers.CoverageToMatch.beneficiary };
  });
function cardOf(who: Who): Papers['CoverageToMatch'] {
  const { parameter } = papersOf(who, payers.clock.now()) as {
    parameter: { name: string; resource: Papers['CoverageToMatch'] }[];
  };
  return parameter.find(({ name }) => name === 'CoverageToMatch')!.resource;
}

const ask = (body: Json, who: HandPayer = united): Promise<Reply> => {
  payers.clock.advance(1);
  return who.call('POST', 'Patient/$member-match', { body });
};
const desk = (): ReviewDeps => {
  const { db, clock, random, matcher, config } = payers.responding;
  return { db, clock, random, matcher, payer: config.payer, review: config.match.review };
};
const openReviews = () => listReviews(payers.responding.db, { state: 'open', now: payers.clock.now() });
async function onlyReview(): Promise<{ id: string; personId: number }> {
  const [review, ...more] = await openReviews();
  expect(more).toEqual([]);
  const view = await openReview(desk(), { id: review!.id, reviewer: 'Ann', reveal: false });
  return { id: review!.id, personId: view.leadingPersonId };
}
async function approve({ id, personId }: { id: string; personId: number }): Promise<void> {
  for (const reviewer of ['Ann', 'Bob'])
    await decideReview(desk(), { id, reviewer, verdict: 'same', personId, note: '' });
}
const reject = ({ id }: { id: string }) =>
  decideReview(desk(), { id, reviewer: 'Ann', verdict: 'not-same', note: '' });

describe('a doubtful member of a single match', () => {
  it('is nobody until people approve, and matches when the partner asks again', async () => {
    const body = doubtful();
    expect((await ask(body)).status).toBe(422);
    expect((await ask(body)).status).toBe(422);
    const review = await onlyReview();
    await approve(review);
    expect(await openReviews()).toEqual([]);
    const found = await ask(body);
    expect(found.status).toBe(200);
    expect(found.text).toMatch(/MemberIdentifier.*MemberId/);
    const kept =
      await payers.responding.db.query(sql`select decision, rule, outcome, person_id from match_decision
      where client_id = 'by-hand' order by decided_at desc, decision limit 1`);
    expect(kept).toEqual([
      { decision: 'matched', rule: 'reviewed', outcome: 'match', person_id: review.personId },
    ]);
  });

  it('is approved for this question of this partner only', async () => {
    await ask(doubtful());
    await approve(await onlyReview());
    expect(
      (
        await ask(
          doubtful('other', ({ MemberPatient }) => {
            MemberPatient.telecom = [{ system: 'phone', value: '6174326999' }];
          }),
        )
      ).status,
    ).toBe(422);
    expect(await openReviews()).toHaveLength(1);
  });

  it('stays nobody when people reject, without being asked again', async () => {
    const body = doubtful();
    await ask(body);
    await reject(await onlyReview());
    expect((await ask(body)).status).toBe(422);
    expect(await openReviews()).toEqual([]);
  });

  it('takes another look when the record changes between look and decision', async () => {
    await ask(doubtful());
    const review = await onlyReview();
    await changeJohn('+1-617-432-0177');
    await expect(reject(review)).rejects.toMatchObject({
      category: 'conflict',
      publicText: expect.stringContaining('changed since'),
    });
    expect((await openReviews())[0]).toMatchObject({ state: 'open', waitsFor: 'first' });
    await reject(review);
    expect(await openReviews()).toEqual([]);
  });

  it('takes two persons where a guard objects, and the same one twice is refused', async () => {
    await ask(doubtful());
    const review = await onlyReview();
    const say = { ...review, verdict: 'same', note: 'voice known' } as const;
    expect(await decideReview(desk(), { ...say, reviewer: 'Ann' })).toMatchObject({
      state: 'open',
      waitsFor: 'second',
    });
    await expect(decideReview(desk(), { ...say, reviewer: 'ann' })).rejects.toMatchObject({
      category: 'conflict',
    });
    expect(await decideReview(desk(), { ...say, reviewer: 'Bob' })).toMatchObject({ state: 'approved' });
  });

  it('teaches, without a word of who it was', async () => {
    await ask(doubtful());
    await approve(await onlyReview());
    const labels = await payers.responding.db.query(sql`select same, fields from match_label`);
    expect(labels).toContainEqual({
      same: true,
      fields: expect.objectContaining({ given: expect.anything() }),
    });
    const rows = await payers.responding.db.query(sql`select * from match_label`);
    expect(JSON.stringify(rows)).not.toMatch(/john|smith|1984|1999|KC8001|charter/i);
  });
});

/** John's telephone, as his payer learns it. */
async function changeJohn(phone: string): Promise<void> {
  const records = recordsOf({ asOf: payers.clock.now(), members: 13 });
  const john = records.filter(
    (r) => r.resourceType === 'Patient' && JSON.stringify(r).includes('KC80014277101'),
  );
  expect(john).toHaveLength(1);
  await payers.load(john.map((r) => ({ ...r, telecom: [{ system: 'phone', value: phone }] })));
}

describe('what the partner sees', () => {
  const withoutRequestId = ({ status, headers, text }: Reply) => ({
    status,
    type: headers.get('content-type'),
    length: headers.get('content-length'),
    retryAfter: headers.get('retry-after'),
    text: text.replace(/Request [0-9a-f-]{36}/, 'Request'),
  });

  it('is byte for byte the same of a stranger, a contradiction, and somebody who is looked at', async () => {
    const replies = [await ask(stranger()), await ask(contradictory()), await ask(doubtful())];
    const decisions = await payers.responding.db.query<{ decision: string }>(
      sql`select decision from match_decision where client_id = 'by-hand' order by decided_at desc limit 3`,
    );
    expect(new Set(decisions.map((row) => row.decision))).toEqual(
      new Set(['no-match', 'conflict', 'review']),
    );
    const [first, ...rest] = replies.map(withoutRequestId);
    expect(first).toMatchObject({ status: 422, retryAfter: null });
    for (const other of rest) expect(other).toEqual(first);
    await reject(await onlyReview());
    expect(withoutRequestId(await ask(doubtful()))).toEqual(first);
  });

  it('names neither candidates nor reviews, in any answer', async () => {
    const body = doubtful();
    const said = [await ask(body), await ask(contradictory())].map(({ text }) => text).join();
    expect(said).not.toMatch(/review|candidate|score|guard|kc1\d\d\d|Smith|hazard/i);
  });
});

interface Started {
  url: string;
  poll(): Promise<Reply>;
}

async function start(members: readonly Json[]): Promise<Started> {
  const kicked = await united.call('POST', 'Group/$bulk-member-match', {
    body: {
      resourceType: 'Parameters',
      parameter: members.map((one) => ({ name: 'MemberBundle', part: one.parameter })),
    },
  });
  expect(kicked.status).toBe(202);
  const url = kicked.headers.get('content-location')!;
  const poll = async () => {
    payers.clock.advance(2);
    return united.call('GET', url);
  };
  await poll();
  return { url, poll };
}

/** Member ids by outcome, once the job is complete. */
async function outcomes({ poll, url }: Started): Promise<Record<string, string[]>> {
  const replies: Reply[] = [];
  await expect
    .poll(
      async () => {
        replies.unshift(await poll());
        return replies[0]!.status;
      },
      { timeout: 20_000 },
    )
    .toBe(200);
  const lines = await united.lines({ ...(replies[0]!.json as unknown as Manifest), url });
  const groups = lines.get('Group')!.map((line) => JSON.parse(line));
  return Object.fromEntries(
    groups.map((group) => [
      group.code.coding[0].code,
      (group.contained ?? []).map((resource: { id: string }) => resource.id),
    ]),
  );
}
const waits = async (job: Started) => {
  await expect.poll(async () => (await openReviews()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect
    .poll(async () => (await job.poll()).headers.get('x-progress'), { timeout: 20_000 })
    .toBe('completing');
};

describe('a bulk match with a doubtful member', () => {
  it('waits, in progress and without a reason, and has the member when people approve in time', async () => {
    const job = await start([doubtful('doubt'), papersOf('twin', payers.clock.now())]);
    await waits(job);
    const waiting = await job.poll();
    expect(waiting.status).toBe(202);
    expect(waiting.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(`${waiting.text}${JSON.stringify([...waiting.headers])}`).not.toMatch(/review|hold|doubt/i);
    await approve(await onlyReview());
    expect(await outcomes(job)).toEqual({ match: ['doubt', 'uc3002'] });
    const rounds = await payers.responding.db.query(sql`select round, decision, outcome from match_decision
      where submitted_id = 'doubt' and job_id is not null order by round`);
    expect(rounds).toEqual([
      { round: 0, decision: 'review', outcome: 'nomatch' },
      { round: 1, decision: 'matched', outcome: 'match' },
    ]);
  });

  it('goes on at once when people reject', async () => {
    const job = await start([doubtful('doubt2')]);
    await waits(job);
    await reject(await onlyReview());
    expect(await outcomes(job)).toEqual({ match: [], nomatch: ['doubt2'] });
  });

  it('reports the member as not matched when the time is over; a later approval is there when it asks again', async () => {
    const body = doubtful('doubt3');
    const job = await start([body]);
    await waits(job);
    const review = await onlyReview();
    payers.clock.advance(policy.review.bulkHold_minutes * 60);
    expect(await outcomes(job)).toEqual({ match: [], nomatch: ['doubt3'] });
    await approve(review);
    expect(await outcomes(await start([body]))).toEqual({ match: ['doubt3'] });
  });

  it('does not wait for the sake of one job too many', async () => {
    const held = [];
    for (let i = 0; i < 4; i++) held.push(await start([doubtful(`h${i}`)]));
    await expect.poll(async () => (await openReviews()).length, { timeout: 20_000 }).toBe(4);
    for (const job of held) await waits(job);
    expect(await outcomes(await start([doubtful('h5')]))).toEqual({ match: [], nomatch: ['h5'] });
    for (const { url } of held) await united.call('DELETE', url);
  });
});

describe('a partner that guesses', () => {
  const guess = (i: number): Json =>
    papersOf('john', payers.clock.now(), ({ MemberPatient, CoverageToMatch }) => {
      MemberPatient.name = [{ family: 'Lindqvist', given: ['Tova'] }];
      CoverageToMatch.subscriberId = undefined;
      CoverageToMatch.identifier = [
        {
          type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] },
          value: `KC${1_000_003 * (i + 3)}`,
        },
      ];
    });

  it('tries cards for one person: stopped, alarmed, audited; others and itself about others are not disturbed', async () => {
    const { db } = payers.responding;
    const statuses: number[] = [];
    for (let i = 0; i < 14; i++) statuses.push((await ask(guess(i))).status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(policy.probing.refusedPerPerson_max);
    const stopped = await ask(guess(99));
    expect(stopped.status).toBe(429);
    expect(stopped.headers.get('retry-after')).toBe('3600');
    expect(stopped.text).not.toMatch(/card|person|guess/i);
    const [alarm, ...more] = await selectAlarms(db, { open: true });
    expect(more).toEqual([]);
    expect(alarm).toMatchObject({ clientId: 'by-hand', kind: 'card-guessing', throttled: 5, liftedAt: null });
    const audited = await db.query(sql`select actor, detail from audit_entry where subject = ${alarm!.id}`);
    expect(audited).toEqual([{ actor: 'client:by-hand', detail: { kind: 'card-guessing' } }]);
    expect((await ask(guess(0))).status).toBe(422);
    expect((await ask(guess(99), third)).status).toBe(422);
    expect((await ask(papersOf('senior', payers.clock.now()))).status).toBe(200);
  });

  it('is answered no-match in bulk, the others of the job as ever', async () => {
    const guesses = Array.from({ length: 14 }, (_, i) =>
      papersOf('john', payers.clock.now(), (papers) => {
        const one = guess(i) as { parameter: { name: string; resource: object }[] };
        const part = (name: string) => one.parameter.find((p) => p.name === name)!.resource;
        Object.assign(papers.MemberPatient, part('MemberPatient'));
        Object.assign(papers.CoverageToMatch, part('CoverageToMatch'));
        renamed(papers, `g${i}`);
      }),
    );
    const found = await outcomes(await start([...guesses, papersOf('twin', payers.clock.now())]));
    expect(found.match).toEqual(['uc3002']);
    expect(found.nomatch).toHaveLength(14);
    const flagged = await payers.responding.db.query(sql`select distinct reasons from match_decision
      where reasons ? 'throttled' and submitted_id like 'g%'`);
    expect(flagged).toEqual([{ reasons: ['throttled', 'card-guessing'] }]);
  });
});

describe('in the course of time, a review', () => {
  it('is asked about again when the member’s record has changed since, and when the answer is too old', async () => {
    const body = doubtful();
    await ask(body);
    await approve(await onlyReview());
    payers.clock.advance(policy.review.remember_days * 24 * 3600 + 1);
    expect((await ask(body)).status).toBe(422);
    const again = await onlyReview();
    await approve(again);
    await changeJohn('+1-617-432-0199');
    expect((await ask(body)).status).toBe(422);
    expect(await openReviews()).toHaveLength(1);
  });

  it('is forgotten when nobody decides in time', async () => {
    await ask(doubtful());
    const { id } = await onlyReview();
    payers.clock.advance(policy.review.expiry_days * 24 * 3600 + 1);
    await expect.poll(() => openReviews(), { timeout: 10_000 }).toEqual([]);
    const { db } = payers.responding;
    expect(await db.one(sql`select state, submission from match_review where id = ${id}`)).toEqual({
      state: 'expired',
      submission: null,
    });
  });
});
