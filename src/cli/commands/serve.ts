import { asService, type CommandMaker, command } from '../command.ts';

export const serveCommand: CommandMaker = (io) =>
  command('serve', 'run the API and the workers of one payer')
    .option('--no-work', 'leave the workers out; run `throughline work` elsewhere')
    .option('--port <port>', 'the port to listen on')
    .option('--no-build', 'in a clone, do not build the portal’s client when it is absent or old')
    .action(async (options: { work: boolean; build: boolean; port?: string }) => {
      if (options.build) {
        const { ensurePortalClient } = await import('../../app/portal-client.ts');
        await ensurePortalClient((text) => io.stderr.write(`${text}\n`));
      }
      await asService(
        async (payer) => {
          await payer.serve();
          if (options.work) await payer.work();
          io.stderr.write(`${payer.config.payer.name} answers at ${payer.baseUrl}/fhir\n`);
          io.stderr.write(`Its member portal is at ${payer.baseUrl}/portal/\n`);
          await interrupted(io.interrupted);
        },
        { port: options.port },
      );
    });

/** Resolves when the user or the system asks to stop. */
export const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((stop) => {
    if (signal.aborted) stop();
    else signal.addEventListener('abort', () => stop(), { once: true });
  });
