import { type CommandMaker, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { print } from '../io.ts';

export const migrateCommand: CommandMaker = (io) =>
  jsonCommand('migrate', 'bring the database to the schema of this version')
    .option('--dump <file>', 'write the schema of this version to a file instead; needs no database')
    .action(async (options: JsonOption & { dump?: string }) => {
      if (options.dump !== undefined) {
        const { writeSchemaFile } = await import('../../app/schema-file.ts');
        await writeSchemaFile(options.dump);
        print(io, options.json, { ok: true, file: options.dump }, () => `Wrote ${options.dump}.`);
        return;
      }
      const { migrate } = await import('../../db/migrate.ts');
      // An embedded database migrates when it is opened; what it applied then is told here too.
      const applied = await withPayer(async (payer) => [...payer.migrated, ...(await migrate(payer.db))]);
      print(io, options.json, { ok: true, applied }, () =>
        applied.length === 0 ? 'The database is up to date.' : `Applied:\n${applied.join('\n')}`,
      );
    });
