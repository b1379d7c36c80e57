/**
 * The truth table of consents (consent-and-sensitive-data 5.1) through the real doors: for each row the same member is asked for in bulk
 * and singly, exported by a Group that was made before, and a file that was made before is fetched.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  endConsent,
  giveInstruction,
  revokeConsent,
  withdrawInstruction,
} from '../../src/consent/consents.ts';
import { endGrant, giveGrant } from '../../src/consent/give-grant.ts';
import { giveOverride, liftOverride } from '../../src/consent/overrides.ts';
import { endAuthority, recordAuthority } from '../../src/consent/record-authority.ts';
import { raw, sql } from '../../src/db/sql.ts';
import { unitedCare } from '../../src/demo/people/payers.ts';
import type { Resource } from '../../src/demo/people/resource.ts';
import { consentPolicy } from '../../src/fhir/systems.ts';
import { type Json, papersOf, personAt } from '../env/exchange.ts';
import { exportOf, type HandPayer, handPayer, type Manifest } from '../env/hand-payer.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

interface World {
  payers: TwoPayers;
  hand: HandPayer;
  personId: number;
}
const worlds = {} as Record<'labelled' | 'unlabelled', World>;
let { payers, hand, personId } = {} as World;
beforeAll(async () => {
  worlds.labelled = await worldOf('labelled');
  worlds.unlabelled = await worldOf('unlabelled');
});
afterAll(async () => {
  for (const world of Object.values(worlds)) await world.payers.close();
});

/** A payer that can tell sensitive records apart, or one that cannot. */
async function worldOf(segmentation: 'labelled' | 'unlabelled'): Promise<World> {
  const opened = await twoPayers({ idle: true, release: { part2: 'require-statement', segmentation } });
  await opened.responding.work();
  return {
    payers: opened,
    hand: await handPayer(opened, { id: 'hand', name: 'UnitedCare by hand', npi: unitedCare.npi }),
    personId: await personAt(opened.responding, 'kc1006'),
  };
}

type Change = (consent: Resource) => void;
type Provision = {
  type: string;
  period: { start?: string; end?: string };
  actor: Json[];
  [name: string]: unknown;
};
const provisionOf = (consent: Resource) => consent.provision as unknown as Provision;
const actor = (consent: Resource, n: number) =>
  provisionOf(consent).actor[n] as { reference: { identifier: { value: string } } };

/** The member's papers with another consent; a second entry of a request needs a coverage of its own. */
const single = (id: string, change: Change = () => {}, coverageId?: string) =>
  papersOf('twoCoverages', payers.clock.now(), ({ Consent, CoverageToMatch }) => {
    Consent.id = id;
    if (coverageId) CoverageToMatch.id = coverageId;
    change(Consent);
  });
const bulkOf = (...submitted: Json[]) => ({
  resourceType: 'Parameters',
  parameter: submitted.map(({ parameter }) => ({ name: 'MemberBundle', part: parameter })),
});

async function match(...submitted: Json[]): Promise<{ groups: Record<string, Json>; text: string }> {
  const manifest = await hand.finish('POST', 'Group/$bulk-member-match', { body: bulkOf(...submitted) });
  const lines = (await hand.lines(manifest)).get('Group') ?? [];
  const groups: Record<string, Json> = {};
  for (const line of lines) {
    const group = JSON.parse(line) as Json & { code: { coding: { code: string }[] }; member?: Json[] };
    if (group.member) groups[group.code.coding[0]!.code] = group;
  }
  return { groups, text: lines.join('\n') };
}

/** The operator's words for each member of the last request, as it was decided last. */
const words = async (): Promise<unknown[]> =>
  (
    await payers.responding.db.query<{ word: string | null }>(sql`
      select distinct on (seq) consent_reason as word from match_decision
      where coalesce(job_id, id) = (select coalesce(job_id, id) from match_decision order by decided_at desc, round desc limit 1)
      order by seq, round desc`)
  ).map(({ word }) => word);

async function patientsIn(manifest: Manifest): Promise<string> {
  return [...(await hand.lines(manifest)).values()].flat().join('\n');
}

/** The error lines that tell of this member, and whether any names a cause. */
async function toldIn(manifest: Manifest): Promise<string> {
  return (await Promise.all(manifest.error.map(async ({ url }) => (await hand.call('GET', url)).text))).join(
    '\n',
  );
}

const officer = () => ({ actor: 'operator:ann', at: payers.clock.now() });
const db = () => payers.responding.db;
const deps = () => payers.responding;

interface Row {
  row: number;
  condition: string;
  /** Of the consent that lets the member match before; and what must be there before it. */
  before?: Change;
  prepare?: () => Promise<unknown>;
  /** What happens between, given the consent's id. */
  happens?: (consentId: string) => Promise<unknown>;
  /** The consent that is shown then, another document; the same one where absent. */
  shows?: Change;
  /** Two of them in one request. */
  and?: Change;
  word: string | null;
  bulk: 'match' | 'nomatch' | 'consentconstraint';
  single: readonly [status: number, code?: string];
  /** `no-group`: it ended with its last consent. `later`: when it can be evaluated again. */
  exports: 'lines' | 'none' | 'no-group' | 'later';
  get: number;
  undo?: () => Promise<unknown>;
}

const constrained = { bulk: 'consentconstraint', single: [422, 'suppressed'] } as const;
/** A broken document is nobody's word: the consent from before counts on. */
const untouched = { exports: 'lines', get: 200 } as const;
const ended = { exports: 'none', get: 410 } as const;
const invalid = (condition: string, shows: Change): Row => ({
  row: 4,
  condition,
  shows,
  word: 'consent-invalid',
  ...constrained,
  ...untouched,
});
const undoing: { id: string } = { id: '' };
const representative: Change = (consent) => {
  consent.performer = [{ reference: '#rp' }];
  consent.contained = [
    {
      resourceType: 'RelatedPerson',
      id: 'rp',
      patient: consent.patient,
      relationship: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'DPOWATT' }] },
      ],
    },
  ] as unknown as Resource[string];
};
const override = (effect: 'hold' | 'add', scope: 'person' | 'category', value = '', labels = 0) =>
  db().tx(async (tx) => {
    undoing.id = await giveOverride(
      tx,
      deps(),
      {
        personId,
        scope,
        value,
        effect,
        labels,
        by: 'operator:ann',
        role: 'officer',
        reason: 'safety',
        validFrom: null,
        validTo: null,
      },
      payers.clock.now(),
    );
  });
const lift = () =>
  db().tx((tx) => liftOverride(tx, { id: undoing.id, by: 'operator:ann', at: payers.clock.now() }));
const today = (days = 0) =>
  new Date(payers.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

const table: Row[] = [
  {
    row: 1,
    condition: 'the store fails',
    word: 'evaluator-error',
    happens: () => db().run(raw('alter table consent_grant rename to consent_grant_away')),
    bulk: 'consentconstraint',
    single: [500, 'exception'],
    exports: 'later',
    get: 503,
    undo: () => db().run(raw('alter table consent_grant_away rename to consent_grant')),
  },
  {
    row: 2,
    condition: 'a hold',
    word: 'person-hold',
    happens: () => override('hold', 'person'),
    bulk: 'nomatch',
    single: [422, 'not-found'],
    exports: 'none',
    get: 404,
    undo: lift,
  },
  {
    row: 3,
    condition: 'none but a "no"',
    word: 'consent-missing',
    ...constrained,
    ...ended,
    happens: (id) =>
      db().run(
        sql`insert into consent_event (consent_id, state, at, actor) values (${id}, 'declined', now(), 'operator:ann')`,
      ),
  },
  invalid('a broken scope', (c) => {
    c.scope = { coding: [] };
  }),
  invalid('another patient', (c) => {
    c.patient = { reference: 'Patient/somebody' };
  }),
  invalid('another performer', (c) => {
    c.performer = [{ reference: 'Patient/somebody' }];
  }),
  invalid('a type that is not permit', (c) => {
    provisionOf(c).type = 'deny';
  }),
  invalid('a forbidden provision', (c) => {
    provisionOf(c).provision = [{ type: 'deny' }];
  }),
  invalid('no period', (c) => {
    provisionOf(c).period = {};
  }),
  invalid('an end before its start', (c) => {
    provisionOf(c).period = { start: today(2), end: today(1) };
  }),
  {
    row: 5,
    condition: 'another recipient on the paper',
    word: 'wrong-recipient',
    ...constrained,
    ...untouched,
    shows: (c) => {
      actor(c, 1).reference.identifier.value = '1234567893';
    },
  },
  {
    row: 5,
    condition: 'a client that is another payer now',
    word: 'wrong-recipient',
    ...constrained,
    exports: 'none',
    get: 404,
    happens: () => db().run(sql`update client set npi = '1234567893' where id = 'hand'`),
    undo: () => db().run(sql`update client set npi = ${unitedCare.npi} where id = 'hand'`),
  },
  {
    row: 6,
    condition: 'another source',
    word: 'wrong-source',
    ...constrained,
    ...untouched,
    shows: (c) => {
      actor(c, 0).reference.identifier.value = '1234567893';
    },
  },
  ...(
    [
      ['no policy', []],
      ['an unknown policy', ['https://example.org/all']],
      ['both policies', Object.values(consentPolicy)],
    ] as const
  ).map(
    ([condition, uris]): Row => ({
      row: 7,
      condition,
      word: 'policy-unknown',
      ...constrained,
      ...untouched,
      shows: (c) => {
        c.policy = uris.map((uri) => ({ uri }));
      },
    }),
  ),
  {
    row: 8,
    condition: 'a start that lies ahead',
    word: 'consent-not-started',
    ...constrained,
    ...untouched,
    shows: (c) => {
      provisionOf(c).period = { start: today(2), end: today(30) };
    },
  },
  {
    row: 8,
    condition: 'an end that is over',
    word: 'consent-expired',
    ...constrained,
    exports: 'no-group',
    get: 410,
    before: (c) => {
      provisionOf(c).period = { start: today(-3), end: today() };
    },
    // Midnight in New York, where the last day ends first.
    happens: async () => payers.clock.set(`${today(1)}T05:00:00Z`),
  },
  {
    row: 9,
    condition: 'a revocation',
    word: 'consent-revoked',
    ...constrained,
    ...ended,
    happens: (id) => db().tx((tx) => revokeConsent(tx, { id, why: 'asked', ...officer() })),
  },
  {
    row: 9,
    condition: 'an error that was found',
    word: 'consent-in-error',
    ...constrained,
    ...ended,
    happens: (id) =>
      db().tx((tx) => endConsent(tx, { id, to: 'in-error', why: 'another person', ...officer() })),
  },
  {
    row: 9,
    condition: 'an older version, shown again',
    word: 'consent-superseded',
    ...constrained,
    ...untouched,
    happens: () =>
      match(
        single('newer', (c) => {
          c.dateTime = '2001-01-01';
        }),
      ),
  },
  {
    row: 10,
    condition: 'a twin that contradicts it',
    word: 'consent-ambiguous',
    ...constrained,
    ...ended,
    shows: () => {},
    and: (c) => {
      c.policy = [{ uri: consentPolicy.regular }];
    },
  },
  {
    row: 11,
    condition: 'a representative whom nobody knows',
    word: 'authority-missing',
    ...constrained,
    ...untouched,
    shows: representative,
  },
  {
    row: 11,
    condition: 'an authority that ended',
    word: 'authority-missing',
    ...constrained,
    ...ended,
    prepare: () =>
      db().tx(async (tx) => {
        undoing.id = await recordAuthority(tx, deps(), {
          personId,
          kind: 'durable-power',
          scope: 'all',
          validFrom: today(-100),
          validTo: null,
          document: 'file/7',
          recordedBy: 'operator:ann',
          recordedAt: payers.clock.now(),
        });
      }),
    before: representative,
    happens: () => db().tx((tx) => endAuthority(tx, { id: undoing.id, ...officer() })),
  },
  {
    row: 12,
    condition: 'an instruction of the member',
    word: 'local-instruction',
    ...constrained,
    ...ended,
    happens: () => db().tx((tx) => giveInstruction(tx, { personId, recipientNpi: '*', ...officer() })),
    undo: () => db().tx((tx) => withdrawInstruction(tx, { personId, recipientNpi: '*', ...officer() })),
  },
  {
    row: 13,
    condition: '#regular, store unlabelled',
    word: 'cannot-segment',
    ...constrained,
    ...ended,
    shows: (c) => {
      c.policy = [{ uri: consentPolicy.regular }];
    },
  },
  {
    row: 13,
    condition: 'claims alone, store unlabelled',
    word: 'cannot-segment',
    ...constrained,
    ...ended,
    happens: () =>
      db().tx(async (tx) => {
        undoing.id = await giveGrant(tx, deps(), {
          actor: 'operator:ann',
          personId,
          consentId: null,
          direction: 'out',
          partnerNpi: '*',
          categories: ['claims'],
          labels: null,
          serviceFrom: null,
          serviceTo: null,
          validFrom: null,
          validTo: null,
          givenAt: payers.clock.now(),
        });
      }),
    undo: () => db().tx((tx) => endGrant(tx, { id: undoing.id, ...officer() })),
  },
  {
    row: 14,
    condition: '#regular, store labelled',
    // What replaces a wider consent ends what was made under it.
    shows: (c) => {
      c.policy = [{ uri: consentPolicy.regular }];
    },
    word: null,
    bulk: 'match',
    single: [200],
    exports: 'lines',
    get: 410,
  },
  {
    row: 15,
    condition: '#sensitive',
    word: null,
    bulk: 'match',
    single: [200],
    exports: 'lines',
    get: 200,
  },
];

/** What partners were told in rows 3 to 13, headers by their names, without the id of the request. */
const refusals = new Set<string>();

describe.each(table)('row $row: $condition', (row) => {
  test(`is "${row.word}" to the operator, ${row.bulk}, ${row.single[0]}, ${row.exports}, ${row.get}`, async () => {
    const name = `${row.row}-${row.condition}`.replace(/[^a-z0-9]+/gi, '-');
    ({ payers, hand, personId } = row.row === 13 ? worlds.unlabelled : worlds.labelled);
    await row.prepare?.();
    const agreed = single(`${name}-0`, row.before);
    const { groups } = await match(agreed);
    const group = (groups.match as { id: string }).id;
    const manifest = await hand.finish('GET', exportOf(group));
    const file = manifest.output.find(({ type }) => type === 'Patient')!;
    const { id } = await db().one<{ id: string }>(
      sql`select id from consent where person_id = ${personId} and state = 'active' order by seq desc limit 1`,
    );
    try {
      await row.happens?.(id);
      const shown = row.shows ? single(`${name}-1`, row.shows) : agreed;
      const twins = row.and ? [shown, single(`${name}-2`, row.and, 'second-card')] : [shown];
      const matched = await match(...twins);
      expect(Object.keys(matched.groups)).toEqual([row.bulk]);
      expect(await words()).toEqual(twins.map(() => row.word));
      if (row.bulk !== 'match')
        expect(matched.text).not.toMatch(/kc1006|consent-|hold|revoke|instruct|authority/i);
      const answer = await hand.call('POST', 'Patient/$member-match', { body: shown });
      const code = (answer.json as { issue?: { code: string }[] }).issue?.[0]?.code;
      expect([answer.status, ...(row.single[1] ? [code] : [])]).toEqual(row.single);
      if (row.row > 2 && row.row < 14)
        refusals.add([...answer.headers.keys(), answer.text.replace(/Request [\w-]+/, 'Request')].join('\n'));
      if (row.exports === 'no-group') expect((await hand.call('GET', exportOf(group))).status).toBe(404);
      else if (row.exports !== 'later') {
        const again = await hand.finish('GET', exportOf(group));
        const lines = await patientsIn(again);
        if (row.exports === 'lines') expect(lines).toContain('Patient/kc1006');
        else {
          expect(lines).not.toContain('kc1006');
          const told = await toldIn(again);
          expect(told.match(/Patient\/kc1006/g)?.length ?? 0).toBe(row.row === 2 ? 0 : 1);
          expect(told).not.toMatch(/consent|revoke|withdr|instruct|sensitive|hold/i);
        }
      }
      expect((await hand.call('GET', file.url)).status).toBe(row.get);
    } finally {
      await row.undo?.();
    }
    // What could not be evaluated is not lost: it leaves when it can be.
    if (row.exports === 'later') expect((await hand.call('GET', file.url)).status).toBe(200);
  });
});

test('rows 3 to 13 are one and the same answer', () => {
  expect([...refusals]).toHaveLength(1);
});

test('every member’s refusals and permits are in the audit with what they were made on', async () => {
  ({ payers, hand, personId } = worlds.labelled);
  const entries = await db().query<{ decision: string; full: boolean; n: number }>(sql`
    select decision, bool_and(epoch is not null and rule_set is not null and partner = 'hand'
        and (consent_hash is not null or codes && array['evaluator-error', 'person-hold'])) as full, count(*)::int as n
    from audit_entry where action in ('member-match', 'export.part') and person_id = ${personId} group by decision order by 1`);
  expect(entries).toMatchObject([
    { decision: 'deny', full: true },
    { decision: 'permit', full: true },
  ]);
});
