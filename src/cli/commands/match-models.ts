import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { notFound, UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';

/** What was learned, and which of it is in use. */
export const matchModelsCommand: CommandMaker = (io) =>
  jsonCommand('models', 'the versions that were learned').action(async (options: JsonOption) => {
    const { selectParameters } = await import('../../member-match/model-store.ts');
    const models = await withPayer(({ db }) => selectParameters(db));
    print(io, options.json, models, () =>
      models.length === 0
        ? 'Nothing was learned yet: `throughline match train`.'
        : table(
            ['version', 'made', 'from', 'delivery', 'in use'],
            models.map((m) => [
              m.version,
              m.madeAt.toISOString(),
              m.source,
              m.delivery,
              m.inUse ? 'yes' : '',
            ]),
          ),
    );
  });

/** Every process decides by it within half a minute. */
export const matchActivateCommand: CommandMaker = (io) =>
  jsonCommand('activate', 'decide by a version that was learned, or by what was delivered (0)')
    .argument('<version>', 'from `match models`; 0: as delivered')
    .requiredOption('--by <name>', 'who activates it, for the audit')
    .action(async (text: string, options: JsonOption & { by: string }) => {
      if (!/^\d{1,9}$/.test(text)) throw new UsageProblem('A version is a number.', 'See `match models`.');
      const version = Number(text);
      const { activateModel } = await import('../../member-match/activate.ts');
      const done = await withPayer(({ db, clock }) =>
        db.tx((tx) => activateModel(tx, { version, by: options.by, at: clock.now() })),
      );
      if (!done)
        throw notFound(
          `There is no version ${version} for the parameters of this delivery.`,
          'See `throughline match models`; train again after an upgrade that changes them.',
        );
      print(io, options.json, { ok: true, version }, () =>
        version === 0 ? 'The delivered parameters decide.' : `Version ${version} decides.`,
      );
    });
