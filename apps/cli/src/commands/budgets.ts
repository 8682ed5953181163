import type { Command } from 'commander';
import { toBudgetTable } from '../budgets/budget-table.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

/** `budgets`. */
export const addBudgetsCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('budgets')
    .description('how many calls the vendors have had and allow, and which are left alone')
    .option(...jsonFlag)
    .action(async ({ json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const budgets = await useGateway(deps.env, (client) => client.budgets.list());
      if (json) terminal.json({ budgets });
      else if (budgets.length === 0) terminal.line('No calls to vendors yet.');
      else for (const line of toBudgetTable(budgets, new Date())) terminal.line(line);
    });
};
