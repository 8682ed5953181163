import type { NewRedrive } from '@sherpa/api';
import type { Command } from 'commander';
import { addFilterOptions, filterOf, type FilterOptions } from '../failures/filter-options.ts';
import { toFailureTable } from '../failures/failure-table.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { parseShare } from '../input/share.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { followRedrive } from '../redrives/follow-redrive.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface RedriveOptions extends FilterOptions, JsonOption {
  readonly dryRun?: boolean;
  readonly rate: number;
  readonly stopAt: number | 'never';
  readonly stopAfter: number;
  readonly wait?: boolean;
}

const MAX_RATE = 1_000;

const toRequest = (options: RedriveOptions): NewRedrive => ({
  filter: filterOf(options),
  dryRun: options.dryRun ?? false,
  perSecond: options.rate,
  stopAt: options.stopAt === 'never' ? null : { share: options.stopAt, after: options.stopAfter },
});

const redrive = async (options: RedriveOptions, deps: CommandDeps): Promise<void> => {
  const { json = false, dryRun = false, wait = false } = options;
  const terminal = makeTerminal(deps.streams, { json });
  await useGateway(deps.env, async (client) => {
    const started = await client.redrives.start(toRequest(options));
    for (const line of toFailureTable(started.failures, new Date())) terminal.line(line);
    const what = started.matched === 1 ? '1 failed task' : `${started.matched} failed tasks`;
    if (started.redrive === null) {
      terminal.line(`${what} would be redriven. Nothing was done.`);
      if (json) terminal.json(started);
      return;
    }
    terminal.line(`Redriving ${what}, ${started.redrive.perSecond} a second: ${started.redrive.id}`);
    const ended = wait && !dryRun ? await followRedrive(client, started.redrive, terminal) : started.redrive;
    if (json) terminal.json(wait ? ended : started);
    if (ended.status === 'stopped') deps.exitWith(1);
  });
};

/** `redrive`. */
export const addRedriveCommand = (program: Command, deps: CommandDeps): void => {
  const command = program
    .command('redrive')
    .description('put failed tasks back to work, some each second; stops if they fail again');
  addFilterOptions(command)
    .option('--dry-run', 'only say which they would be')
    .option('--rate <n>', 'how many a second', wholeNumberFrom(1, MAX_RATE), 5)
    .option(
      '--stop-at <share>',
      'stop when more than this share fails again: 20%, or never',
      (text: string) => (text === 'never' ? text : parseShare(text)),
      0.5,
    )
    .option(
      '--stop-after <n>',
      'how many have to have ended before that is judged',
      wholeNumberFrom(1, 1_000),
      20,
    )
    .option('--wait', 'show how it goes until it has ended')
    .option(...jsonFlag)
    .action((options: RedriveOptions) => redrive(options, deps));
};
