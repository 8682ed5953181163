import { userInfo } from 'node:os';
import type { Case } from '@sherpa/api';
import { Option, type Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { toCaseDetails, toCaseTable } from '../workflows/show-case.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface ListOptions extends JsonOption {
  readonly workflow?: string;
  readonly status: Case['status'] | 'live' | 'all';
  readonly limit: number;
  readonly cursor?: string;
}

const addList = (cases: Command, deps: CommandDeps): void => {
  cases
    .command('list', { isDefault: true })
    .description('list what workflows see to, the newest first')
    .option('--workflow <name>', 'only those of this workflow')
    .addOption(
      new Option('--status <status>', 'live is open or held')
        .choices(['live', 'open', 'held', 'closed', 'all'])
        .default('live'),
    )
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, status, ...query }: ListOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const wanted = status === 'all' ? query : { ...query, status };
      const page = await useGateway(deps.env, (client) => client.cases.list(wanted));
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.cases.length === 0) terminal.line('No workflow sees to anything of that kind.');
      else for (const line of toCaseTable(page.cases, new Date())) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

const addShow = (cases: Command, deps: CommandDeps): void => {
  cases
    .command('show <id>')
    .description('show one case')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const one = await useGateway(deps.env, (client) => client.cases.show(id));
      if (json) terminal.json(one);
      else for (const line of toCaseDetails(one, new Date())) terminal.line(line);
    });
};

const addRelease = (cases: Command, deps: CommandDeps): void => {
  cases
    .command('release <id>')
    .description('run the task that held it once more, when what it lacked is there')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const enqueued = await useGateway(deps.env, (client) => client.cases.release(id));
      if (json) terminal.json(enqueued);
      else terminal.line(`It goes on with task ${enqueued.id}.`);
    });
};

interface CloseOptions extends JsonOption {
  readonly by: string;
  readonly reason: string;
}

const addClose = (cases: Command, deps: CommandDeps): void => {
  cases
    .command('close <id>')
    .description('end a case by hand; what was made for it at the vendors stays')
    .requiredOption('--reason <text>', 'why')
    .option('--by <who>', 'who ends it', userInfo().username)
    .option(...jsonFlag)
    .action(async (id: string, { json = false, by, reason }: CloseOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const one = await useGateway(deps.env, (client) => client.cases.close(id, { by, reason }));
      if (json) terminal.json(one);
      else for (const line of toCaseDetails(one, new Date())) terminal.line(line);
    });
};

/** `cases list|show|release|close`. */
export const addCasesCommand = (program: Command, deps: CommandDeps): void => {
  const cases = program
    .command('cases')
    .description('look at what workflows see to, and help where they wait');
  addList(cases, deps);
  addShow(cases, deps);
  addRelease(cases, deps);
  addClose(cases, deps);
};
