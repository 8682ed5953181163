import type { NewConnection } from '@sherpa/api';
import { vendors, type Vendor } from '@sherpa/core';
import { Argument, Option, type Command } from 'commander';
import {
  toAddedLines,
  toCheckLines,
  toConnectionDetails,
  toRotationLines,
} from '../connections/connection-details.ts';
import { toConnectionTable } from '../connections/connection-table.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { readSecrets } from '../input/read-secrets.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';
import { addConnectionChanges } from './connection-changes.ts';
import { addHandshakes } from './handshakes.ts';

interface ListOptions extends JsonOption {
  readonly vendor?: Vendor;
  readonly limit: number;
  readonly cursor?: string;
}

const addList = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('list', { isDefault: true })
    .description('list connections, the newest first')
    .addOption(new Option('--vendor <vendor>', 'only those to this vendor').choices(vendors))
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 50)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, ...query }: ListOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.connections.list(query));
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.connections.length === 0)
        terminal.line('No connection. `npx pnpm sherpa connections add hubspot` makes one.');
      else for (const line of toConnectionTable(page.connections, new Date())) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

const addShow = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('show <id>')
    .description('show one connection; its secrets by their fingerprints')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const connection = await useGateway(deps.env, (client) => client.connections.show(id));
      if (json) terminal.json(connection);
      else for (const line of toConnectionDetails(connection, new Date())) terminal.line(line);
    });
};

/** What to ask a person for. */
const questions = {
  hubspot: ['Access token of the private app', 'Client secret of the app (empty for none)'],
  stripe: ['Secret or restricted key', 'Signing secret of the webhook endpoint (empty for none)'],
  notion: ['Token of the integration', 'Verification token of the webhooks (empty for none)'],
} as const;

const toNewConnection = (
  vendor: Vendor,
  name: string,
  secrets: readonly [string, ...string[]],
): NewConnection => {
  const [access, ...forWebhooks] = secrets;
  switch (vendor) {
    case 'hubspot':
      return { vendor, name, credentials: { accessToken: access, clientSecrets: forWebhooks } };
    case 'stripe':
      return { vendor, name, credentials: { apiKey: access, webhookSecrets: forWebhooks } };
    case 'notion':
      return { vendor, name, credentials: { accessToken: access, webhookSecrets: forWebhooks } };
  }
};

const addExamples = `
Secrets are never arguments, which others on the machine can read. Asked for on a terminal; else the lines of
standard input: what opens the account first, then what signs webhooks, the newest first.
Examples:
  sherpa connections add hubspot
  sherpa connections add stripe europe < stripe-key.txt`;

const addAdd = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('add')
    .addArgument(new Argument('<vendor>', 'to whom').choices(vendors))
    .argument('[name]', 'tells it from others of the vendor', 'main')
    .description('make a connection, and ask the vendor whether it takes the credentials')
    .option('--no-check', 'do not ask the vendor')
    .option(...jsonFlag)
    .addHelpText('after', addExamples)
    .action(async (vendor: Vendor, name: string, options: JsonOption & { readonly check: boolean }) => {
      const { json = false } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const { stdin, streams } = deps;
      const secrets = await readSecrets({ stdin, stderr: streams.stderr }, questions[vendor]);
      await useGateway(deps.env, async (client) => {
        const made = await client.connections.create(toNewConnection(vendor, name, secrets));
        if (!options.check) {
          terminal.line(`${made.id} connects to ${vendor} as ${made.name}.`);
          if (json) terminal.json(made);
          return;
        }
        const checked = await client.connections.check(made.id).catch((err: unknown) => {
          terminal.line(`${made.id} is kept as ${vendor} ${made.name}, and could not be checked.`);
          throw err;
        });
        for (const line of toAddedLines(checked)) terminal.line(line);
        if (json) terminal.json(checked.connection);
        if (!checked.ok) deps.exitWith(1);
      });
    });
};

const addCheck = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('check <id>')
    .description('ask the vendor whose account it is and what it may do')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const checked = await useGateway(deps.env, (client) => client.connections.check(id));
      for (const line of toCheckLines(checked)) terminal.line(line);
      if (json) terminal.json(checked);
      if (!checked.ok) deps.exitWith(1);
    });
};

const addRemove = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('remove <id>')
    .description('remove a connection with its credentials')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const removed = await useGateway(deps.env, (client) => client.connections.delete(id));
      if (json) terminal.json(removed);
      else terminal.line(`${removed.name} at ${removed.vendor} is removed, and its credentials with it.`);
    });
};

const addRotateKeys = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('rotate-keys')
    .description('encrypt all credentials with the current key, and tell which keys may go')
    .option(...jsonFlag)
    .action(async ({ json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const rotation = await useGateway(deps.env, (client) => client.connections.rotateKeys());
      if (json) terminal.json(rotation);
      else for (const line of toRotationLines(rotation)) terminal.line(line);
      if (rotation.unreadable.length > 0) deps.exitWith(1);
    });
};

/** `connections list|show|add|check|disable|enable|…|remove|rotate-keys`. */
export const addConnectionsCommand = (program: Command, deps: CommandDeps): void => {
  const connections = program
    .command('connections')
    .description('accounts at vendors, with their encrypted credentials');
  addList(connections, deps);
  addShow(connections, deps);
  addAdd(connections, deps);
  addCheck(connections, deps);
  addConnectionChanges(connections, deps);
  addHandshakes(connections, deps);
  addRemove(connections, deps);
  addRotateKeys(connections, deps);
};
