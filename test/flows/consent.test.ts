/** The member's word decides, at the match and at every moment after it; beside each refusal, the member whose data may go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveInstruction, withdrawInstruction } from '../../src/consent/consents.ts';
import { jobOf } from '../../src/demo/gather.ts';
import { unitedCare } from '../../src/demo/people/payers.ts';
import { filesOf } from '../../src/exchange/request/operate.ts';
import { selectLedger } from '../../src/export/store.ts';
import type { Worker } from '../../src/queue/worker.ts';
import {
  exchangeOf,
  heldAt,
  papersOf,
  personAt,
  reach,
  requestWith,
  revokeAll,
  standsAt,
} from '../env/exchange.ts';
import { exportOf, type HandPayer, handPayer } from '../env/hand-payer.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
let hand: HandPayer;
let answering: Worker;
beforeAll(async () => {
  payers = await twoPayers({ idle: true });
  await payers.requesting.work();
  answering = await payers.responding.work();
  hand = await handPayer(payers, { id: 'hand', name: 'UnitedCare by hand', npi: unitedCare.npi });
});
afterAll(() => payers?.close());

const constrained = { outcome: 'consentconstraint', state: 'match-failed', partnerPatientId: null };
const stored = { outcome: 'match', state: 'stored' };

const revoke = (patientId: string) => revokeAll(payers, patientId);

describe('at the match', () => {
  it('a consent that has run out constrains, and the same one still in its period does not', async () => {
    const { clock } = payers;
    const ranOut = await payers.settle(await payers.request(['consentExpired']));
    expect(exchangeOf(ranOut.exchanges, 'consentExpired')).toMatchObject(constrained);
    const inPeriod = papersOf('consentExpired', clock.now(), ({ Consent }) => {
      const provision = Consent.provision as { period: { end: string } };
      provision.period.end = clock.now().toISOString().slice(0, 10);
    });
    const { exchanges } = await payers.settle(await requestWith(payers, [inPeriod]));
    expect(exchangeOf(exchanges, 'consentExpired')).toMatchObject(stored);
  });

  it('a consent for another payer constrains, and one for the payer that asks does not', async () => {
    const { clock } = payers;
    const others = await payers.settle(await payers.request(['consentForAnotherPayer']));
    expect(exchangeOf(others.exchanges, 'consentForAnotherPayer')).toMatchObject(constrained);
    const ours = papersOf('consentForAnotherPayer', clock.now(), ({ Consent }) => {
      const actors = (Consent.provision as { actor: { reference: { identifier: { value: string } } }[] })
        .actor;
      actors[1]!.reference.identifier.value = unitedCare.npi;
    });
    const { exchanges } = await payers.settle(await requestWith(payers, [ours]));
    expect(exchangeOf(exchanges, 'consentForAnotherPayer')).toMatchObject(stored);
  });

  it('a member who told the old plan not to send is constrained, until that is withdrawn', async () => {
    const { responding, clock } = payers;
    const instruction = {
      personId: await personAt(responding, 'kc1007'),
      recipientNpi: unitedCare.npi,
      actor: 'operator:test',
      at: clock.now(),
    };
    await responding.db.tx((tx) => giveInstruction(tx, instruction));
    const refused = await payers.settle(await payers.request(['senior', 'twin']));
    expect(exchangeOf(refused.exchanges, 'senior')).toMatchObject(constrained);
    expect(exchangeOf(refused.exchanges, 'twin')).toMatchObject(stored);
    await responding.db.tx((tx) => withdrawInstruction(tx, { ...instruction, at: clock.now() }));
    const { exchanges } = await payers.settle(await payers.request(['senior']));
    expect(exchangeOf(exchanges, 'senior')).toMatchObject(stored);
  });

  it('the Group of those whose consent does not permit it does not tell one reason from another', async () => {
    const { groups } = await hand.match(['consentExpired', 'consentForAnotherPayer', 'twoCoverages']);
    const text = JSON.stringify(groups.consentconstraint);
    expect(text).toContain('uc3008');
    expect(text).toContain('uc3010');
    expect(text).not.toMatch(/kc10|expired|run out|revoked|another payer/i);
    expect(JSON.stringify(groups.match)).toContain('Patient/kc1006');
  });
});

describe('between the match and the export', () => {
  it('a revoked member yields no data, the others do, and nothing says why', async () => {
    const opened = await payers.request(['john', 'twoCoverages']);
    const [transferId] = opened.transferIds;
    await standsAt(payers, transferId!, 'matching');
    await answering.idle();
    await answering.stop();
    const exporting = await reach(payers, transferId!, 'exporting');
    await revoke('kc1001');
    answering = await payers.responding.work();
    const { exchanges, transfers } = await payers.settle(opened);
    const john = exchangeOf(exchanges, 'john');
    const daniel = exchangeOf(exchanges, 'twoCoverages');
    expect(await heldAt(payers.requesting, john.personId)).toEqual([]);
    expect((await heldAt(payers.requesting, daniel.personId)).length).toBeGreaterThan(20);
    expect(daniel).toMatchObject(stored);
    const everything = JSON.stringify([
      exchanges,
      transfers,
      await filesOf(payers.requesting.db, transferId!),
    ]);
    expect(everything).not.toMatch(/revoke|consent-/i);
    const johns = await personAt(payers.responding, 'kc1001');
    const ledger = await selectLedger(payers.responding.db, jobOf(exporting.exportStatusUrl!));
    const lines = ledger.filter((l) => l.personId === johns);
    expect(new Set(lines.map((l) => l.reason))).toEqual(new Set(['consent']));
  });

  it('who agrees again later is given the whole history, not only what changed meanwhile', async () => {
    const anew = papersOf('john', payers.clock.now(), ({ Consent }) => {
      Consent.id = 'uc3001-consent-anew';
    });
    const { exchanges } = await payers.settle(await requestWith(payers, [anew]));
    const john = exchangeOf(exchanges, 'john');
    expect(john).toMatchObject(stored);
    expect((await heldAt(payers.requesting, john.personId)).length).toBeGreaterThan(100);
  });

  it('the files say nothing of a member who is revoked: neither a line nor a word in the errors', async () => {
    const { groups } = await hand.match(['twin', 'twoCoverages']);
    const group = (groups.match as { id: string }).id;
    const before = await hand.lines(await hand.finish('GET', exportOf(group)));
    expect([...before.values()].flat().join()).toContain('Patient/kc1004');
    await revoke('kc1004');
    const manifest = await hand.finish('GET', exportOf(group));
    const after = [...(await hand.lines(manifest)).values()].flat().join('\n');
    expect(after).toContain('Patient/kc1006');
    expect(after).not.toContain('kc1004');
    const errors = await Promise.all(
      manifest.error.map(async ({ url }) => (await hand.call('GET', url)).text),
    );
    expect(errors.join('\n')).not.toMatch(/consent|revoke|withdr|instruct|sensitive/i);
  });
});

describe('between the export and the download', () => {
  it('a file with a revoked member is refused, and one without goes out', async () => {
    const { groups } = await hand.match(['senior', 'renamed']);
    const group = (groups.match as { id: string }).id;
    const manifest = await hand.finish('GET', `Group/${group}/$export`);
    const files = manifest.output;
    const patients = files.find((f) => f.type === 'Patient')!;
    const organizations = files.find((f) => f.type === 'Organization')!;
    expect((await hand.call('GET', patients.url)).status).toBe(200);
    await revoke('kc1007');
    const refused = await hand.call('GET', patients.url);
    expect(refused.status).toBe(410);
    expect(refused.text).not.toMatch(/consent|revoke|kc1007|Hoffman/i);
    expect((await hand.call('GET', organizations.url)).status).toBe(200);
  });

  it('the requesting payer asks anew and ends without the revoked member', async () => {
    const opened = await payers.request(['renamed', 'twoCoverages']);
    const [transferId] = opened.transferIds;
    await reach(payers, transferId!, 'exporting');
    // Its next poll lies ahead, and the clock stands still.
    await answering.idle();
    await revoke('kc1005');
    const { exchanges, transfers } = await payers.settle(opened);
    expect(transfers).toMatchObject([{ state: 'stored' }]);
    const [rosa, daniel] = [exchangeOf(exchanges, 'renamed'), exchangeOf(exchanges, 'twoCoverages')];
    expect(await heldAt(payers.requesting, rosa.personId)).toEqual([]);
    expect(daniel).toMatchObject(stored);
  });
});
