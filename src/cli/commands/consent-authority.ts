import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';
import { act, actCommand, type ByOption, range, told } from './consent-acts.ts';

interface AuthorityOptions extends ByOption {
  kind: string;
  scope: string;
  valid: string;
  document: string;
}

/** Who may sign for a member, by papers that an officer has seen (45 CFR 164.502(g)). */
export const consentAuthorityCommand: CommandMaker = (io) => {
  const add = actCommand('add', 'record a paper that lets somebody sign for a member')
    .argument('<member>', 'Patient id, UMB or person number')
    .requiredOption('--kind <kind>', 'parent, guardian, health-care-power, durable-power, executor, court')
    .requiredOption('--valid <from..to>', 'days, 2026-01-01..2028-12-31; the second may be absent')
    .requiredOption('--document <reference>', 'where the paper is filed; no names')
    .option('--scope <scope>', 'all, or regular: the widest policy that may be signed', 'all')
    .action(async (member: string, options: AuthorityOptions) => {
      const { personOf } = await import('../../evidence/trace.ts');
      const { authorityKinds } = await import('../../consent/authority.ts');
      const { recordAuthority } = await import('../../consent/record-authority.ts');
      const kind = authorityKinds.find((one) => one === options.kind);
      const scope = (['all', 'regular'] as const).find((one) => one === options.scope);
      const [validFrom, validTo] = range(options.valid);
      if (!kind || !scope || validFrom === null)
        throw new UsageProblem('An authority has a kind, a scope and a first day.', 'See --help.');
      const id = await act(options, async (tx, payer, { actor, at }) =>
        recordAuthority(tx, payer, {
          personId: await personOf(tx, member),
          kind,
          scope,
          validFrom,
          validTo,
          document: options.document,
          recordedBy: actor,
          recordedAt: at,
        }),
      );
      told(
        io,
        options,
        { id },
        `Authority ${id}. Consents that wait are decided with: throughline consent accept <id>`,
      );
    });

  const list = jsonCommand('list', 'who may sign for a member')
    .argument('<member>')
    .action(async (member: string, options: JsonOption) => {
      const { personOf } = await import('../../evidence/trace.ts');
      const { listAuthorities } = await import('../../consent/record-authority.ts');
      const all = await withPayer(async ({ db }) => listAuthorities(db, await personOf(db, member)));
      print(io, options.json, all, () =>
        all.length === 0
          ? 'Nobody but the member.'
          : table(
              ['id', 'kind', 'scope', 'from', 'to', 'document', 'ended'],
              all.map((a) => [
                a.id,
                a.kind,
                a.scope,
                a.validFrom,
                a.validTo ?? '',
                a.document,
                a.endedAt?.toISOString() ?? '',
              ]),
            ),
      );
    });

  const end = actCommand('end', 'end an authority now: what was signed under it permits nothing more')
    .argument('<id>')
    .action(async (id: string, options: ByOption) => {
      const { endAuthority } = await import('../../consent/record-authority.ts');
      await act(options, (tx, _payer, { actor, at }) => endAuthority(tx, { id, actor, at }));
      told(io, options, { id }, `Authority ${id} has ended.`);
    });

  return command('authority', 'who may sign for a member').addCommand(add).addCommand(list).addCommand(end);
};

/** A member died: consents are over, but for what an executor signs. */
export const consentDeathCommand: CommandMaker = (io) =>
  actCommand('death', 'record that a member died: consents are over')
    .argument('<member>', 'Patient id, UMB or person number')
    .requiredOption('--on <day>', 'YYYY-MM-DD')
    .action(async (member: string, options: ByOption & { on: string }) => {
      const { personOf } = await import('../../evidence/trace.ts');
      const { recordDeath } = await import('../../consent/record-authority.ts');
      await act(options, async (tx, _payer, { actor, at }) =>
        recordDeath(tx, { personId: await personOf(tx, member), on: options.on, actor, at }),
      );
      told(io, options, {}, 'Recorded. Only what an executor signs counts from now on.');
    });
