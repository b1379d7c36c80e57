import { type CommandMaker, type JsonOption, jsonCommand } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, remark } from '../io.ts';

interface AuditBenchOptions extends JsonOption {
  size?: string;
  runs?: string;
  quick?: boolean;
  database?: string;
}

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
      const runs = positive('--runs', options.runs) ?? auditBench.runs;
      const entries =
        positive('--size', options.size) ?? (quick ? auditBench.quickEntries : auditBench.entries);
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

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,7}$/.test(text))
    throw new UsageProblem(`${name} takes a whole number.`, `For example ${name} 100000.`);
  return Number(text);
}
