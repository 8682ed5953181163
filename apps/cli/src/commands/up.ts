import { contracts } from '@sherpa/agents/contracts';
import { registry } from '@sherpa/agents/registry';
import { Option, type Command } from 'commander';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface UpFlags extends JsonOption {
  readonly untilIdle?: boolean;
  readonly queue?: 'redis' | 'postgres';
  readonly verbose?: boolean;
  readonly pause: boolean;
}

/** `up`. */
export const addUpCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('up')
    .description('start everything on this machine and run it until Ctrl-C')
    .option('--until-idle', 'end when nothing is left to do')
    .addOption(new Option('--queue <kind>', 'what moves the work').choices(['redis', 'postgres']))
    .option('--no-pause', 'let workflows begin at once in accounts of real people as well')
    .option('--verbose', 'show everything the processes print')
    .option(...jsonFlag)
    .action(async ({ json = false, untilIdle = false, verbose = false, pause, queue }: UpFlags) => {
      // Servers and their libraries are not for those who only want to look at tasks.
      const { runUp } = await import('../up/run-up.ts');
      const code = await runUp(
        { json, untilIdle, verbose, pause, queue },
        {
          env: deps.env,
          root: deps.workspaceRoot,
          terminal: makeTerminal(deps.streams, { json }),
          contracts,
          agents: Object.keys(registry),
        },
      );
      deps.exitWith(code);
    });
};
