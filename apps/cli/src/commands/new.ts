import type { Command } from 'commander';
import { makeTerminal } from '../output/terminal.ts';
import { writeAgent } from '../new-agent/write-agent.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

/** `new agent NAME`. */
export const addNewCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('new')
    .description('write the beginnings of something')
    .command('agent <name>')
    .description('write a new agent: contract, task, test, and its line in the registry')
    .option(...jsonFlag)
    .action(async (name: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const files = await writeAgent(deps.workspaceRoot, name);
      if (json) {
        terminal.json({ agent: name, files });
        return;
      }
      for (const file of files) terminal.line(`wrote ${file}`);
      terminal.line();
      terminal.line('Next, with the fleet stopped:');
      terminal.line(`  npx pnpm vitest run packages/agents/src/${name}`);
      terminal.line('  npx pnpm start');
      terminal.line(`  npx pnpm sherpa enqueue ${name} hello '{"name":"Ada"}' --wait`);
      terminal.line(`Then write what it is for: packages/agents/src/${name}/contract.ts.`);
    });
};
