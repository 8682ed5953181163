import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { resolveCustomer } from '../customers/resolve-customer.ts';
import { toCustomerLines } from '../customers/show-customer.ts';
import { splitLines } from '../customers/split-lines.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { makeTerminal } from '../output/terminal.ts';
import { addForget } from './customers-forget.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface SayOptions extends JsonOption {
  readonly by: string;
  readonly reason?: string;
}

const says = (command: Command): Command =>
  command
    .option('--by <who>', 'who says so', userInfo().username)
    .option('--reason <text>', 'why')
    .option(...jsonFlag);

const addMerge = (customers: Command, deps: CommandDeps): void => {
  says(customers.command('merge <customer> <others...>'))
    .description('make customers one; the oldest id stays')
    .action(async (name: string, names: readonly string[], options: SayOptions) => {
      const { json = false, by, reason = null } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const merged = await useGateway(deps.env, async (client) => {
        const id = await resolveCustomer(client, name);
        const others = await Promise.all(names.map((other) => resolveCustomer(client, other)));
        return client.customers.merge(id, { with: others, by, reason });
      });
      if (json) terminal.json(merged);
      else for (const line of toCustomerLines(merged)) terminal.line(line);
    });
};

const addSplit = (customers: Command, deps: CommandDeps): void => {
  says(customers.command('split <customer> <objects...>'))
    .description('take objects (stripe:customer:cus_1) out of a customer, for good')
    .action(async (name: string, objects: string[], options: SayOptions) => {
      const { json = false, by, reason = null } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const made = await useGateway(deps.env, async (client) =>
        client.customers.split(await resolveCustomer(client, name), { objects, by, reason }),
      );
      if (json) terminal.json(made);
      else for (const line of splitLines(made)) terminal.line(line);
    });
};

const addUndo = (customers: Command, deps: CommandDeps): void => {
  says(customers.command('undo <merge>'))
    .description('undo a merge, by the id that `customers history` shows')
    .action(async (id: string, options: SayOptions) => {
      const { json = false, by, reason = null } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const back = await useGateway(deps.env, (client) => client.customers.undoMerge(id, { by, reason }));
      if (json) terminal.json(back);
      else terminal.line(`${back.id} is a customer of its own again.`);
    });
};

/** `customers merge|split|undo|forget`. */
export const addCustomerChanges = (customers: Command, deps: CommandDeps): void => {
  addMerge(customers, deps);
  addSplit(customers, deps);
  addUndo(customers, deps);
  addForget(customers, deps);
};
