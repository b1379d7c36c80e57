import type { CommandMaker } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { act, actCommand, type ByOption, told } from './consent-acts.ts';

const holdReasons = ['safety', 'ipv', 'litigation'] as const;

/** Everything of a member stops, and to partners it looks as if there were no such member. */
export const consentHoldCommand: CommandMaker = (io) =>
  actCommand('hold', 'stop everything of a member, as if there were no such member')
    .argument('<member>', 'Patient id, UMB or person number')
    .requiredOption('--reason <reason>', holdReasons.join(', '))
    .action(async (member: string, options: ByOption & { reason: string }) => {
      const { personOf } = await import('../../evidence/trace.ts');
      const { giveOverride } = await import('../../consent/overrides.ts');
      const reason = holdReasons.find((one) => one === options.reason);
      if (!reason)
        throw new UsageProblem(
          'There is no such reason for a hold.',
          `It is one of ${holdReasons.join(', ')}.`,
        );
      const id = await act(options, async (tx, payer, { actor, at }) =>
        giveOverride(
          tx,
          payer,
          {
            personId: await personOf(tx, member),
            scope: 'person',
            value: '',
            effect: 'hold',
            labels: 0,
            by: actor,
            role: 'officer',
            reason,
            validFrom: null,
            validTo: null,
          },
          at,
        ),
      );
      told(io, options, { id }, `Held. Lift it with: throughline consent lift ${id}`);
    });

/** Consents count again as they stand; what was withdrawn stays withdrawn. */
export const consentLiftCommand: CommandMaker = (io) =>
  actCommand('lift', 'lift a hold')
    .argument('<id>', 'of the hold')
    .action(async (id: string, options: ByOption) => {
      const { liftOverride } = await import('../../consent/overrides.ts');
      await act(options, (tx, _payer, { actor, at }) => liftOverride(tx, { id, by: actor, at }));
      told(io, options, { id }, 'Lifted. Consents count again as they stand.');
    });
