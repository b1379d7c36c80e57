import { asService, type CommandMaker, command } from '../command.ts';
import { interrupted } from './serve.ts';

export const workCommand: CommandMaker = (io) =>
  command('work', 'run workers only: any number, on any number of machines').action(async () => {
    await asService(async (payer) => {
      await payer.work();
      io.stderr.write(`${payer.config.payer.name} is at work.\n`);
      await interrupted(io.interrupted);
    });
  });
