import { Argument, type Command } from 'commander';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { lists, toListLines, type ListName } from '../sandbox/list-lines.ts';
import { jsonFlag, type JsonOption } from './command-deps.ts';
import type { AskAndTell } from '../sandbox/ask-and-tell.ts';

const MOST = 1_000;

/** What there is to act on. */
export const addSandboxLists = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('list')
    .addArgument(new Argument('<what>', 'of what').choices(lists))
    .description('what there is to act on, by id: open invoices, deals and tickets, payments and so on')
    .option('--limit <n>', 'how many', wholeNumberFrom(1, MOST), 20)
    .option(...jsonFlag)
    .action((what: ListName, { limit, ...options }: JsonOption & { readonly limit: number }) =>
      ask({ method: 'GET', path: `/list/${what}?limit=${limit}` }, options, (answer) =>
        toListLines(what, answer),
      ),
    );
};
