import { Argument } from 'commander';
import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { print } from '../io.ts';

/** Our own signing keys. */
export const keysCommand: CommandMaker = (io) => {
  const rotate = jsonCommand('rotate', 'make new keys; the old ones stay published for a while')
    .addArgument(
      new Argument('<purpose>', 'token: signs access tokens; client: signs our requests to partners').choices(
        ['token', 'client'],
      ),
    )
    .action(async (purpose: 'token' | 'client', options: JsonOption) => {
      const kids = await withPayer((payer) => payer.keys.rotate(purpose));
      print(io, options.json, { ok: true, kids }, () => `New ${purpose} keys: ${kids.join(', ')}.`);
    });

  const show = jsonCommand('show', 'the public keys, as partners need them').action(async () => {
    const jwks = await withPayer((payer) => payer.keys.publicJwks());
    print(io, true, jwks, () => '');
  });

  return command('keys', 'our own signing keys').addCommand(rotate).addCommand(show);
};
