import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { notFound, UsageProblem } from '../failure.ts';
import { print, remark } from '../io.ts';
import { partnerNamed } from './partner.ts';

interface RequestOptions extends JsonOption {
  partner?: string;
  single?: boolean;
  watch?: boolean;
}

export const requestCommand: CommandMaker = (io, exit) =>
  jsonCommand('request', 'open exchanges for members who opted in')
    .argument('<cohort>', 'a file: $bulk-member-match or $member-match Parameters, or NDJSON of them')
    .option('--partner <name or NPI>', 'the payer to ask; the only registered one when absent')
    .option('--single', 'match one by one instead of in bulk')
    .option('--watch', 'follow the exchanges until all are done; a worker must be running')
    .action(async (file: string, options: RequestOptions) => {
      const { readFile } = await import('node:fs/promises');
      const { parseCohort } = await import('../../exchange/request/cohort.ts');
      const { openExchanges } = await import('../../exchange/request/open-exchanges.ts');
      const cohort = parseCohort(await readFile(file));
      await withPayer(async (payer) => {
        const partner = await partnerNamed(payer, options.partner ?? (await onlyPartner(payer.db)));
        const wire = options.single ? 'single' : 'bulk';
        const opened = await payer.db.tx((tx) => openExchanges(tx, payer, { partner, cohort, wire }));
        if (!options.watch) {
          print(
            io,
            options.json,
            { ok: true, ...opened },
            () =>
              `Opened ${opened.exchanges.length} exchanges with ${partner.name}; refused ${opened.refused.length}.`,
          );
          return;
        }
        const { follow } = await import('../../demo/follow.ts');
        const followed = await follow(
          payer,
          opened.transferIds,
          (state) => remark(io, state),
          io.interrupted,
        );
        const members = followed.exchanges.map(({ id, submittedId, outcome, state, reason, nextStep }) => ({
          id,
          submittedId,
          outcome,
          state,
          reason,
          nextStep,
        }));
        const ok =
          !followed.unfinished && members.every((m) => m.outcome !== 'match' || m.state === 'stored');
        print(io, options.json, { ok, exchanges: members, refused: opened.refused }, () =>
          members.map((m) => `${m.submittedId}: ${m.state}${m.reason ? ` (${m.reason})` : ''}`).join('\n'),
        );
        if (!ok) exit(1);
      });
    });

async function onlyPartner(db: Parameters<typeof import('../../directory/partners.ts')['listPartners']>[0]) {
  const { listPartners } = await import('../../directory/partners.ts');
  const partners = await listPartners(db);
  if (partners.length === 0)
    throw notFound('No partner is registered.', 'Register one: `throughline partner add`.');
  if (partners.length > 1) {
    throw new UsageProblem(
      'Several partners are registered.',
      `Name one with --partner: ${partners.map((p) => p.name).join(', ')}.`,
    );
  }
  return partners[0]!.npi;
}
