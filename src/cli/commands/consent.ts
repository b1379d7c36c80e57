import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { print, table } from '../io.ts';
import { consentAuthorityCommand, consentDeathCommand } from './consent-authority.ts';
import { consentGrantCommand } from './consent-grant.ts';
import { consentHoldCommand, consentLiftCommand } from './consent-hold.ts';
import {
  consentAcceptCommand,
  consentDeclineCommand,
  consentIncidentsCommand,
  consentInErrorCommand,
} from './consent-settle.ts';

/** What a privacy officer asks: the consents that partners showed us, and their end. */
export const consentCommand: CommandMaker = (io, exit) => {
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
              ['id', 'person', 'client', 'policy', 'from', 'until', 'state'],
              rows.map((c) => [c.id, c.personId, c.clientId, c.policy, c.periodStart, c.periodEnd, c.state]),
            ),
      );
    });

  const show = jsonCommand('show', 'one consent and what became of it')
    .argument('<id>')
    .action(async (id: string, options: JsonOption) => {
      const { consentById, eventsOf } = await import('../../consent/consents.ts');
      const consent = await withPayer(async ({ db }) => ({
        ...(await consentById(db, id)),
        events: await eventsOf(db, id),
      }));
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

  const parent = command('consent', 'what members agreed to')
    .addCommand(list)
    .addCommand(show)
    .addCommand(revoke);
  for (const make of [
    consentAcceptCommand,
    consentDeclineCommand,
    consentInErrorCommand,
    consentIncidentsCommand,
    consentHoldCommand,
    consentLiftCommand,
    consentGrantCommand,
    consentAuthorityCommand,
    consentDeathCommand,
  ])
    parent.addCommand(make(io, exit));
  return parent;
};
