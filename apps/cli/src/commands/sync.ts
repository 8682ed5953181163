import { contracts } from '@sherpa/agents/contracts';
import type { NewTask } from '@sherpa/api';
import { scheduleKey } from '@sherpa/core';
import { InvalidArgumentError, type Command } from 'commander';
import { enqueueOne } from '../enqueue/enqueue-one.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { splitWait } from '../input/wait-option.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { findStreamTask } from '../sync/find-stream.ts';
import { streamConnections } from '../sync/stream-connections.ts';
import { toQuarantineLines, toStreamTable } from '../sync/stream-table.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface RunFlags extends JsonOption {
  readonly full?: boolean;
  readonly audit?: boolean;
  readonly acceptAbsence?: boolean;
  readonly connection?: string;
  readonly wait?: string | boolean;
}

const addShow = (sync: Command, deps: CommandDeps): void => {
  sync
    .command('show', { isDefault: true })
    .description('how new the mirror of each stream is, and what is being read')
    .option(...jsonFlag)
    .action(async ({ json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const streams = await useGateway(deps.env, (client) => client.sync.streams());
      if (json) terminal.json({ streams });
      else if (streams.length === 0) terminal.line('Nothing has been read yet.');
      else for (const line of toStreamTable(streams, new Date())) terminal.line(line);
    });
};

const findTask = (stream: string, { full = false, audit = false, acceptAbsence = false }: RunFlags) => {
  if (full && audit) throw new InvalidArgumentError('Say --full or --audit; an audit reads everything, too.');
  if (acceptAbsence && !audit) throw new InvalidArgumentError('--accept-absence goes with --audit.');
  const task = findStreamTask(contracts, stream, audit ? 'audit' : 'sync');
  return { ...task, payload: audit ? { acceptAbsence } : { full } };
};

/** One for each connection, as the schedule has it. */
const toTask = (
  { agent, type, payload }: ReturnType<typeof findTask>,
  connectionId: string | undefined,
): NewTask => ({
  agent,
  type,
  payload: { ...payload, ...(connectionId === undefined ? {} : { connectionId }) },
  key: scheduleKey(type, undefined, connectionId),
  onDuplicate: 'replace',
});

const addRun = (sync: Command, deps: CommandDeps): void => {
  sync
    .command('run <stream>')
    .description('read a stream now: what has changed, or everything')
    .option('--full', 'everything again, as if it were the first time')
    .option('--audit', 'compare everything with the vendor and mend what differs')
    .option('--accept-absence', 'with --audit: believe that most of what was there is gone')
    .option('--connection <id or name>', 'of that account; of each where absent')
    .option('--wait [time]', 'wait for the first task of it and print what it did (10 minutes unless told)')
    .option(...jsonFlag)
    .action(async (stream: string, flags: RunFlags) => {
      const json = flags.json ?? false;
      const { wait, payload } = splitWait(flags.wait, undefined);
      if (payload !== undefined) throw new InvalidArgumentError('--wait takes a time such as 30s or 5m.');
      const task = findTask(stream, flags);
      const terminal = makeTerminal(deps.streams, { json });
      const codes = await useGateway(deps.env, async (client) => {
        const ids = await streamConnections(client, task.vendor, flags.connection);
        return Promise.all(
          ids.map((id) => enqueueOne(client, { task: toTask(task, id), wait, json }, terminal)),
        );
      });
      deps.exitWith(Math.max(...codes));
    });
};

const addQuarantine = (sync: Command, deps: CommandDeps): void => {
  sync
    .command('quarantine')
    .description('objects that cannot be read or stored and are left out')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 50)
    .option(...jsonFlag)
    .action(async ({ json = false, limit }: JsonOption & { readonly limit: number }) => {
      const terminal = makeTerminal(deps.streams, { json });
      const objects = await useGateway(deps.env, (client) => client.sync.quarantine({ limit }));
      if (json) terminal.json({ objects });
      else if (objects.length === 0) terminal.line('Nothing is left out.');
      else for (const line of toQuarantineLines(objects, new Date())) terminal.line(line);
    });
};

/** `sync [show]|run|quarantine`. */
export const addSyncCommand = (program: Command, deps: CommandDeps): void => {
  const sync = program.command('sync').description('the mirror of the vendors: how new it is, read it now');
  addShow(sync, deps);
  addRun(sync, deps);
  addQuarantine(sync, deps);
};
