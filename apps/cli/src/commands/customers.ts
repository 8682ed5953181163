import type { Customer } from '@sherpa/api';
import type { Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface ListOptions extends JsonOption {
  readonly query?: string;
  readonly limit: number;
  readonly cursor?: string;
}

const columns = [
  { title: 'ID' },
  { title: 'KIND' },
  { title: 'NAME', max: 30 },
  { title: 'E-MAIL', max: 36 },
  { title: 'STAGE' },
  { title: 'SUBSCRIPTION' },
] as const;

const toRow = (customer: Customer): readonly string[] => [
  customer.id,
  customer.kind,
  customer.name ?? '-',
  customer.email ?? '-',
  customer.lifecycleStage ?? '-',
  customer.subscriptionStatus ?? '-',
];

const describe = (customer: Customer): readonly string[] =>
  Object.entries(customer).flatMap(([name, value]) =>
    value === null
      ? []
      : [`${name.padEnd(20)}${plain(typeof value === 'object' ? JSON.stringify(value) : String(value))}`],
  );

const addList = (customers: Command, deps: CommandDeps): void => {
  customers
    .command('list', { isDefault: true })
    .description('list customers')
    .option('--query <text>', 'only those whose name, e-mail or company matches')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, ...query }: ListOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.customers.list(query));
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.customers.length > 0)
        for (const line of toTable(columns, page.customers.map(toRow))) terminal.line(line);
      else if (query.query === undefined && query.cursor === undefined)
        terminal.line(
          'No customers yet. They come with the first syncs; `npx pnpm sherpa tasks` shows those.',
        );
      else terminal.line('No customer matches.');
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

/** `customers list|show`. */
export const addCustomersCommand = (program: Command, deps: CommandDeps): void => {
  const customers = program.command('customers').description('look at customers');
  addList(customers, deps);
  customers
    .command('show <id>')
    .description('show one customer')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const customer = await useGateway(deps.env, (client) => client.customers.show(id));
      if (json) terminal.json(customer);
      else for (const line of describe(customer)) terminal.line(line);
    });
};
