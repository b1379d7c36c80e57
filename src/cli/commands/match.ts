import { type CommandMaker, command } from '../command.ts';
import { matchEvaluateCommand } from './match-evaluate.ts';
import { matchExplainCommand } from './match-explain.ts';

/** Who a query is: how well that is decided, and why it was in one case. */
export const matchCommand: CommandMaker = (io, exit) =>
  command('match', 'the matcher: measure it, explain a decision')
    .addCommand(matchExplainCommand(io, exit))
    .addCommand(matchEvaluateCommand(io, exit));
