import type { Client } from '@sherpa/api';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { resolveCustomer } from '../customers/resolve-customer.ts';
import { toHistoryTable } from '../customers/history-table.ts';
import { toCustomerTable, toExplanationLines } from '../customers/show-customer.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { toSearch } from '../input/search-words.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';
import { addCustomerChanges } from './customers-by-hand.ts';
import { addCustomerReviews } from './customers-review.ts';

interface PageOptions extends JsonOption {
  readonly limit: number;
  readonly cursor?: string;
}

interface ListOptions extends PageOptions {
  readonly query?: string;
  readonly drift?: boolean;
  readonly kind?: 'person' | 'account';
  readonly stage?: string;
  readonly status?: string;
  readonly pastDue?: boolean;
  readonly owner?: string;
}

/** What a list is narrowed by; a search is not. */
const isNarrowed = ({ drift, kind, stage, status, pastDue, owner }: ListOptions): boolean =>
  [drift, kind, stage, status, pastDue, owner].some((one) => one !== undefined);

const ask = (client: Client, { drift, pastDue, ...query }: Omit<ListOptions, 'json'>) =>
  client.customers.list({
    ...query,
    ...(drift === true ? { drift: 'true' } : {}),
    ...(pastDue === true ? { pastDue: 'true' } : {}),
  });

const nothingLine = (options: ListOptions): string =>
  options.query === undefined && options.cursor === undefined && !isNarrowed(options)
    ? 'No customers yet. They come with the first syncs; `npx pnpm sherpa tasks` shows those.'
    : 'No customer matches.';

const showList = async (deps: CommandDeps, options: ListOptions): Promise<void> => {
  const { json = false, ...query } = options;
  if (query.query !== undefined && isNarrowed(options))
    throw new InvalidArgumentError('Either search for words or filter by fields.');
  const terminal = makeTerminal(deps.streams, { json });
  const page = await useGateway(deps.env, (client) => ask(client, query));
  if (json) {
    terminal.json(page);
    return;
  }
  if (page.customers.length > 0) for (const line of toCustomerTable(page.customers)) terminal.line(line);
  else terminal.line(nothingLine(options));
  if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
};

const addList = (customers: Command, deps: CommandDeps): void => {
  customers
    .command('list', { isDefault: true })
    .description('list customers')
    .option('--query <text>', 'only those whose name, e-mail or company matches')
    .option('--drift', 'only those of whom a system holds something in a field that it does not own')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(['person', 'account']))
    .option('--stage <stage>', 'only at this lifecycle stage')
    .option('--status <status>', 'only with a subscription like this: active, past_due, canceled')
    .option('--past-due', 'only with a subscription that is past due or unpaid')
    .option('--owner <id>', 'only of this owner, by HubSpot’s id')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action((options: ListOptions) => showList(deps, options));
  customers
    .command('search <words...>')
    .description('find customers by words of name, company or e-mail, also begun or misspelt')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option(...jsonFlag)
    .action((words: readonly string[], options: ListOptions) =>
      showList(deps, { ...options, query: toSearch(words) }),
    );
};

const addShow = (customers: Command, deps: CommandDeps): void => {
  customers
    .command('show <customer>')
    .description('show one customer, by id, e-mail or object (stripe:customer:cus_1)')
    .option('--why', 'with the source of each field and what ties its objects (always, unless --json)')
    .option(...jsonFlag)
    .action(async (name: string, { json = false, why = false }: JsonOption & { readonly why?: boolean }) => {
      const terminal = makeTerminal(deps.streams, { json });
      await useGateway(deps.env, async (client) => {
        const id = await resolveCustomer(client, name);
        if (json) terminal.json(await (why ? client.customers.why(id) : client.customers.show(id)));
        else for (const line of toExplanationLines(await client.customers.why(id))) terminal.line(line);
      });
    });
};

const addHistory = (customers: Command, deps: CommandDeps): void => {
  customers
    .command('history <customer>')
    .description('list what happened to a customer, newest first')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those before this one')
    .option(...jsonFlag)
    .action(async (name: string, { json = false, ...query }: PageOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const { currency, ...page } = await useGateway(deps.env, async (client) => {
        const id = await resolveCustomer(client, name);
        const { entries, nextCursor } = await client.customers.history(id, query);
        return { entries, nextCursor, currency: json ? null : (await client.customers.show(id)).currency };
      });
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.entries.length === 0) terminal.line('Nothing has happened to it since it was made.');
      else for (const line of toHistoryTable(page.entries, currency)) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

/** `customers list|search|show|history|merge|split|undo|forget|review`. */
export const addCustomersCommand = (program: Command, deps: CommandDeps): void => {
  const customers = program
    .command('customers')
    .description('look at customers, and say who is one and who is not');
  addList(customers, deps);
  addShow(customers, deps);
  addHistory(customers, deps);
  addCustomerChanges(customers, deps);
  addCustomerReviews(customers, deps);
};
