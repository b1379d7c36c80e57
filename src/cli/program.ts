import { Command, CommanderError } from 'commander';
import { softwareVersion } from '../app/version.ts';
import { auditCommand } from './commands/audit.ts';
import { benchCommand } from './commands/bench.ts';
import { clientCommand } from './commands/client.ts';
import { consentCommand } from './commands/consent.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { electionCommand } from './commands/election.ts';
import { exchangeCommand } from './commands/exchange.ts';
import { generateCommand } from './commands/generate.ts';
import { keysCommand } from './commands/keys.ts';
import { labelsCommand } from './commands/labels.ts';
import { loadCommand } from './commands/load.ts';
import { matchCommand } from './commands/match.ts';
import { migrateCommand } from './commands/migrate.ts';
import { openapiCommand } from './commands/openapi.ts';
import { packagesCommand } from './commands/packages.ts';
import { partnerCommand } from './commands/partner.ts';
import { requestCommand } from './commands/request.ts';
import { reviewCommand } from './commands/review.ts';
import { serveCommand } from './commands/serve.ts';
import { validateCommand } from './commands/validate.ts';
import { workCommand } from './commands/work.ts';
import { failureOf } from './failure.ts';
import type { Io } from './io.ts';

/** Every command, in the order of `--help`. Each loads the rooms that it needs when it runs: `--help` stays quick. */
const commands = [
  demoCommand,
  serveCommand,
  workCommand,
  migrateCommand,
  loadCommand,
  partnerCommand,
  clientCommand,
  requestCommand,
  exchangeCommand,
  matchCommand,
  reviewCommand,
  consentCommand,
  electionCommand,
  auditCommand,
  labelsCommand,
  keysCommand,
  validateCommand,
  packagesCommand,
  openapiCommand,
  generateCommand,
  benchCommand,
  doctorCommand,
];

/** Runs one command line. Returns the exit status: 0 done, 1 failed, 2 called wrongly. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const json = args.includes('--json');
  let status = 0;
  const program = new Command('throughline')
    .description(
      'Payer-to-payer health data exchange: the requesting and the responding payer in one program.',
    )
    .version(softwareVersion())
    .showHelpAfterError(!json);
  for (const make of commands) program.addCommand(make(io, (code) => (status = code)));
  harden(program, io, json);
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = failureOf(error);
    if (json) io.stdout.write(`${JSON.stringify({ ok: false, error: failure.error })}\n`);
    else if (!(error instanceof CommanderError)) {
      io.stderr.write(`error: ${failure.error.message}\n${failure.error.hint}\n`);
    }
    return failure.exitCode;
  }
}

/** All levels of commands: errors are thrown, unknown options and left-over arguments are errors, output goes to `io`. */
function harden(command: Command, io: Io, json: boolean): void {
  command
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => (json ? undefined : io.stderr.write(text)),
    });
  for (const child of command.commands) harden(child, io, json);
}
