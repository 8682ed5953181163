import type { Client } from '@sherpa/api';
import { InvalidArgumentError, type Command } from 'commander';
import { forgottenLines, whomLine } from '../customers/forgotten-lines.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface ForgetOptions extends JsonOption {
  readonly email?: string;
  readonly object?: string;
  readonly yes?: boolean;
}

const PERSON = /^(?:hubspot:contact|stripe:customer|notion:page):\S+$/u;
const ADDRESS = /^[^\s@]+@[^\s@]+$/u;

const readPerson = ({ email, object }: ForgetOptions): Parameters<Client['customers']['forget']>[0] => {
  if (email === undefined && object === undefined)
    throw new InvalidArgumentError('Say whom to forget: --email <address> or --object <object>.');
  if (email !== undefined && !ADDRESS.test(email.trim()))
    throw new InvalidArgumentError('--email: that is not an e-mail address.');
  if (object !== undefined && !PERSON.test(object))
    throw new InvalidArgumentError(
      '--object: that is no object of a person, such as hubspot:contact:1 or stripe:customer:cus_1.',
    );
  return { email, node: object };
};

/** `customers forget`. */
export const addForget = (customers: Command, deps: CommandDeps): void => {
  customers
    .command('forget')
    .description('forget a person everywhere and keep them from coming back; cannot be undone')
    .option('--email <address>', 'by any of their addresses')
    .option('--object <object>', 'by a vendor’s object: hubspot:contact:1')
    .option('--yes', 'really; without it, says how many customers and objects that would be')
    .option(...jsonFlag)
    .action(async (options: ForgetOptions) => {
      const { json = false, yes = false } = options;
      const person = readPerson(options);
      const terminal = makeTerminal(deps.streams, { json });
      if (yes) {
        const done = await useGateway(deps.env, (client) => client.customers.forget(person));
        if (json) terminal.json(done);
        else for (const line of forgottenLines(person, done)) terminal.line(line);
        return;
      }
      const whom = await useGateway(deps.env, (client) => client.customers.previewForgetting(person));
      if (json) terminal.json(whom);
      else terminal.line(whomLine(person, whom));
      throw new InvalidArgumentError('Nothing is forgotten yet. It cannot be undone; say --yes.');
    });
};
