import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { notFound } from '../failure.ts';
import { print, table } from '../io.ts';

/** What is running, where each exchange stands and why. */
export const exchangeCommand: CommandMaker = (io) => {
  const list = jsonCommand('list', 'exchanges, newest first')
    .option('--state <state>', 'only those in this state')
    .action(async (options: JsonOption & { state?: string }) => {
      const { listExchanges } = await import('../../exchange/request/operate.ts');
      const exchanges = await withPayer((payer) =>
        listExchanges(payer.db, options.state === undefined ? {} : { state: options.state }),
      );
      print(io, options.json, exchanges, () =>
        exchanges.length === 0
          ? 'No exchanges yet: `throughline request <cohort>`.'
          : table(
              ['id', 'member', 'state', 'outcome', 'reason'],
              exchanges.map((e) => [e.id, e.submittedId, e.state, e.outcome ?? '', e.reason ?? '']),
            ),
      );
    });

  const show = jsonCommand('show', 'one exchange with its history, files and next step')
    .argument('<id>')
    .action(async (id: string, options: JsonOption) => {
      const { showExchange } = await import('../../exchange/request/operate.ts');
      const detail = await withPayer((payer) => showExchange(payer.db, id));
      print(io, options.json, detail, () => {
        const { exchange, events, files } = detail;
        const history = events.map((e) => [e.at.toISOString(), e.state, e.detail]);
        const received = files.map((f) => [
          f.type,
          f.state,
          f.manifestCount ?? '',
          f.received ?? '',
          f.stored ?? '',
        ]);
        return [
          `${exchange.id}  ${exchange.submittedId}  ${exchange.state}${exchange.reason ? ` (${exchange.reason})` : ''}`,
          exchange.nextStep ?? '',
          table(['at', 'state', 'detail'], history),
          files.length === 0 ? '' : table(['file', 'state', 'manifest', 'received', 'stored'], received),
        ]
          .filter((part) => part !== '')
          .join('\n\n');
      });
    });

  const report = jsonCommand(
    'report',
    'what was wrong with what the partner sent, to send to it: NDJSON of OperationOutcomes, no values',
  )
    .argument('<id>')
    .action(async (id: string, options: JsonOption) => {
      const { showExchange } = await import('../../exchange/request/operate.ts');
      const { partnerReport } = await import('../../ingest/partner-report.ts');
      const { transferId, told } = await withPayer(async (payer) => {
        const { exchange } = await showExchange(payer.db, id);
        if (exchange.transferId === null)
          throw notFound('The exchange has received nothing.', 'See `throughline exchange show`.');
        return {
          transferId: exchange.transferId,
          told: await partnerReport(payer.db, exchange.transferId),
        };
      });
      print(io, options.json, { ok: true, transferId, ...told }, () =>
        told.outcomes.map((one) => JSON.stringify(one)).join('\n'),
      );
    });

  const retry = jsonCommand('retry', 'take an exchange up again that waits or did not match')
    .argument('<id>')
    .option('--accept', 'take a manifest that did not add up as it is')
    .action(async (id: string, options: JsonOption & { accept?: boolean }) => {
      const { retryExchange } = await import('../../exchange/request/operate.ts');
      await withPayer((payer) => retryExchange(payer, id, { accept: options.accept ?? false }));
      print(io, options.json, { ok: true, id }, () => `Exchange ${id} goes on.`);
    });

  const cancel = jsonCommand('cancel', 'ask for nothing more; what was stored stays')
    .argument('<id>')
    .option('--reason <text>', 'why, for the record; no medical facts', 'cancelled')
    .action(async (id: string, options: JsonOption & { reason: string }) => {
      const { cancelExchange } = await import('../../exchange/request/operate.ts');
      await withPayer((payer) => cancelExchange(payer, id, options.reason));
      print(io, options.json, { ok: true, id }, () => `Exchange ${id} is cancelled.`);
    });

  return command('exchange', 'the exchanges with partners')
    .addCommand(list)
    .addCommand(show)
    .addCommand(report)
    .addCommand(retry)
    .addCommand(cancel);
};
