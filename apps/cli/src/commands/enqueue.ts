import { contracts } from '@sherpa/agents/contracts';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { enqueueFile } from '../enqueue/enqueue-file.ts';
import { enqueueOne, runDry } from '../enqueue/enqueue-one.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { parseDurationMs } from '../input/duration.ts';
import { parseJsonArgument } from '../input/json-text.ts';
import { splitWait } from '../input/wait-option.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface EnqueueFlags extends JsonOption {
  readonly wait?: string | boolean;
  readonly dryRun?: boolean;
  readonly file?: string;
  readonly skipBad?: boolean;
  readonly delay?: number;
  readonly priority?: number;
  readonly key?: string;
  readonly onDuplicate?: 'drop' | 'replace' | 'debounce';
  readonly concurrencyKey?: string;
}

interface Arguments {
  readonly agent: string | undefined;
  readonly type: string | undefined;
  readonly payload: string | undefined;
}

const MAX_PRIORITY = 1_023;

const examples = `
Examples:
  sherpa enqueue billing customers.sync --wait
  sherpa enqueue sales contacts.sync '{}' --delay 10s --key nightly
  sherpa enqueue sales contacts.sync --dry-run                what it would do, without doing it
  sherpa enqueue sales contacts.sync --file payloads.ndjson   a payload a line
  sherpa enqueue --file tasks.ndjson                          {"agent","type","payload"} a line`;

const policyOf = ({ delay, priority, onDuplicate, concurrencyKey }: EnqueueFlags) => ({
  ...(delay === undefined ? {} : { delayMs: delay }),
  ...(priority === undefined ? {} : { priority }),
  ...(onDuplicate === undefined ? {} : { onDuplicate }),
  ...(concurrencyKey === undefined ? {} : { concurrencyKey }),
});

const workOf = ({ agent, type }: Arguments) => {
  if (agent === undefined) return undefined;
  if (type === undefined) throw new InvalidArgumentError('Name the task as well as the agent.');
  return { agent, type };
};

const checkFileFlags = (flags: EnqueueFlags, { payload }: Arguments): void => {
  if (payload !== undefined)
    throw new InvalidArgumentError('--file brings the payloads; leave the one given here out.');
  if (flags.dryRun === true)
    throw new InvalidArgumentError('--dry-run works with one task, not with --file.');
  if (flags.wait !== undefined)
    throw new InvalidArgumentError('--wait works with one task, not with --file.');
  if (flags.key !== undefined)
    throw new InvalidArgumentError('--key names one task; in a file every line can have its own "key".');
};

const runFile = (deps: CommandDeps, flags: EnqueueFlags, args: Arguments, file: string): Promise<number> => {
  checkFileFlags(flags, args);
  const json = flags.json ?? false;
  const rules = { contracts, work: workOf(args), options: policyOf(flags) };
  const source = { file, stdin: deps.stdin, skipBad: flags.skipBad ?? false, json };
  return useGateway(deps.env, (client) =>
    enqueueFile(client, { ...rules, ...source }, makeTerminal(deps.streams, { json })),
  );
};

const runOne = (deps: CommandDeps, flags: EnqueueFlags, args: Arguments): Promise<number> => {
  const work = workOf(args);
  if (work === undefined) throw new InvalidArgumentError('Name an agent and a task, or a --file of them.');
  const json = flags.json ?? false;
  const { wait, payload } = splitWait(flags.wait, args.payload);
  const task = {
    ...work,
    ...policyOf(flags),
    ...(flags.key === undefined ? {} : { key: flags.key }),
    payload: payload === undefined ? {} : parseJsonArgument(payload),
  };
  if (flags.dryRun === true)
    return useGateway(deps.env, (client) =>
      runDry(client, { task, wait, json }, makeTerminal(deps.streams, { json })),
    );
  return useGateway(deps.env, (client) =>
    enqueueOne(client, { task, wait, json }, makeTerminal(deps.streams, { json })),
  );
};

/** `enqueue <agent> <task> [json]`. */
export const addEnqueueCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('enqueue [agent] [task] [json]')
    .description('put work into the fleet')
    .option('--wait [time]', 'wait for the result and print it (10 minutes unless told)')
    .option('--dry-run', 'do none of it and print what it would do; messages may be tried as well')
    .option('--file <file>', 'NDJSON, a task a line; - is standard input')
    .option('--skip-bad', 'with --file: leave bad lines out instead of enqueuing nothing')
    .option('--delay <time>', 'not before this time has passed: 10s, 5m, 2h', parseDurationMs)
    .option('--priority <n>', '0 first, larger later', wholeNumberFrom(0, MAX_PRIORITY))
    .option('--key <key>', 'while a task of this key lives, no second one is made')
    .addOption(
      new Option('--on-duplicate <what>', 'what becomes of it while its key is held').choices([
        'drop',
        'replace',
        'debounce',
      ]),
    )
    .option('--concurrency-key <key>', 'tasks of one agent with the same one run one at a time')
    .option(...jsonFlag)
    .addHelpText('after', examples)
    .action(
      async (
        agent: string | undefined,
        type: string | undefined,
        payload: string | undefined,
        flags: EnqueueFlags,
      ) => {
        const args = { agent, type, payload };
        const { file } = flags;
        const code =
          file === undefined ? await runOne(deps, flags, args) : await runFile(deps, flags, args, file);
        deps.exitWith(code);
      },
    );
};
