import type { Io } from './io.ts';
import { run } from './program.ts';

const interruption = new AbortController();
const io: Io = { stdout: process.stdout, stderr: process.stderr, interrupted: interruption.signal };
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second time the user means it.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}
// A closed pipe (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const status = await run(process.argv.slice(2), io);
await new Promise<void>((flushed) => process.stdout.write('', () => flushed()));
process.exit(status);
