import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { print, table } from '../io.ts';

/** What a privacy officer asks: the consents that partners showed us, and their end. */
export const consentCommand: CommandMaker = (io) => {
  const list = jsonCommand('list', 'the consents that partners showed us, newest first')
    .option('--client <id>', 'of this client only')
    .action(async (options: JsonOption & { client?: string }) => {
      const { listConsents } = await import('../../consent/consents.ts');
      const consents = await withPayer((payer) =>
        listConsents(payer.db, options.client === undefined ? {} : { clientId: options.client }),
      );
      const rows = consents;
      print(io, options.json, rows, () =>
        rows.length === 0
          ? 'No consents yet.'
          : table(
              ['id', 'person', 'client', 'policy', 'from', 'until', 'revoked'],
              rows.map((c) => [
                c.id,
                c.personId,
                c.clientId,
                c.policy,
                c.periodStart,
                c.periodEnd,
                c.revokedAt ? c.revokedAt.toISOString() : '',
              ]),
            ),
      );
    });

  const show = jsonCommand('show', 'one consent')
    .argument('<id>')
    .action(async (id: string, options: JsonOption) => {
      const { consentById } = await import('../../consent/consents.ts');
      const consent = await withPayer((payer) => consentById(payer.db, id));
      print(io, options.json, consent, () => JSON.stringify(consent, null, 2));
    });

  const revoke = jsonCommand('revoke', 'end a consent now: nothing more leaves under it')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, for the record; no medical facts')
    .option('--by <name>', 'who does it, for the audit', 'cli')
    .action(async (id: string, options: JsonOption & { reason: string; by: string }) => {
      const { revokeConsent } = await import('../../consent/consents.ts');
      const consent = await withPayer((payer) =>
        payer.db.tx((tx) =>
          revokeConsent(tx, {
            id,
            why: options.reason,
            actor: `operator:${options.by}`,
            at: payer.clock.now(),
          }),
        ),
      );
      print(
        io,
        options.json,
        { ok: true, id: consent.id, revokedAt: consent.revokedAt },
        () => `Consent ${consent.id} is revoked since ${consent.revokedAt?.toISOString()}.`,
      );
    });

  return command('consent', 'what members agreed to').addCommand(list).addCommand(show).addCommand(revoke);
};
