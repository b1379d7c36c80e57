import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { print, table } from '../io.ts';
import { act, actCommand, type ByOption, range, told } from './consent-acts.ts';

interface GrantOptions extends ByOption {
  partner: string;
  consent?: string;
  in?: boolean;
  categories?: string;
  labels?: string;
  service?: string;
  valid?: string;
}

/** What a member lets go behind the coarse policy of the wire; partners are never told. */
export const consentGrantCommand: CommandMaker = (io) => {
  const give = actCommand('give', 'let only some records of a member go')
    .argument('<member>', 'Patient id, UMB or person number')
    .option('--partner <npi>', 'to this payer; to any that a consent names when absent', '*')
    .option('--consent <id>', 'behind this consent; beside every one when absent')
    .option('--in', 'what we may ask for, instead of what we send')
    .option('--categories <list>', 'claims, pharmacy, prior-auth, clinical')
    .option('--labels <list>', 'sensitive classes that may go, of those that the policy lets go; "none"')
    .option('--service <from..to>', 'dates of service, 2024-01-01..2025-12-31; either end may be absent')
    .option('--valid <from..to>', 'days on which it may go')
    .action(async (member: string, options: GrantOptions) => {
      const { personOf } = await import('../../evidence/trace.ts');
      const { giveGrant } = await import('../../consent/give-grant.ts');
      const { labelsOf } = await import('../../consent/overrides.ts');
      const list = (text: string) => text.split(',').map((word) => word.trim());
      const [serviceFrom, serviceTo] = range(options.service);
      const [validFrom, validTo] = range(options.valid);
      const labels = options.labels === 'none' ? 0 : options.labels && labelsOf(list(options.labels));
      const id = await act(options, async (tx, payer, { actor, at }) =>
        giveGrant(tx, payer, {
          actor,
          personId: await personOf(tx, member),
          consentId: options.consent ?? null,
          direction: options.in ? 'in' : 'out',
          partnerNpi: options.partner,
          categories: options.categories === undefined ? null : list(options.categories),
          labels: typeof labels === 'number' ? labels : null,
          serviceFrom,
          serviceTo,
          validFrom,
          validTo,
          givenAt: at,
        }),
      );
      told(io, options, { id }, `Grant ${id}. What was under way is decided anew.`);
    });

  const list = jsonCommand('list', 'what a member lets go, by our own record')
    .argument('<member>')
    .action(async (member: string, options: JsonOption) => {
      const { personOf } = await import('../../evidence/trace.ts');
      const { listGrants } = await import('../../consent/give-grant.ts');
      const { keysOf } = await import('../../sensitivity/bits.ts');
      const grants = await withPayer(async ({ db }) => listGrants(db, await personOf(db, member)));
      const span = (from: string | null, to: string | null) =>
        from || to ? `${from ?? ''}..${to ?? ''}` : '';
      print(io, options.json, grants, () =>
        grants.length === 0
          ? 'Nothing beyond the consents themselves.'
          : table(
              ['id', 'direction', 'partner', 'categories', 'classes', 'service', 'valid', 'ended'],
              grants.map((g) => [
                g.id,
                g.direction,
                g.partnerNpi,
                g.categories?.join(',') ?? 'all',
                g.labels === null ? 'as the policy' : keysOf(g.labels).join(',') || 'none',
                span(g.serviceFrom, g.serviceTo),
                span(g.validFrom, g.validTo),
                g.endedAt?.toISOString() ?? '',
              ]),
            ),
      );
    });

  const end = actCommand('end', 'let consents count as they were signed again')
    .argument('<id>')
    .action(async (id: string, options: ByOption) => {
      const { endGrant } = await import('../../consent/give-grant.ts');
      await act(options, (tx, _payer, { actor, at }) => endGrant(tx, { id, actor, at }));
      told(io, options, { id }, `Grant ${id} has ended.`);
    });

  return command('grant', 'what a member lets go behind the policy of the wire')
    .addCommand(give)
    .addCommand(list)
    .addCommand(end);
};
