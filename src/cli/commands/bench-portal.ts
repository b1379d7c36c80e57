import { type CommandMaker, type JsonOption, jsonCommand, wholeNumber } from '../command.ts';
import { print, remark } from '../io.ts';

interface PortalBenchOptions extends JsonOption {
  size?: string;
  rps?: string;
  seconds?: string;
  quick?: boolean;
  database?: string;
}

/** How long a member waits for the portal's API at a steady rate. */
export const benchPortalCommand: CommandMaker = (io) =>
  jsonCommand('portal', 'the member portal’s API at a steady rate')
    .option('--size <resources>', 'how many resources')
    .option('--rps <n>', 'requests a second')
    .option('--seconds <n>', 'for how long')
    .option('--quick', 'end within a minute')
    .option('--database <url>', 'a server to make the scratch database on; else an embedded one')
    .action(async (options: PortalBenchOptions) => {
      const { benchPortal, portalBench } = await import('../../bench/portal.ts');
      const { quick = false } = options;
      const report = await benchPortal({
        size: wholeNumber('--size', options.size) ?? (quick ? portalBench.quickSize : portalBench.size),
        seconds:
          wholeNumber('--seconds', options.seconds) ??
          (quick ? portalBench.quickSeconds : portalBench.seconds),
        rps: wholeNumber('--rps', options.rps) ?? portalBench.rps,
        serverUrl: options.database,
        progress: (text) => remark(io, text),
      });
      print(io, options.json, report, () => JSON.stringify(report, null, 2));
    });
