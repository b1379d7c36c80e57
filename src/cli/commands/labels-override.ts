import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';
import { act, actCommand, type ByOption, range, told } from './consent-acts.ts';

interface OverrideOptions extends ByOption {
  scope: string;
  value: string;
  labels?: string;
  reason: string;
  valid?: string;
  asMember?: boolean;
}

/** What people say of a member's labels, above all code (consent-and-sensitive-data 3.7). */
export const labelsOverrideCommand: CommandMaker = (io) => {
  const give = (effect: 'add' | 'remove' | 'hold', summary: string) =>
    actCommand(effect, summary)
      .argument('<member>', 'Patient id, UMB or person number')
      .requiredOption('--scope <scope>', 'resource, code, provider, encounter, dates, category')
      .requiredOption('--value <value>', 'Type/id, system|code, NPI, Encounter/id, from/to, category')
      .option('--labels <list>', 'classes: SUD, HIV, OWN, …', effect === 'add' ? 'OWN' : undefined)
      .requiredOption('--reason <reason>', 'member-wish, safety, ipv, litigation, wrong-label')
      .option('--valid <from..to>', 'days on which it holds')
      .option('--as-member', 'the member asked for it: no officer’s judgement')
      .action(async (member: string, options: OverrideOptions) => {
        const { personOf } = await import('../../evidence/trace.ts');
        const { giveOverride, labelsOf, overrideReasons, overrideScopes } = await import(
          '../../consent/overrides.ts'
        );
        const { closeLabels } = await import('../../labels/close.ts');
        const scope = overrideScopes.find((one) => one === options.scope);
        const reason = overrideReasons.find((one) => one === options.reason);
        if (!scope || !reason) throw new UsageProblem('There is no such scope or reason.', 'See --help.');
        const [validFrom, validTo] = range(options.valid);
        const id = await act(options, async (tx, payer, { actor, at }) => {
          const personId = await personOf(tx, member);
          const given = await giveOverride(
            tx,
            payer,
            {
              personId,
              scope,
              value: options.value,
              effect,
              labels: options.labels === undefined ? 0 : labelsOf(options.labels.split(',')),
              by: options.asMember ? `member:${personId}` : actor,
              role: options.asMember ? 'member' : 'officer',
              reason,
              validFrom,
              validTo,
            },
            at,
          );
          await closeLabels(tx, personId, await payer.labelling());
          return given;
        });
        const next = effect === 'remove' ? ' It does nothing until another officer seconds it.' : '';
        told(io, options, { id }, `Override ${id}.${next}`);
      });

  const second = actCommand('second', 'agree to a removal of labels, as the other officer')
    .argument('<id>')
    .action(async (id: string, options: ByOption) => {
      const { secondOverride } = await import('../../consent/overrides.ts');
      const { closeLabels } = await import('../../labels/close.ts');
      await act(options, async (tx, payer, { actor, at }) => {
        const { personId } = await secondOverride(tx, { id, by: actor, at });
        await closeLabels(tx, personId, await payer.labelling());
      });
      told(io, options, { id }, `Override ${id} holds.`);
    });

  const lift = actCommand('lift', 'take an override back')
    .argument('<id>')
    .action(async (id: string, options: ByOption) => {
      const { liftOverride } = await import('../../consent/overrides.ts');
      const { closeLabels } = await import('../../labels/close.ts');
      await act(options, async (tx, payer, { actor, at }) => {
        const { personId } = await liftOverride(tx, { id, by: actor, at });
        await closeLabels(tx, personId, await payer.labelling());
      });
      told(io, options, { id }, `Override ${id} is lifted.`);
    });

  const list = jsonCommand('list', 'what was said of a member’s labels')
    .argument('<member>')
    .action(async (member: string, options: JsonOption) => {
      const { personOf } = await import('../../evidence/trace.ts');
      const { listOverrides } = await import('../../consent/overrides.ts');
      const { keysOf } = await import('../../sensitivity/bits.ts');
      const all = await withPayer(async ({ db }) => listOverrides(db, await personOf(db, member)));
      print(io, options.json, all, () =>
        all.length === 0
          ? 'No overrides.'
          : table(
              ['id', 'effect', 'scope', 'value', 'classes', 'by', 'second', 'reason'],
              all.map((o) => [
                o.id,
                o.effect,
                o.scope,
                o.value,
                keysOf(o.labels).join(','),
                o.by,
                o.second ?? (o.effect === 'remove' ? 'waits' : ''),
                o.reason,
              ]),
            ),
      );
    });

  return command('override', 'labels that people add or take off, and records that they hold')
    .addCommand(give('add', 'add classes to some of a member’s records'))
    .addCommand(give('remove', 'take classes off; needs a second officer'))
    .addCommand(give('hold', 'keep some of a member’s records back'))
    .addCommand(second)
    .addCommand(lift)
    .addCommand(list);
};
