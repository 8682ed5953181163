import { userInfo } from 'node:os';
import type { Case } from '@sherpa/api';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { toCaseDetails, toCaseGroupLines, toCaseTable } from '../workflows/show-case.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface ListOptions extends JsonOption {
  readonly all?: boolean;
  readonly workflow?: string;
  readonly status?: Case['status'] | 'live' | 'all';
  readonly like?: string;
  readonly limit: number;
  readonly cursor?: string;
}

type Terminal = ReturnType<typeof makeTerminal>;

const NONE = 'No workflow sees to anything of that kind.';

const tell = (terminal: Terminal, lines: readonly string[], nextCursor: string | null): void => {
  if (lines.length === 0) terminal.line(NONE);
  for (const line of lines) terminal.line(line);
  if (nextCursor !== null) terminal.line(`More: add --cursor ${nextCursor}`);
};

const listGroups = async (
  deps: CommandDeps,
  { json = false, limit, cursor }: Pick<ListOptions, 'json' | 'limit' | 'cursor'>,
): Promise<void> => {
  const terminal = makeTerminal(deps.streams, { json });
  const page = await useGateway(deps.env, (client) => client.cases.groups({ limit, cursor }));
  const lines = page.groups.length === 0 ? [] : toCaseGroupLines(page.groups, new Date());
  if (json) terminal.json(page);
  else tell(terminal, lines, page.nextCursor);
};

const listRows = async (deps: CommandDeps, options: ListOptions): Promise<void> => {
  const { json = false, status = 'live', like, workflow, limit, cursor } = options;
  if (like !== undefined && (workflow ?? options.status) !== undefined)
    throw new InvalidArgumentError('--like says workflow and status already.');
  const terminal = makeTerminal(deps.streams, { json });
  const which = like === undefined ? { workflow, ...(status === 'all' ? {} : { status }) } : { like };
  const page = await useGateway(deps.env, (client) => client.cases.list({ ...which, limit, cursor }));
  const lines = page.cases.length === 0 ? [] : toCaseTable(page.cases, new Date());
  if (json) terminal.json(page);
  else tell(terminal, lines, page.nextCursor);
};

const examples = `
Without an option that chooses among them, cases are counted by what they wait for. Examples:
  sherpa cases                                 how many wait for what
  sherpa cases list --like 019acc7e-…          those that wait for the same as this one
  sherpa cases list --workflow dunning         open and held ones, one by one
  sherpa cases list --all --json               those of all workflows`;

const addList = (cases: Command, deps: CommandDeps): void => {
  cases
    .command('list', { isDefault: true })
    .description('what workflows see to: how many cases wait for what, or one by one')
    .option('--all', 'one by one, those of all workflows')
    .option('--workflow <name>', 'one by one, only those of this workflow')
    .addOption(
      new Option('--status <status>', 'one by one; live, as unless told, is open or held').choices([
        'live',
        'open',
        'held',
        'closed',
        'all',
      ]),
    )
    .option('--like <id>', 'one by one, those of the same workflow, status and reason as this one')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .addHelpText('after', examples)
    .action((options: ListOptions) => {
      const isChosen = [options.all, options.workflow, options.status, options.like].some(Boolean);
      return isChosen ? listRows(deps, options) : listGroups(deps, options);
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
