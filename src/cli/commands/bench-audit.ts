import { type CommandMaker, type JsonOption, jsonCommand, wholeNumber } from '../command.ts';
import { print, remark } from '../io.ts';

interface AuditBenchOptions extends JsonOption {
  size?: string;
  runs?: string;
  quick?: boolean;
  database?: string;
}

/** Of a number on the command line: more would take hours. */
const digits_max = 8;

/** How fast the audit log is written, chained and verified. */
export const benchAuditCommand: CommandMaker = (io) =>
  jsonCommand('audit', 'the audit log written, chained and verified')
    .option('--size <entries>', 'how many entries are verified')
    .option('--runs <n>', 'how often each is measured; the median counts')
    .option('--quick', 'end within a minute')
    .option('--database <url>', 'a server to make the scratch database on; else an embedded one')
    .action(async (options: AuditBenchOptions) => {
      const { auditBench, benchAudit } = await import('../../bench/audit.ts');
      const { systemClock } = await import('../../clock/clock.ts');
      const { quick = false } = options;
      const appended = quick ? auditBench.quickAppended : auditBench.appended;
      const runs = wholeNumber('--runs', options.runs, digits_max) ?? auditBench.runs;
      const entries =
        wholeNumber('--size', options.size, digits_max) ??
        (quick ? auditBench.quickEntries : auditBench.entries);
      const report = await benchAudit({
        entries: Math.max(entries, appended * runs),
        runs,
        appended,
        serverUrl: options.database,
        clock: systemClock,
        progress: (text) => remark(io, text),
      });
      print(io, options.json, report, () => JSON.stringify(report, null, 2));
    });
