import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/app/config.ts';

const program = fileURLToPath(new URL('../../bin/throughline.js', import.meta.url));

/** A payer in a process of its own (`throughline serve`), to be killed and started again. */
export interface PayerProcess {
  start(): Promise<void>;
  /** SIGKILL: nothing of the process gets a chance to tidy up. */
  kill(): Promise<void>;
}

export function payerProcess(config: Config, settings: Record<string, string> = {}): PayerProcess {
  let child: ChildProcess | undefined;
  return {
    start: async () => {
      const started = spawn(process.execPath, [program, 'serve', '--no-build'], {
        env: {
          ...process.env,
          PAYER_NAME: config.payer.name,
          PAYER_NPI: config.payer.npi,
          DATABASE_URL: config.databaseUrl,
          DATA_DIR: config.dataDir,
          PORT: String(config.port),
          BASE_URL: config.baseUrl,
          LOG_LEVEL: 'error',
          ...settings,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child = started;
      let said = '';
      await new Promise<void>((ready, fail) => {
        started.stderr!.on('data', (bytes: Buffer) => {
          said += bytes;
          if (said.includes(' answers at ')) ready();
        });
        started.once('exit', (code) => fail(new Error(`serve ended (${code}): ${said}`)));
      });
    },
    kill: async () => {
      const dying = child;
      child = undefined;
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
      const gone = once(dying, 'exit');
      dying.kill('SIGKILL');
      await gone;
    },
  };
}
