import type { Command } from 'commander';
import { addFilterOptions, filterOf, type FilterOptions } from '../failures/filter-options.ts';
import { toFailureTable } from '../failures/failure-table.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

/** `failures list`. */
export const addFailuresCommand = (program: Command, deps: CommandDeps): void => {
  const failures = program.command('failures').description('failed tasks, grouped by what went wrong');
  const list = failures
    .command('list', { isDefault: true })
    .description('list kinds of failures, the most frequent first');
  addFilterOptions(list)
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option(...jsonFlag)
    .action(async (options: FilterOptions & JsonOption & { readonly limit: number }) => {
      const { json = false, limit } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const found = await useGateway(deps.env, (client) =>
        client.failures.list({ ...filterOf(options), limit }),
      );
      if (json) terminal.json({ failures: found });
      else if (found.length === 0) terminal.line('No failed tasks.');
      else {
        for (const line of toFailureTable(found, new Date())) terminal.line(line);
        terminal.line(
          'Put them back to work with `npx pnpm sherpa redrive --fingerprint <print> --dry-run`.',
        );
      }
    });
};
