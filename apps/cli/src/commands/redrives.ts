import type { Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { toRedriveDetails, toRedriveTable } from '../redrives/describe-redrive.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface ListOptions extends JsonOption {
  readonly limit: number;
  readonly cursor?: string;
}

const addList = (redrives: Command, deps: CommandDeps): void => {
  redrives
    .command('list', { isDefault: true })
    .description('list redrives, the newest first')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, ...query }: ListOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.redrives.list(query));
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.redrives.length === 0) terminal.line('No redrives. Start one with `npx pnpm sherpa redrive`.');
      else for (const line of toRedriveTable(page.redrives, new Date())) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

const addOne = (redrives: Command, deps: CommandDeps, name: 'show' | 'stop', description: string): void => {
  redrives
    .command(`${name} <id>`)
    .description(description)
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const redrive = await useGateway(deps.env, (client) => client.redrives[name](id));
      if (json) terminal.json(redrive);
      else for (const line of toRedriveDetails(redrive, new Date())) terminal.line(line);
    });
};

/** `redrives list|show|stop`. */
export const addRedrivesCommand = (program: Command, deps: CommandDeps): void => {
  const redrives = program.command('redrives').description('look at redrives, or stop one');
  addList(redrives, deps);
  addOne(redrives, deps, 'show', 'show one redrive and how its tasks did');
  addOne(redrives, deps, 'stop', 'stop one; what it has put back to work goes on');
};
