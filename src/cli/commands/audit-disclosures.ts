import type { Disclosure, DisclosureSeries } from '../../evidence/disclosures.ts';
import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';

interface DisclosureOptions extends JsonOption {
  member: string;
  from?: string;
  to?: string;
  byMonth?: boolean;
  csv?: boolean;
  by: string;
}

/** The accounting of disclosures of one member (45 CFR 164.528). */
export const auditDisclosuresCommand: CommandMaker = (io) =>
  jsonCommand(
    'disclosures',
    'every payer-to-payer release of a member: to whom, what, when, under which consent',
  )
    .requiredOption('--member <id>', 'Patient id or UMB')
    .option('--from <day>', 'first day, YYYY-MM-DD (UTC); six years ago when absent')
    .option('--to <day>', 'last day; today when absent')
    .option('--by-month', 'one line a month and recipient')
    .option('--csv', 'as CSV')
    .option('--by <name>', 'who asks, for the audit', 'cli')
    .action(async (options: DisclosureOptions) => {
      if (options.csv && options.json)
        throw new UsageProblem('--csv and --json exclude each other.', 'Choose one.');
      const { accountingYears_max, byMonth, disclosuresOf } = await import('../../evidence/disclosures.ts');
      const { personOf } = await import('../../evidence/trace.ts');
      const { audit } = await import('../../audit/audit.ts');
      const report = await withPayer(async ({ db, clock, config }) => {
        const personId = await personOf(db, options.member);
        const today = clock.now().toISOString().slice(0, 10);
        const from = day('--from', options.from) ?? yearsBefore(today, accountingYears_max);
        const to = day('--to', options.to) ?? today;
        const basis = config.hipaaBasis ?? 'unspecified';
        const actor = `operator:${options.by}`;
        await audit(db, {
          at: clock.now(),
          actor,
          action: 'disclosures.report',
          personId,
          detail: { from, to },
        });
        const all = await disclosuresOf(db, { personId, from, to, basis });
        return { personId, from, to, disclosures: options.byMonth ? byMonth(all) : all };
      });
      if (options.csv) {
        const { disclosuresCsv } = await import('../../evidence/csv.ts');
        io.stdout.write(disclosuresCsv(report.disclosures));
        return;
      }
      const { described } = await import('../../evidence/csv.ts');
      print(io, options.json, report, () => inWords(report.disclosures, described));
    });

function inWords(
  lines: readonly (Disclosure | DisclosureSeries)[],
  described: (counts: Record<string, number>) => string,
): string {
  if (lines.length === 0) return 'Nothing was released to another payer in this time.';
  return table(
    ['when', 'recipient', 'NPI', 'what', 'consent', 'basis', 'required by'],
    lines.map((line) => [
      'month' in line ? `${line.month} (${line.times} times)` : line.date,
      line.recipient.name,
      line.recipient.npi,
      described(line.counts),
      line.consent?.id ?? '',
      line.basis,
      line.requiredBy,
    ]),
  );
}

function day(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const at = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text))
    throw new UsageProblem(`${name} takes a day.`, `For example ${name} 2026-01-31.`);
  return text;
}

const yearsBefore = (date: string, years: number): string =>
  `${Number(date.slice(0, 4)) - years}${date.slice(4)}`;
