import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { print, table } from '../io.ts';
import { act, actCommand, type ByOption, told } from './consent-acts.ts';

type Because = ByOption & { reason: string };

const settle =
  (name: 'accept' | 'decline', to: 'active' | 'declined', summary: string): CommandMaker =>
  (io) =>
    actCommand(name, summary)
      .argument('<id>')
      .requiredOption('--reason <text>', 'why, for the record; no medical facts')
      .action(async (id: string, options: Because) => {
        const { settlePending } = await import('../../consent/consents.ts');
        const { state } = await act(options, (tx, _payer, who) =>
          settlePending(tx, { id, to, why: options.reason, ...who }),
        );
        told(io, options, { id, state }, `Consent ${id} is ${state}.`);
      });

/** A consent that waits: what was missing was seen. */
export const consentAcceptCommand = settle('accept', 'active', 'let a consent count that waited for proof');
/** … or will not come. */
export const consentDeclineCommand = settle(
  'decline',
  'declined',
  'turn a consent down that waited for proof',
);

/** It was somebody else's, or another text: what left under it is an incident. */
export const consentInErrorCommand: CommandMaker = (io) =>
  actCommand('in-error', 'a consent was wrong: end it, and open an incident for each release under it')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why, for the record; no medical facts')
    .action(async (id: string, options: Because) => {
      const { markInError } = await import('../../evidence/in-error.ts');
      const incidents = await act(options, (tx, payer, who) =>
        markInError(tx, payer, { id, why: options.reason, ...who }),
      );
      const text = `Consent ${id} was in error. Incidents: ${incidents.length}.`;
      told(io, options, { id, incidents }, text);
    });

/** What left and should not have. */
export const consentIncidentsCommand: CommandMaker = (io) =>
  jsonCommand('incidents', 'releases that should not have been')
    .option('--member <id>', 'of this member only')
    .action(async (options: JsonOption & { member?: string }) => {
      const { listIncidents } = await import('../../evidence/in-error.ts');
      const { personOf } = await import('../../evidence/trace.ts');
      const incidents = await withPayer(async ({ db }) =>
        listIncidents(db, options.member === undefined ? null : await personOf(db, options.member)),
      );
      print(io, options.json, incidents, () =>
        incidents.length === 0
          ? 'No incidents.'
          : table(
              ['opened', 'person', 'client', 'kind', 'job', 'records', 'fetched'],
              incidents.map((i) => [
                i.openedAt.toISOString(),
                i.personId,
                i.clientId,
                i.kind,
                i.jobId ?? 'single answers',
                i.records,
                i.fetched ? 'yes' : 'no',
              ]),
            ),
      );
    });
