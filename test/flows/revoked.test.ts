/** A member takes a consent back while data flow. What is on its way is cut, what is not fetched is made again without her. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unitedCare } from '../../src/demo/people/payers.ts';
import { personAt, revokeAll } from '../env/exchange.ts';
import { exportOf, type HandPayer, handPayer } from '../env/hand-payer.ts';
import type { Who } from '../env/people.ts';
import { insertRecords } from '../env/released-data.ts';
import { type TwoPayers, twoPayers } from '../env/two-payers.ts';

let payers: TwoPayers;
let hand: HandPayer;
beforeAll(async () => {
  payers = await twoPayers({ idle: true });
  await payers.responding.work();
  hand = await handPayer(payers, { id: 'hand', name: 'UnitedCare by hand', npi: unitedCare.npi });
});
afterAll(() => payers?.close());

const revoke = (patientId: string) => revokeAll(payers, patientId);

async function exported(who: readonly Who[]) {
  const { groups } = await hand.match(who);
  return hand.finish('GET', exportOf((groups.match as { id: string }).id));
}

/** Asks the status URL until the manifest is there again. */
async function manifestAgain(url: string) {
  for (let polls = 0; polls < 200; polls++) {
    const reply = await hand.call('GET', url);
    if (reply.status === 200) return reply.json as unknown as Awaited<ReturnType<HandPayer['finish']>>;
    expect(reply.status).toBe(202);
    payers.clock.advance(2);
    await new Promise((next) => setTimeout(next, 15));
  }
  throw new Error('the manifest does not come back');
}

/** Larger than what sockets hold: most of it has not left when its reader has the first bytes. */
const large_bytes = 60_000_000;
const line_bytes = 200_000;

describe('while a file streams', () => {
  it('the stream breaks within seconds, and the reader can tell that it is not whole', async () => {
    const { responding } = payers;
    const personId = await personAt(responding, 'kc1006');
    const note = [{ text: 'x'.repeat(line_bytes) }];
    await insertRecords(
      responding.db,
      Array.from({ length: large_bytes / line_bytes }, (_, n) => ({
        personId,
        ref: `Procedure/large-${n}`,
        text: JSON.stringify({ resourceType: 'Procedure', id: `large-${n}`, note }),
      })),
    );
    const manifest = await exported(['twoCoverages']);
    const file = manifest.output.find(({ type }) => type === 'Procedure')!;
    const response = await hand.open(file.url, { 'accept-encoding': 'identity' });
    expect(response.status).toBe(200);
    const announced = Number(response.headers.get('content-length'));
    expect(announced).toBeGreaterThan(large_bytes);
    const reader = response.body!.getReader();
    let received = (await reader.read()).value!.length;
    const began = performance.now();
    await revoke('kc1006');
    // It reads on, slower than the check looks.
    await expect(
      (async () => {
        for (;;) {
          await new Promise((next) => setTimeout(next, 30));
          const { done, value } = await reader.read();
          if (done) return;
          received += value.length;
        }
      })(),
    ).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(received).toBeLessThan(announced);
    const again = await manifestAgain(manifest.url);
    expect(again.output).toEqual([]);
  }, 60_000);
});

describe('between two requests for a range', () => {
  it('the second is refused, and the file that stands in its place holds nothing of hers', async () => {
    const manifest = await exported(['twin', 'renamed']);
    const file = manifest.output.find(({ type }) => type === 'Patient')!;
    const first = await hand.open(file.url, { range: 'bytes=0-99' });
    expect(first.status).toBe(206);
    await first.arrayBuffer();
    await revoke('kc1004');
    const second = await hand.open(file.url, {
      range: 'bytes=100-199',
      'if-range': first.headers.get('etag')!,
    });
    expect(second.status).toBe(410);
    expect(await second.text()).not.toMatch(/kc1004|consent|revoke/i);
    const again = await manifestAgain(manifest.url);
    expect(again.output.map(({ url }) => url)).not.toContain(file.url);
    const lines = [...(await hand.lines(again)).values()].flat().join('\n');
    expect(lines).not.toContain('kc1004');
    expect(lines).toContain('Patient/kc1005');
    for (const { type, count } of again.output)
      expect([
        type,
        (await hand.lines({ ...again, output: again.output.filter((o) => o.type === type) })).get(type)
          ?.length,
      ]).toEqual([type, count]);
  });
});

describe('between two polls', () => {
  it('the manifest is withheld while files are made again, and says nothing of why', async () => {
    const manifest = await exported(['senior', 'renamed']);
    const before = manifest.output.map(({ url }) => url);
    await revoke('kc1007');
    const again = await manifestAgain(manifest.url);
    expect(again.transactionTime).toBe(manifest.transactionTime);
    const text = JSON.stringify(again);
    expect(text).not.toMatch(/kc1007|consent|revoke|withdr/i);
    const organizations = manifest.output.find(({ type }) => type === 'Organization')!;
    expect(again.output).toContainEqual(organizations); // nobody's: it stands as it was
    expect(again.output.filter(({ url }) => before.includes(url)).map(({ type }) => type)).not.toContain(
      'Patient',
    );
  });
});
