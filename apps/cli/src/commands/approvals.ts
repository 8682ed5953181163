import { userInfo } from 'node:os';
import type { Approval } from '@sherpa/api';
import { Option, type Command } from 'commander';
import { toApprovalDetails, toApprovalTable } from '../approvals/show-approvals.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface ListOptions extends JsonOption {
  readonly status?: Approval['status'];
  readonly limit: number;
  readonly cursor?: string;
}

interface DecideOptions extends JsonOption {
  readonly by: string;
  readonly reason?: string;
}

const statuses = ['pending', 'approved', 'rejected', 'expired', 'cancelled'];

const addList = (approvals: Command, deps: CommandDeps): void => {
  approvals
    .command('list', { isDefault: true })
    .description('list approvals, newest first')
    .addOption(new Option('--status <status>', 'only those in this state').choices(statuses))
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, ...query }: ListOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.approvals.list(query));
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.approvals.length === 0) terminal.line('Nobody is asked for anything.');
      else for (const line of toApprovalTable(page.approvals, new Date())) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

const addShow = (approvals: Command, deps: CommandDeps): void => {
  approvals
    .command('show <id>')
    .description('show one approval')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const approval = await useGateway(deps.env, (client) => client.approvals.show(id));
      if (json) terminal.json(approval);
      else for (const line of toApprovalDetails(approval, new Date())) terminal.line(line);
    });
};

const answers = {
  approve: { description: 'say yes; the task goes on', done: 'is approved' },
  reject: { description: 'say no; the task goes on with that answer', done: 'is rejected' },
} as const;

const addAnswer = (approvals: Command, deps: CommandDeps, answer: keyof typeof answers): void => {
  approvals
    .command(`${answer} <id>`)
    .description(answers[answer].description)
    .option('--by <who>', 'who decides', userInfo().username)
    .option('--reason <text>', 'why')
    .option(...jsonFlag)
    .action(async (id: string, { json = false, by, reason }: DecideOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const decision = { by, reason: reason ?? null };
      const approval = await useGateway(deps.env, (client) => client.approvals[answer](id, decision));
      if (json) terminal.json(approval);
      else terminal.line(`${approval.id} ${answers[answer].done}; task ${approval.taskId} goes on.`);
    });
};

/** `approvals list|show|approve|reject`. */
export const addApprovalsCommand = (program: Command, deps: CommandDeps): void => {
  const approvals = program.command('approvals').description('look at what tasks ask people, and decide');
  addList(approvals, deps);
  addShow(approvals, deps);
  addAnswer(approvals, deps, 'approve');
  addAnswer(approvals, deps, 'reject');
};
