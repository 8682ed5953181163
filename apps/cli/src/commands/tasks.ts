import { taskStatuses } from '@sherpa/core';
import { Option, type Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { toTaskDetails } from '../tasks/task-details.ts';
import { toTaskTable } from '../tasks/task-table.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface ListOptions extends JsonOption {
  readonly agent?: string;
  readonly status?: (typeof taskStatuses)[number];
  readonly type?: string;
  readonly limit: number;
  readonly cursor?: string;
}

const NONE = 'No task matches.';
const EMPTY =
  'No tasks yet. Agents make their own on schedule; enqueue one with `npx pnpm sherpa enqueue <agent> <task>`.';

const addList = (tasks: Command, deps: CommandDeps): void => {
  tasks
    .command('list', { isDefault: true })
    .description('list tasks, the newest first')
    .option('--agent <name>', 'only of this agent')
    .addOption(new Option('--status <status>', 'only in this status').choices(taskStatuses))
    .option('--type <type>', 'only of this type')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, ...query }: ListOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.tasks.list(query));
      if (json) {
        terminal.json(page);
        return;
      }
      const isFiltered = [query.agent, query.status, query.type, query.cursor].some(Boolean);
      if (page.tasks.length === 0) terminal.line(isFiltered ? NONE : EMPTY);
      else for (const line of toTaskTable(page.tasks, new Date())) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

const addShow = (tasks: Command, deps: CommandDeps): void => {
  tasks
    .command('show <id>')
    .description('show one task with its payload, result and error')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const task = await useGateway(deps.env, (client) => client.tasks.show(id));
      if (json) terminal.json(task);
      else for (const line of toTaskDetails(task, new Date())) terminal.line(line);
    });
};

const moves = {
  retry: { description: 'put a failed or cancelled task back to work', done: 'will be tried again' },
  cancel: { description: 'cancel a task, also one that runs', done: 'is cancelled' },
} as const;

const addMove = (tasks: Command, deps: CommandDeps, move: keyof typeof moves): void => {
  tasks
    .command(`${move} <ids...>`)
    .description(moves[move].description)
    .option(...jsonFlag)
    .action(async (ids: readonly string[], { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      await useGateway(deps.env, async (client) => {
        for (const id of ids) {
          const task = await client.tasks[move](id);
          const isAsked = move === 'cancel' && task.status === 'in_progress';
          if (json) terminal.json(task);
          else terminal.line(`${task.id} ${isAsked ? 'runs and was asked to stop' : moves[move].done}.`);
        }
      });
    });
};

/** `tasks list|show|retry|cancel`. */
export const addTasksCommand = (program: Command, deps: CommandDeps): void => {
  const tasks = program.command('tasks').description('look at tasks, retry or cancel them');
  addList(tasks, deps);
  addShow(tasks, deps);
  addMove(tasks, deps, 'retry');
  addMove(tasks, deps, 'cancel');
};
