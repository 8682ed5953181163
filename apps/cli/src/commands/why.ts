import type { Client, Why } from '@sherpa/api';
import type { Command } from 'commander';
import { resolveCustomer } from '../customers/resolve-customer.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { makeTerminal } from '../output/terminal.ts';
import { toQuestion, type AskedWords } from '../why/to-question.ts';
import { toWhyLines } from '../why/why-lines.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface WhyOptions extends JsonOption {
  readonly whole?: boolean;
}

const ask = async (client: Client, asked: AskedWords, whole: boolean): Promise<Why> => {
  switch (asked.kind) {
    case 'id':
      return client.why({ id: asked.id, whole });
    case 'effect':
      return client.why({ effect: asked.effect, whole });
    case 'object':
      return client.why({ object: asked.object, whole });
    case 'field': {
      const customer = await resolveCustomer(client, asked.customer);
      return client.why({ customer, field: asked.field, whole });
    }
  }
};

const EXAMPLES = `
Examples:
  sherpa why 0199e1c4-…                             a task; also a message, webhook, approval, case or event
  sherpa why past-due:sub_1:in_1                    a write, by its key at the vendor
  sherpa why hubspot task 123                       an object that was written or read
  sherpa why customer ada@acme.example lifecycleStage    a field of a customer`;

/** `why <what...>`. */
export const addWhyCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('why [what...]')
    .description('tell what led to a task, a write, an object or a field, and what came of that')
    .option('--whole', 'with what else came of the same cause')
    .option(...jsonFlag)
    .addHelpText('after', EXAMPLES)
    .action(async (words: readonly string[], { json = false, whole = false }: WhyOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const asked = toQuestion(words);
      const why = await useGateway(deps.env, (client) => ask(client, asked, whole));
      if (json) {
        terminal.json(why);
        return;
      }
      for (const { text, isAsked } of toWhyLines(why))
        terminal.line(isAsked ? terminal.style('bold', text) : text);
    });
};
