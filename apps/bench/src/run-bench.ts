import { toAppError } from '@sherpa/core';
import type { CommandDeps } from './command.ts';
import { commands, DEFAULT_COMMAND } from './commands.ts';

const USAGE = 2;

/** Runs the benchmark that the command line names; answers the exit code: 0 good, 1 not good, 2 not understood. */
export const runBench = async (argv: readonly string[], deps: CommandDeps): Promise<number> => {
  const [first] = argv;
  const isNamed = first !== undefined && !first.startsWith('-');
  const load = commands[isNamed ? first : DEFAULT_COMMAND];
  if (load === undefined) {
    deps.terminal.tell(`There is no such benchmark; one of: ${Object.keys(commands).join(', ')}.`);
    return USAGE;
  }
  try {
    const command = await load();
    return (await command(isNamed ? argv.slice(1) : argv, deps)) ? 0 : 1;
  } catch (err) {
    const { message, code, details } = toAppError(err);
    deps.terminal.tell(`${message}${Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : ''}`);
    if (err instanceof Error && code !== 'validation_failed') deps.terminal.tell(err.stack ?? '');
    return code === 'validation_failed' ? USAGE : 1;
  }
};
