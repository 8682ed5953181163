import { CommanderError } from 'commander';
import type { CommandDeps } from './commands/command-deps.ts';
import { describeError } from './output/describe-error.ts';
import { makeProgram } from './program.ts';

const USAGE = 2;

// Commander throws to end a program that has printed its help; that is no failure.
const isHelp = (error: CommanderError): boolean =>
  error.exitCode === 0 || error.code === 'commander.help' || error.code === 'commander.helpDisplayed';

/** Runs one command line; answers the exit code: 0 done, 1 failed, 2 not understood. */
export const runProgram = async (
  argv: readonly string[],
  deps: Omit<CommandDeps, 'exitWith'>,
): Promise<number> => {
  // A reader that has seen enough (`| head`) is no error, and must not end a fleet without draining it.
  for (const stream of [deps.streams.stdout, deps.streams.stderr]) stream.on('error', () => undefined);
  let code = 0;
  const exitWith = (given: number): void => {
    code = given;
  };
  try {
    await makeProgram({ ...deps, exitWith }).parseAsync(argv);
    return code;
  } catch (err) {
    if (err instanceof CommanderError && isHelp(err)) return err.exitCode === 0 ? 0 : USAGE;
    for (const line of describeError(err)) deps.streams.stderr.write(`${line}\n`);
    if (!(err instanceof CommanderError)) return 1;
    deps.streams.stderr.write('`sherpa help` lists the commands, `sherpa help <command>` its options.\n');
    return USAGE;
  }
};
