import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { notFound } from '../failure.ts';
import { print, table } from '../io.ts';

/** What member services do with members' decisions. */
export const electionCommand: CommandMaker = (io) => {
  const review = (name: 'approve' | 'refuse') =>
    jsonCommand(name, `${name} what a representative asked for`)
      .argument('<decision>')
      .requiredOption('--by <name>', 'who decides, for the audit: not who captured it')
      .action(async (decisionId: string, options: JsonOption & { by: string }) => {
        const { reviewDecision } = await import('../../election/after-decision.ts');
        await withPayer(({ db, clock, random, config, baseUrl }) =>
          db.tx((tx) =>
            reviewDecision(
              tx,
              { clock, random, payer: config.payer, baseUrl },
              { decisionId, approved: name === 'approve', actor: `operator:${options.by}` },
            ),
          ),
        );
        print(io, options.json, { ok: true, decisionId }, () => `Decision ${decisionId}: ${name}d.`);
      });

  const representative = jsonCommand('representative', 'approve that somebody acts for a member')
    .argument('<id>', 'of the representation')
    .requiredOption('--by <name>', 'who has seen the document: not who captured it')
    .option('--member <Patient id>', 'the representative, where it is a member here who signs in')
    .action(async (id: string, options: JsonOption & { by: string; member?: string }) => {
      const { approveRepresentation } = await import('../../election/representation-store.ts');
      const { personOfPatient } = await import('../../person/store.ts');
      const done = await withPayer(({ db, clock }) =>
        db.tx(async (tx) => {
          const { member, by } = options;
          const found = member === undefined ? undefined : await personOfPatient(tx, [member]);
          if (member !== undefined && !found?.has(member))
            throw notFound('There is no such member.', 'Give the id of a loaded Patient.');
          const representativePerson = found?.get(member!) ?? null;
          return approveRepresentation(tx, id, {
            actor: `operator:${by}`,
            representativePerson,
            at: clock.now(),
          });
        }),
      );
      if (!done)
        throw notFound('No representation waits under that id.', 'Who captured it cannot approve it.');
      print(io, options.json, { ok: true, id }, () => `Representation ${id} is active.`);
    });

  const clocks = jsonCommand('clocks', 'offers and requests that are due soon or overdue (C1, C2)')
    .option('--hours <n>', 'due within so many hours', '48')
    .action(async (options: JsonOption & { hours: string }) => {
      const { clocksDue } = await import('../../election/clock-store.ts');
      const { now, due } = await withPayer(async ({ db, clock }) => {
        const at = clock.now();
        const before = new Date(at.getTime() + Number(options.hours) * 3_600_000);
        return { now: at, due: await clocksDue(db, before, 1000) };
      });
      print(io, options.json, due, () =>
        due.length === 0
          ? 'Nothing is due.'
          : table(
              ['clock', 'person', 'due', ''],
              due.map((c) => [c.kind, c.personId, c.dueAt.toISOString(), c.dueAt < now ? 'overdue' : '']),
            ),
      );
    });

  return command('election', 'members’ decisions about their other plans')
    .addCommand(review('approve'))
    .addCommand(review('refuse'))
    .addCommand(representative)
    .addCommand(clocks);
};
