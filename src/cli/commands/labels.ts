import { type CommandMaker, command } from '../command.ts';
import { labelsOverrideCommand } from './labels-override.ts';

/** Labels of sensitive records. */
export const labelsCommand: CommandMaker = (io, exit) =>
  command('labels', 'what is sensitive in members’ records').addCommand(labelsOverrideCommand(io, exit));
