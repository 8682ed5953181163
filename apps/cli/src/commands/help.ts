import { InvalidArgumentError, type Command } from 'commander';

const find = (parent: Command, name: string): Command => {
  const found = parent.commands.find((one) => one.name() === name || one.aliases().includes(name));
  if (found !== undefined) return found;
  const known = parent.commands.map((one) => one.name());
  throw new InvalidArgumentError(
    known.length === 0
      ? `${parent.name()} has no commands of its own.`
      : `There is no command ${JSON.stringify(name)}; there are ${known.join(', ')}.`,
  );
};

/** `help [command...]`: also of a command within a command, which commander's own does not find. */
export const addHelpCommand = (program: Command): void => {
  program
    .helpCommand(false)
    .command('help [command...]')
    .description('display help for a command: help workflows pause')
    .action((names: readonly string[]) => names.reduce(find, program).help());
};
