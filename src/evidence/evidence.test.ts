// What a privacy officer shows to a member or an auditor is what the exports did: every release, nothing that did not leave, and from
// each end the way to the other. Ids and counts only.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { clock, filesOf, member, own, start, work } from '../../test/env/export-run.ts';
import { insertGroup, insertRecords, partner } from '../../test/env/released-data.ts';
import { audit } from '../audit/audit.ts';
import { cancelJob } from '../bulk/job.ts';
import { sql } from '../db/sql.ts';
import { csvCell, disclosuresCsv } from './csv.ts';
import { byMonth, disclosuresOf, requiredBy } from './disclosures.ts';
import { personOf, trace } from './trace.ts';

let personId: number;
beforeEach(async () => {
  await own.db.run(sql`truncate transfer, exchange, partner, member cascade`);
  await own.db.run(sql`insert into client (id, name, npi, jwks, scope, created_at)
    values (${partner.clientId}, '=New Payer', ${partner.npi}, '{}', '', ${clock.now()}) on conflict do nothing`);
  personId = await member('p1');
  const other = await member('p2');
  await own.db.run(sql`insert into member (patient_id, person_id, said, updated_at)
    values ('p1', ${personId}, '', ${clock.now()}), ('p2', ${other}, '', ${clock.now()})`);
  await insertRecords(own.db, [
    { personId, ref: 'Condition/c1' },
    { personId, ref: 'Condition/c2' },
    { personId: other, ref: 'Condition/secret-of-p2' },
  ]);
  await insertGroup(own.db, 'g', [
    { personId, patientId: 'p1' },
    { personId: other, patientId: 'p2' },
  ]);
});

const report = (from = '2020-01-01', to = '2030-01-01') =>
  disclosuresOf(own.db, { personId, from, to, basis: 'unspecified' });

async function exported(): Promise<string> {
  const job = await start();
  await work();
  return job;
}

async function fetched(job: string): Promise<void> {
  for (const file of await filesOf(job))
    await audit(own.db, {
      at: clock.now(),
      actor: `client:${partner.clientId}`,
      action: 'file.get',
      subject: `${job}/${file.name}`,
      detail: {},
    });
}

describe('the accounting of disclosures', () => {
  test('names recipient, day, records by type, purpose, consent version and basis', async () => {
    const job = await exported();
    clock.advance(3600);
    await fetched(job);
    const [consent] = await own.db.query<{ id: string; hash: Buffer }>(
      sql`select id, hash from consent where person_id = ${personId}`,
    );
    expect(await report()).toEqual([
      {
        date: '2026-06-30T13:00:00.000Z',
        fetched: true,
        recipient: { clientId: partner.clientId, name: '=New Payer', npi: partner.npi },
        counts: { Condition: 2, Patient: 1, Provenance: 1 },
        purpose: expect.stringContaining('42 CFR 422.121(b)'),
        consent: { id: consent!.id, version: consent!.hash.toString('hex'), policy: 'sensitive' },
        basis: 'unspecified',
        requiredBy: '164.528',
        jobId: job,
      },
    ]);
  });

  test('an export that nobody fetched is dated when it was published; one that never was is not in it', async () => {
    await exported();
    const [line] = await report();
    expect(line).toMatchObject({ date: '2026-06-30T12:00:00.000Z', fetched: false });
    const cancelled = await start();
    await work('export.plan');
    await own.db.tx((tx) => cancelJob(tx, { id: cancelled, clientId: partner.clientId, now: clock.now() }));
    expect(await report()).toHaveLength(1);
  });

  test('a partner that deletes its job after the download does not take the line away', async () => {
    const job = await exported();
    await fetched(job);
    await own.db.tx((tx) => cancelJob(tx, { id: job, clientId: partner.clientId, now: clock.now() }));
    await own.db.run(sql`delete from bulk_file where job_id = ${job}`);
    expect(await report()).toMatchObject([{ jobId: job, counts: { Condition: 2 } }]);
  });

  test('of a member whose data was withheld there is no line, and none of anybody else', async () => {
    await own.db.run(
      sql`insert into instruction (person_id, recipient_npi, given_at) values (${personId}, '*', ${clock.now()})`,
    );
    await exported();
    expect(await report()).toEqual([]);
  });

  test('both days of the period are included, the ones beside it are not', async () => {
    await exported();
    expect(await report('2026-06-30', '2026-06-30')).toHaveLength(1);
    expect(await report('2026-07-01', '2026-12-31')).toEqual([]);
    expect(await report('2026-01-01', '2026-06-29')).toEqual([]);
  });

  test('a series is summed by month and recipient', async () => {
    for (const day of ['2026-06-30', '2026-07-01', '2026-07-31']) {
      clock.set(`${day}T12:00:00Z`);
      await exported();
    }
    expect(byMonth(await report())).toMatchObject([
      { month: '2026-06', times: 1, counts: { Condition: 2 } },
      {
        month: '2026-07',
        times: 2,
        counts: { Condition: 4 },
        first: '2026-07-01T12:00:00.000Z',
        last: '2026-07-31T12:00:00.000Z',
      },
    ]);
  });

  test('operations and authorized releases are offered, all else is due', () => {
    expect(requiredBy('operations')).toBe('offered');
    expect(requiredBy('authorization')).toBe('offered');
    expect(requiredBy('required-by-law')).toBe('164.528');
    expect(requiredBy('unspecified')).toBe('164.528');
  });

  test('as CSV no cell is a formula', async () => {
    await exported();
    const [headings, line] = disclosuresCsv(await report()).split('\r\n');
    expect(headings).toContain('required_by');
    expect(line).toContain(`,'=New Payer,${partner.npi},`);
    expect(line).toContain('"Condition 2, Patient 1, Provenance 1"');
    expect(['+1', '-1', '@a', '\tx', 'a"b', 'a=b'].map(csvCell)).toEqual([
      "'+1",
      "'-1",
      "'@a",
      "'\tx",
      '"a""b"',
      'a=b',
    ]);
  });
});

describe('the chain of evidence', () => {
  const stepsOf = async (id: string) => {
    const traced = await trace(own.db, id);
    return Object.fromEntries(traced.chain.map(({ step, rows }) => [step, rows]));
  };

  test('leads from a person to its downloads, from the consent and from the job to the same', async () => {
    const job = await exported();
    await fetched(job);
    const [consent] = await own.db.query<{ id: string }>(
      sql`select id from consent where person_id = ${personId}`,
    );
    for (const id of ['p1', 'Patient/p1', String(personId), consent!.id, job]) {
      const steps = await stepsOf(id);
      expect(steps.consent).toContainEqual(expect.objectContaining({ id: consent!.id, personId }));
      expect(steps.export).toMatchObject([{ jobId: job, groupId: 'g', state: 'completed' }]);
      expect(steps.part).toMatchObject([{ jobId: job, state: 'written' }]);
      expect(steps.ledger).toContainEqual(
        expect.objectContaining({ personId, type: 'Condition', reason: '', count: 2 }),
      );
      expect(steps.file!.length).toBeGreaterThan(0);
      expect(steps.download).toContainEqual(expect.objectContaining({ action: 'file.get' }));
    }
    expect(JSON.stringify(await stepsOf('p1'))).not.toContain('secret-of-p2');
  });

  test('leads from a transfer to its exchanges, files and what was stored', async () => {
    const [transferId, exchangeId] = [randomUUID(), randomUUID()];
    const now = clock.now();
    const { id } = await own.db.one<{ id: number }>(sql`
      insert into partner (name, npi, fhir_base, client_id, created_at) values ('Old', '1234567893', 'https://old', 'us', ${now}) returning id`);
    await own.db.run(sql`insert into transfer (id, partner_id, wire, state, entered_at, created_at, updated_at)
      values (${transferId}, ${id}, 'bulk', 'stored', ${now}, ${now}, ${now})`);
    await own.db.run(sql`insert into exchange (id, transfer_id, partner_id, person_id, submitted_id, wire_id, parameters, state,
      created_at, updated_at) values (${exchangeId}, ${transferId}, ${id}, ${personId}, 'm1', 'w1', '{"family":"Secret"}', 'stored',
      ${now}, ${now})`);
    await own.db.run(sql`insert into received_file (transfer_id, seq, kind, type, url, state)
      values (${transferId}, 1, 'output', 'Condition', 'https://old/f', 'ingested')`);
    await own.db.run(
      sql`insert into ingest_ledger values (${transferId}, 1, ${personId}, 'Condition', 2, 2, 0, 0)`,
    );
    for (const named of [transferId, 'p1']) {
      const steps = await stepsOf(named);
      expect(steps.exchange).toMatchObject([{ id: exchangeId, transferId, personId }]);
      expect(steps.received).toMatchObject([{ transferId, seq: 1, state: 'ingested' }]);
      expect(steps.ingest).toMatchObject([{ personId, type: 'Condition', stored: 2 }]);
      expect(JSON.stringify(steps)).not.toContain('Secret');
    }
  });

  test('what nobody knows is not found, and what cannot be linked is said', async () => {
    for (const id of ['nobody', '999999999', randomUUID()])
      await expect(trace(own.db, id)).rejects.toMatchObject({ category: 'not-found' });
    expect(await personOf(own.db, 'Patient/p1')).toBe(personId);
    expect((await trace(own.db, 'p1')).notLinked.map(({ step }) => step)).toContain('download');
  });
});
