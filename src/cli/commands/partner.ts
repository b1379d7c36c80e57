import type { Payer } from '../../app/context.ts';
import type { Partner } from '../../directory/partners.ts';
import { type CommandMaker, command, type JsonOption, jsonCommand, withPayer } from '../command.ts';
import { notFound, UsageProblem } from '../failure.ts';
import { print, table } from '../io.ts';

interface AddOptions extends JsonOption {
  name: string;
  npi: string;
  fhirBase: string;
  clientId: string;
  limits?: string;
  capability?: string;
  allowPrivate?: boolean;
}

/** The payers that we call. */
export const partnerCommand: CommandMaker = (io) => {
  const add = jsonCommand('add', 'register a payer that we will call')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--npi <npi>', 'its National Provider Identifier')
    .requiredOption('--fhir-base <url>', 'its FHIR base URL')
    .requiredOption('--client-id <id>', 'who we are there')
    .option('--capability <json>', 'what is known of it: {"bulkMatch": false, "origins": [...], ...}')
    .option('--limits <json>', 'own values for limits, by name')
    .option('--allow-private', 'it may be http or on a private network')
    .action(async (options: AddOptions) => {
      const { addPartner } = await import('../../directory/partners.ts');
      const set = jsonOption('--capability', options.capability);
      const partner = await withPayer((payer) =>
        addPartner(payer, {
          ...options,
          capability: set === undefined ? undefined : { set },
          limits: jsonOption('--limits', options.limits),
        }),
      );
      print(
        io,
        options.json,
        { ok: true, id: partner.id },
        () => `Registered ${partner.name}. Next: \`throughline partner probe "${partner.name}"\`.`,
      );
    });

  const list = jsonCommand('list', 'the registered partners').action(async (options: JsonOption) => {
    const { listPartners } = await import('../../directory/partners.ts');
    const partners = await withPayer((payer) => listPartners(payer.db));
    print(io, options.json, partners, () =>
      partners.length === 0
        ? 'No partners yet: `throughline partner add`.'
        : table(
            ['id', 'name', 'npi', 'FHIR base'],
            partners.map((p) => [p.id, p.name, p.npi, p.fhirBase]),
          ),
    );
  });

  const show = jsonCommand('show', 'everything that is known of a partner')
    .argument('<name or NPI>')
    .action(async (who: string, options: JsonOption) => {
      const partner = await withPayer((payer) => partnerNamed(payer, who));
      print(io, options.json, partner, () => JSON.stringify(partner, null, 2));
    });

  const probe = jsonCommand('probe', 'ask a partner what it can do, and keep the answer')
    .argument('<name or NPI>')
    .action(async (who: string, options: JsonOption) => {
      const seen = await withPayer(async (payer) => {
        const partner = await partnerNamed(payer, who);
        const { peerOf, saveSeen } = await import('../../directory/partners.ts');
        const { probe: ask } = await import('../../directory/probe.ts');
        const { callerFor } = await import('../../net/call.ts');
        const answer = await ask({ call: callerFor(payer, peerOf(partner)), clock: payer.clock }, partner);
        await saveSeen(payer.db, partner.id, answer);
        return answer;
      });
      print(io, options.json, { ok: true, ...seen }, () => JSON.stringify(seen, null, 2));
    });

  const remove = jsonCommand('remove', 'send nothing to a partner any more; what came from it stays')
    .argument('<name or NPI>')
    .action(async (who: string, options: JsonOption) => {
      const { removePartner } = await import('../../directory/partners.ts');
      const partner = await withPayer(async (payer) => {
        const found = await partnerNamed(payer, who);
        await removePartner(payer, found.id);
        return found;
      });
      print(io, options.json, { ok: true, id: partner.id }, () => `Removed ${partner.name}.`);
    });

  return command('partner', 'the payers that we call')
    .addCommand(add)
    .addCommand(list)
    .addCommand(show)
    .addCommand(probe)
    .addCommand(remove);
};

/** The partner of that name or NPI. */
export async function partnerNamed(payer: Payer, who: string): Promise<Partner> {
  const { findPartner } = await import('../../directory/partners.ts');
  const partner = await findPartner(payer.db, who);
  if (!partner) throw notFound(`There is no partner "${who}".`, 'See `throughline partner list`.');
  return partner;
}

/** An option whose value is a JSON object. */
function jsonOption(name: string, text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new UsageProblem(`${name} takes a JSON object.`, `For example ${name} '{"types": ["Patient"]}'.`);
}
