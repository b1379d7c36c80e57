import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { notFound, UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';

interface AddOptions extends JsonOption {
  id?: string;
  name: string;
  npi: string;
  jwks: string;
  scope?: string;
  allowPrivate?: boolean;
  zone?: string;
}

/** The partners' credentials on our side. */
export const clientCommand: CommandMaker = (io) => {
  const add = jsonCommand('add', 'register a payer that will call us')
    .option('--id <id>', 'its client id; a random one when absent')
    .requiredOption('--name <name>', 'the payer’s name')
    .requiredOption('--npi <npi>', 'its National Provider Identifier: consents must name it as recipient')
    .requiredOption('--jwks <file or URL>', 'its public keys')
    .option(
      '--scope <scope>',
      'the most that its tokens may hold; everything of a payer-to-payer partner when absent',
    )
    .option(
      '--zone <name>',
      'the time zone of the days in its consents, where you agreed on one: America/Chicago',
    )
    .option('--allow-private', 'the JWKS URL may be http or on a private network')
    .action(async (options: AddOptions) => {
      const { addClient } = await import('../../directory/clients.ts');
      const { checkClientScope, payerScope } = await import('../../authz/policy.ts');
      const scope = options.scope ?? payerScope;
      checkClientScope(scope);
      const keys = /^https?:/.test(options.jwks)
        ? { jwksUrl: options.jwks }
        : { jwks: await jwksFrom(options.jwks) };
      const client = await withPayer((payer) =>
        addClient(payer, {
          id: options.id,
          name: options.name,
          npi: options.npi,
          scope,
          allowPrivate: options.allowPrivate,
          timeZone: options.zone,
          ...keys,
        }),
      );
      print(io, options.json, { ok: true, id: client.id }, () => `Registered client ${client.id}.`);
    });

  const list = jsonCommand('list', 'the registered clients').action(async (options: JsonOption) => {
    const { listClients } = await import('../../directory/clients.ts');
    const clients = await withPayer((payer) => listClients(payer.db));
    print(io, options.json, clients, () =>
      clients.length === 0
        ? 'No clients yet: `throughline client add`.'
        : table(
            ['id', 'name', 'npi', 'keys'],
            clients.map((c) => [c.id, c.name, c.npi, c.jwksUrl ?? `${c.jwks?.keys.length} inline`]),
          ),
    );
  });

  const remove = jsonCommand('remove', 'take a client’s access away, at once')
    .argument('<id>')
    .action(async (id: string, options: JsonOption) => {
      const { removeClient } = await import('../../directory/clients.ts');
      const removed = await withPayer((payer) => removeClient(payer, id));
      if (!removed) throw notFound(`There is no client ${id}.`, 'See `throughline client list`.');
      print(io, options.json, { ok: true, id }, () => `Client ${id} has no access any more.`);
    });

  return command('client', 'the payers that may call us').addCommand(add).addCommand(list).addCommand(remove);
};

async function jwksFrom(path: string): Promise<{ keys: object[] }> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as { keys: object[] };
  } catch {
    throw new UsageProblem(`${path} is no JSON.`, 'A JWKS file holds {"keys": [...]}.');
  }
}
