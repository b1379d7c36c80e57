import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { print, table } from '../io.ts';

/** The chain of evidence of one id, in both directions. */
export const auditTraceCommand: CommandMaker = (io) =>
  jsonCommand('trace', 'what hangs together: consent, match, export, file, download, ingest; ids only')
    .argument('<id>', 'a person, Patient id, UMB, consent, job or transfer')
    .action(async (id: string, options: JsonOption) => {
      const { trace } = await import('../../evidence/trace.ts');
      const found = await withPayer((payer) => trace(payer.db, id));
      print(io, options.json, found, () =>
        [
          `${found.kind} ${found.id}`,
          ...found.chain
            .filter(({ rows }) => rows.length > 0)
            .map(({ step, rows }) => `\n${step}\n${rowsTable(rows)}`),
          '\nNot linked in the data:',
          ...found.notLinked.map(({ step, why }) => `  ${step}: ${why}`),
        ].join('\n'),
      );
    });

function rowsTable(rows: readonly object[]): string {
  const headings = Object.keys(rows[0]!);
  return table(
    headings,
    rows.map((row) => Object.values(row).map(cell)),
  );
}

const cell = (value: unknown): string | number =>
  value === null
    ? ''
    : value instanceof Date
      ? value.toISOString()
      : typeof value === 'number'
        ? value
        : String(value);
