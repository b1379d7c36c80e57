import { type CommandMaker, command } from '../command.ts';
import { matchEvaluateCommand } from './match-evaluate.ts';
import { matchExplainCommand } from './match-explain.ts';
import { matchActivateCommand, matchModelsCommand } from './match-models.ts';
import { matchTrainCommand } from './match-train.ts';

/** Who a query is: how well that is decided, and why it was in one case. */
export const matchCommand: CommandMaker = (io, exit) =>
  command('match', 'the matcher: measure it, let it learn, explain a decision')
    .addCommand(matchExplainCommand(io, exit))
    .addCommand(matchEvaluateCommand(io, exit))
    .addCommand(matchTrainCommand(io, exit))
    .addCommand(matchModelsCommand(io, exit))
    .addCommand(matchActivateCommand(io, exit));
