/** The exchange after the first: only what changed, nothing lost between two exports, what was deleted is deleted, nothing twice. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/db/db.ts';
import type { Resource } from '../../src/demo/people/resource.ts';
import { exchangeLimitsOf } from '../../src/exchange/request/limits.ts';
import { filesOf, getTransfer, ledgerOf, pullAgain } from '../../src/exchange/request/operate.ts';
import { load } from '../../src/load/load.ts';
import { dangling, exchangeOf, heldAt } from '../env/exchange.ts';
import { ndjsonOf } from '../env/people.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

/** Longer than the overlap of two exports, so that what comes did not come by it. All of them end within the day. */
const pause_s = 2 * exchangeLimitsOf({}).watermarkOverlap_s;

let payers: TwoPayers;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'throughline-again-'));
  payers = await twoPayers();
});
afterAll(async () => {
  await payers?.close();
  await rm(dir, { recursive: true, force: true });
});

const weight = (id: string, kilograms: number): Resource => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: 'Body weight' },
  subject: { reference: 'Patient/kc1004' },
  effectiveDateTime: '2026-11-20',
  valueQuantity: { value: kilograms, unit: 'kg' },
});

const weightsHeld = async (): Promise<number[]> =>
  (await heldAt(payers.requesting))
    .filter((r) => r.text.includes('"Body weight"') && r.text.includes('2026-11-20'))
    .map((r) => (r.json.valueQuantity as { value: number }).value)
    .sort((a, b) => a - b);

function latch() {
  let open = () => {};
  let fail = (_: unknown) => {};
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, resolve: () => open(), reject: (error: unknown) => fail(error) };
}

/** A load whose transactions are written at once and committed only when let go. */
async function heldLoad(
  records: readonly Resource[],
): Promise<{ written: Promise<void>; letGo(): Promise<void> }> {
  const { responding } = payers;
  const gate = latch();
  const wrote = latch();
  const db: Db = {
    ...responding.db,
    tx: (work, options) =>
      responding.db.tx(async (tx) => {
        const result = await work(tx);
        wrote.resolve();
        await gate.promise;
        return result;
      }, options),
  };
  const file = join(dir, 'held.ndjson');
  await writeFile(file, ndjsonOf(records));
  const loading = load({ ...responding, db }, [file], { rejectFile: join(dir, 'rejected.ndjson') });
  loading.catch(wrote.reject);
  return {
    written: wrote.promise,
    letGo: async () => {
      gate.resolve();
      expect(await loading).toMatchObject({ rejected: 0 });
    },
  };
}

async function again(transferId: string) {
  const next = await pullAgain(payers.requesting, transferId);
  const { transfers, exchanges } = await payers.settle({ transferIds: [next] });
  expect(transfers).toMatchObject([{ state: 'stored' }]);
  return { transfer: transfers[0]!, exchanges, ledger: await ledgerOf(payers.requesting.db, next) };
}

describe('the next export of the same Group', () => {
  let first: string;

  it('brings an update that was being made while the previous one ran', async () => {
    await payers.load([weight('kc1004-weight', 40)]);
    payers.clock.advance(pause_s);
    const stampedAt = payers.clock.now();
    const update = await heldLoad([weight('kc1004-weight', 41), weight('kc1004-weight-new', 42)]);
    await update.written;
    // The clock goes on while the write is open: its stamp lies before the export's own time.
    payers.clock.advance(pause_s);
    const opened = await payers.request(['twin']);
    const { transfers, exchanges } = await payers.settle(opened);
    first = opened.transferIds[0]!;
    expect(exchangeOf(exchanges, 'twin')).toMatchObject({ state: 'stored' });
    expect(await weightsHeld()).toEqual([40]);
    await update.letGo();
    expect(transfers[0]!.since).toBeNull();

    // Its own time less the overlap would have passed the update by: only the open write held it back.
    const overlap_ms = exchangeLimitsOf({}).watermarkOverlap_s * 1000;
    expect(transfers[0]!.exportKickedAt!.getTime() - overlap_ms).toBeGreaterThan(stampedAt.getTime());
    const { transfer } = await again(first);
    expect(transfer.since!.getTime()).toBeLessThan(stampedAt.getTime());
    expect(await weightsHeld()).toEqual([41, 42]);
    first = transfer.id;
  });

  it('brings nothing of what did not change since', async () => {
    payers.clock.advance(pause_s);
    const { transfer, ledger } = await again(first);
    const clinical = ledger.filter((l) => !['Provenance'].includes(l.type));
    expect(clinical.reduce((n, l) => n + l.stored, 0)).toBe(0);
    first = transfer.id;
  });

  it('brings a change made between two exports, and that one alone', async () => {
    payers.clock.advance(pause_s);
    await payers.load([weight('kc1004-weight', 43)]);
    payers.clock.advance(pause_s);
    const { transfer, ledger } = await again(first);
    expect(await weightsHeld()).toEqual([42, 43]);
    const observations = ledger.filter((l) => l.type === 'Observation');
    expect(observations.reduce((n, l) => n + l.stored, 0)).toBe(1);
    first = transfer.id;
  });

  it('takes away what the other payer deleted, and leaves the rest', async () => {
    const before = await heldAt(payers.requesting);
    payers.clock.advance(pause_s);
    await payers.load([
      {
        resourceType: 'Bundle',
        id: 'gone',
        type: 'transaction',
        entry: [{ request: { method: 'DELETE', url: 'Observation/kc1004-weight-new' } }],
      },
    ]);
    payers.clock.advance(pause_s);
    const { transfer } = await again(first);
    expect((await filesOf(payers.requesting.db, transfer.id)).map((f) => f.kind)).toContain('deleted');
    expect(await weightsHeld()).toEqual([43]);
    const kept = new Set((await heldAt(payers.requesting)).map((r) => r.ref));
    const lost = before.filter((r) => !kept.has(r.ref) && r.type !== 'Provenance');
    expect(lost.map((r) => r.type)).toEqual(['Observation']);
    const after = await heldAt(payers.requesting);
    expect(dangling(after)).toEqual([]);
    // What told where it came from still does, with its address at the other payer.
    const gone = `${payers.responding.baseUrl}/fhir/Observation/kc1004-weight-new`;
    const tellers = after.filter((r) => r.text.includes(`"${gone}"`));
    expect(new Set(tellers.map((r) => r.type))).toEqual(new Set(['Provenance']));
    first = transfer.id;
  });

  it('lists no deletion a second time', async () => {
    payers.clock.advance(pause_s);
    const { transfer } = await again(first);
    expect((await filesOf(payers.requesting.db, transfer.id)).map((f) => f.kind)).not.toContain('deleted');
  });
});

describe('the same member asked for from the beginning', () => {
  it('is stored once: every line of the second exchange is known already', async () => {
    const opened = await payers.request(['john', 'senior']);
    await payers.settle(opened);
    const before = (await heldAt(payers.requesting)).filter((r) => r.type !== 'Provenance');
    const { transfers, exchanges } = await payers.settle(await payers.request(['john', 'senior']));
    expect(exchangeOf(exchanges, 'john')).toMatchObject({ state: 'stored', outcome: 'match' });
    const ledger = await ledgerOf(payers.requesting.db, transfers[0]!.id);
    const counted = (name: 'stored' | 'received' | 'duplicate' | 'quarantined') =>
      ledger.filter((l) => l.type !== 'Provenance').reduce((n, l) => n + l[name], 0);
    expect(counted('stored')).toBe(0);
    expect(counted('quarantined')).toBe(0);
    expect(counted('duplicate')).toBe(counted('received'));
    const after = (await heldAt(payers.requesting)).filter((r) => r.type !== 'Provenance');
    expect(after.map((r) => [r.ref, r.text])).toEqual(before.map((r) => [r.ref, r.text]));
    expect(await getTransfer(payers.requesting.db, transfers[0]!.id)).toMatchObject({ state: 'stored' });
  });
});
