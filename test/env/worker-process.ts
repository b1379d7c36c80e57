// A worker in a process of its own, to be killed: says what it does on standard output.
import { systemClock } from '../../src/clock/clock.ts';
import { openDb } from '../../src/db/db.ts';
import { startWorker } from '../../src/queue/worker.ts';
import { noLog } from '../../src/telemetry/log.ts';

const db = openDb(process.argv[2]!);
await startWorker({
  db,
  clock: systemClock,
  log: noLog,
  handlers: {
    k: async (key) => {
      process.stdout.write(`running ${key}\n`);
      await new Promise(() => {}); // until the kill
    },
  },
});
process.stdout.write('ready\n');
