import { type CommandMaker, command } from '../command.ts';

export const openapiCommand: CommandMaker = (io) =>
  command('openapi', 'the OpenAPI 3.1 document of an API')
    .argument('<which>', 'portal: what the member’s browser calls')
    .action(async (which: string) => {
      const { UsageProblem } = await import('../failure.ts');
      if (which !== 'portal')
        throw new UsageProblem('There is no such API.', 'Try: throughline openapi portal.');
      const { portalOpenApi } = await import('../../http/portal/openapi.ts');
      io.stdout.write(`${JSON.stringify(portalOpenApi(), null, 2)}\n`);
    });
