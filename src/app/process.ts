import { systemClock } from '../clock/clock.ts';
import { systemRandom } from '../clock/random.ts';
import { openLog } from '../telemetry/log.ts';
import { type ConfigSources, readConfig } from './config.ts';
import { openPayer, type Payer } from './context.ts';

/** The surroundings of this process: the only place that looks at them. */
export const processSources = (overrides: ConfigSources['overrides'] = {}): ConfigSources => ({
  env: process.env,
  cwd: process.cwd(),
  overrides,
});

/**
 * The payer that this process is configured to be, on the machine's clock. A process that ends with its command logs what
 * goes wrong only, unless more than the usual is asked for.
 */
export async function openConfiguredPayer(
  overrides: ConfigSources['overrides'] = {},
  lifetime: 'service' | 'command' = 'command',
): Promise<Payer> {
  const config = readConfig(processSources(overrides));
  const level = lifetime === 'command' && config.logLevel === 'info' ? 'warn' : config.logLevel;
  return openPayer(config, {
    clock: systemClock,
    random: systemRandom,
    log: openLog(level, 'throughline'),
  });
}
