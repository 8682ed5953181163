import type { Json } from '@sherpa/core';
import type { Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { parseJsonArgument } from '../input/json-text.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

const describe = (woken: number): string =>
  woken === 0
    ? 'No task waits for it now; those that are there already get it when they do.'
    : `${woken} ${woken === 1 ? 'task goes' : 'tasks go'} on.`;

/** `signals send`. */
export const addSignalsCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('signals')
    .description('tell waiting tasks that something happened')
    .command('send <name> [payload]')
    .description('wake every task that waits for this signal')
    .option(...jsonFlag)
    .action(async (name: string, text: string | undefined, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const payload: Json = text === undefined ? null : parseJsonArgument(text);
      const sent = await useGateway(deps.env, (client) => client.signals.send({ name, payload }));
      if (json) terminal.json(sent);
      else terminal.line(`Sent. ${describe(sent.woken)}`);
    });
};
