// `npm run portal:speed`: how soon a slow phone (1.6 Mb/s, 150 ms, a quarter of this processor) shows the first page. Printed, not
// tested: it says as much of the machine as of the portal.
import { openStage, visit } from './browser.ts';

const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
};
const cpuSlowdown = 4;
const runs = 5;

const stage = await openStage();
const paints: number[] = [];
for (let run = 0; run < runs; run += 1) {
  const { context } = await visit(stage, '/portal/signed-in', { user: 'john', size: 'phone' });
  const cookies = await context.cookies();
  await context.close();
  const fresh = await stage.browser.newContext({ viewport: { width: 360, height: 740 } });
  await fresh.addCookies(cookies);
  const slow = await fresh.newPage();
  const session = await fresh.newCDPSession(slow);
  await session.send('Network.emulateNetworkConditions', network);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  await slow.goto(`${stage.origin}/portal/`, { waitUntil: 'networkidle' });
  await slow.locator('h2').first().waitFor();
  paints.push(
    await slow.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          });
        }),
    ),
  );
  await fresh.close();
}
await stage.close();
paints.sort((a, b) => a - b);
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
process.stdout.write(
  `largest contentful paint on a slow phone, ${runs} cold loads: median ${seconds(paints[runs >> 1]!)}, most ${seconds(paints.at(-1)!)}\n`,
);
