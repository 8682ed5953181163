import type { Client, WebhookReplay } from '@sherpa/api';
import { vendors, type Vendor } from '@sherpa/core';
import { Option, type Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { parseMoment } from '../input/parse-moment.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { counted } from '../output/counted.ts';
import { makeTerminal } from '../output/terminal.ts';
import { toCountTable, toWebhookDetails, toWebhookTable } from '../webhooks/webhook-table.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

const statuses = ['received', 'processed', 'failed', 'echo', 'ignored'] as const;

interface FilterOptions {
  readonly connection?: string;
  readonly vendor?: Vendor;
  readonly type?: string;
  readonly status?: (typeof statuses)[number];
  readonly since?: string;
  readonly until?: string;
}

const addFilter = (command: Command): Command =>
  command
    .option('--type <type>', 'only this event, as the vendor calls it: contact.propertyChange')
    .addOption(new Option('--status <status>', 'only those of which this has become').choices(statuses))
    .option('--since <moment>', 'only what came since then: a moment, or 2h for two hours ago', parseMoment)
    .option('--until <moment>', 'only what came before then', parseMoment);

type ListOptions = FilterOptions & JsonOption & { readonly limit: number; readonly cursor?: string };

const addList = (webhooks: Command, deps: CommandDeps): void => {
  addFilter(webhooks.command('list', { isDefault: true }))
    .description('events that vendors delivered, the newest first')
    .option('--connection <id>', 'only through this connection')
    .addOption(new Option('--vendor <vendor>', 'only of this vendor').choices(vendors))
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 50)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, connection: connectionId, ...query }: ListOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const wanted = { ...query, ...(connectionId === undefined ? {} : { connectionId }) };
      const page = await useGateway(deps.env, (client) => client.webhooks.list(wanted));
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.webhooks.length === 0) terminal.line('No events. docs/webhooks.md says how they come here.');
      else for (const line of toWebhookTable(page.webhooks, new Date())) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

const addShow = (webhooks: Command, deps: CommandDeps): void => {
  webhooks
    .command('show <id>')
    .description('one event, what it said and what became of it')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const webhook = await useGateway(deps.env, (client) => client.webhooks.show(id));
      if (json) terminal.json(webhook);
      else for (const line of toWebhookDetails(webhook, new Date())) terminal.line(line);
    });
};

const addCounts = (webhooks: Command, deps: CommandDeps): void => {
  webhooks
    .command('counts')
    .description('how many events came to what, and how many deliveries were refused')
    .option('--since <moment>', 'events since then; a day where absent', parseMoment)
    .option(...jsonFlag)
    .action(async ({ json = false, since }: JsonOption & { readonly since?: string }) => {
      const terminal = makeTerminal(deps.streams, { json });
      const query = since === undefined ? {} : { since };
      const counts = await useGateway(deps.env, (client) => client.webhooks.counts(query));
      if (json) terminal.json(counts);
      else for (const line of toCountTable(counts, new Date())) terminal.line(line);
    });
};

const replayAll = async (client: Client, wanted: WebhookReplay) => {
  const sum = { events: 0, tasks: 0 };
  for (let cursor: string | undefined, isMore = true; isMore;) {
    const replayed = await client.webhooks.replay(cursor === undefined ? wanted : { ...wanted, cursor });
    sum.events += replayed.events;
    sum.tasks += replayed.tasks;
    cursor = replayed.nextCursor ?? undefined;
    isMore = cursor !== undefined;
  }
  return sum;
};

const addReplay = (webhooks: Command, deps: CommandDeps): void => {
  addFilter(webhooks.command('replay <connection>'))
    .description('ask the vendor again for the objects of events that came')
    .option(...jsonFlag)
    .action(async (connectionId: string, { json = false, ...filter }: FilterOptions & JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const sum = await useGateway(deps.env, (client) => replayAll(client, { ...filter, connectionId }));
      if (json) terminal.json(sum);
      else
        terminal.line(
          `${counted(sum.events, 'event is', 'events are')} acted on again, by ${counted(sum.tasks, 'task')}.`,
        );
    });
};

/** `webhooks list|show|counts|replay`. */
export const addWebhooksCommand = (program: Command, deps: CommandDeps): void => {
  const webhooks = program.command('webhooks').description('what vendors delivered, and what became of it');
  addList(webhooks, deps);
  addShow(webhooks, deps);
  addCounts(webhooks, deps);
  addReplay(webhooks, deps);
};
