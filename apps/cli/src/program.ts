import { Command } from 'commander';
import { addAgentsCommand } from './commands/agents.ts';
import { addApprovalsCommand } from './commands/approvals.ts';
import { addBudgetsCommand } from './commands/budgets.ts';
import { addCasesCommand } from './commands/cases.ts';
import type { CommandDeps } from './commands/command-deps.ts';
import { addConnectionsCommand } from './commands/connections.ts';
import { addCustomersCommand } from './commands/customers.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEnqueueCommand } from './commands/enqueue.ts';
import { addFailuresCommand } from './commands/failures.ts';
import { addHelpCommand } from './commands/help.ts';
import { addKnowledgeCommand } from './commands/knowledge.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addNewCommand } from './commands/new.ts';
import { addSandboxCommand } from './commands/sandbox.ts';
import { addSchedulesCommand } from './commands/schedules.ts';
import { addSignalsCommand } from './commands/signals.ts';
import { addRedriveCommand } from './commands/redrive.ts';
import { addRedrivesCommand } from './commands/redrives.ts';
import { addSyncCommand } from './commands/sync.ts';
import { addTasksCommand } from './commands/tasks.ts';
import { addUpCommand } from './commands/up.ts';
import { addWebhooksCommand } from './commands/webhooks.ts';
import { addWhyCommand } from './commands/why.ts';
import { addWorkflowsCommand } from './commands/workflows.ts';
import { checkIds } from './input/check-ids.ts';

/** The command line as a whole. Errors are thrown, none is printed; nothing ends the process. */
export const makeProgram = (deps: CommandDeps): Command => {
  const program = new Command('sherpa')
    .description('A fleet of business-operations agents.')
    .showHelpAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void deps.streams.stdout.write(text),
      writeErr: (text) => void deps.streams.stderr.write(text),
      outputError: () => undefined,
    });
  addUpCommand(program, deps);
  addEnqueueCommand(program, deps);
  addTasksCommand(program, deps);
  addWhyCommand(program, deps);
  addSchedulesCommand(program, deps);
  addFailuresCommand(program, deps);
  addRedriveCommand(program, deps);
  addRedrivesCommand(program, deps);
  addAgentsCommand(program, deps);
  addSignalsCommand(program, deps);
  addApprovalsCommand(program, deps);
  addWorkflowsCommand(program, deps);
  addCasesCommand(program, deps);
  addConnectionsCommand(program, deps);
  addBudgetsCommand(program, deps);
  addCustomersCommand(program, deps);
  addKnowledgeCommand(program, deps);
  addSyncCommand(program, deps);
  addWebhooksCommand(program, deps);
  addSandboxCommand(program, deps);
  addMigrateCommand(program, deps);
  addDoctorCommand(program, deps);
  addNewCommand(program, deps);
  addHelpCommand(program);
  checkIds(program);
  return program;
};
