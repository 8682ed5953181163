import type { Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

const LONGEST_TOKEN = 200;
const columns = [{ title: 'ID' }, { title: 'CAME' }, { title: 'TOKEN', max: LONGEST_TOKEN }] as const;

/** `connections handshakes <id>` and `connections confirm-handshake <id> <handshake>`. */
export const addHandshakes = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('handshakes <id>')
    .description("tokens that came unsigned, as Notion's when a subscription is made; anybody can send one")
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const handshakes = await useGateway(deps.env, (client) => client.connections.handshakes(id));
      const rows = handshakes.map((one) => [one.id, describeMoment(one.receivedAt, new Date()), one.token]);
      if (json) terminal.json({ handshakes });
      else if (rows.length === 0) terminal.line('No token has come.');
      else for (const line of toTable(columns, rows)) terminal.line(line);
    });
  connections
    .command('confirm-handshake <id> <handshake>')
    .description('let that token sign webhooks from now on; the others that wait are forgotten')
    .option(...jsonFlag)
    .action(async (id: string, handshakeId: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const changed = await useGateway(deps.env, (client) =>
        client.connections.confirmHandshake(id, handshakeId),
      );
      if (json) terminal.json(changed);
      else
        terminal.line(
          `${changed.name} takes webhooks that the token signs; every process does within seconds.`,
        );
    });
};
