import { vendors } from '@sherpa/core';
import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { parseDurationMs } from '../input/duration.ts';
import { parseShare } from '../input/share.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { toFaultTable } from '../sandbox/fault-table.ts';
import { toTargetTable } from '../sandbox/target-table.ts';
import { jsonFlag, type JsonOption } from './command-deps.ts';
import type { AskAndTell } from '../sandbox/ask-and-tell.ts';

const MOST_TIMES = 1_000_000;

/** As the sandbox names them; `status` asks for a number that only its own API takes. */
const faultKinds = [
  'latency',
  'hang',
  'reset',
  'truncate',
  'html502',
  'status429',
  'slowBody',
  'lostAfterCommit',
] as const;

interface FaultOptions extends JsonOption {
  readonly method?: string;
  readonly times: number;
  readonly forever?: boolean;
  readonly skip: number;
  readonly ms?: number;
}

const addFaults = (sandbox: Command, ask: AskAndTell): void => {
  const faults = sandbox.command('faults').description('what goes wrong on the way');
  faults
    .command('list', { isDefault: true })
    .description('what is about to go wrong')
    .option(...jsonFlag)
    .action((options: JsonOption) => ask({ method: 'GET', path: '/faults' }, options, toFaultTable));
  faults
    .command('add')
    .addArgument(new Argument('<vendor>', 'whose calls').choices(vendors))
    .argument('<path>', 'calls that begin like that, or a pattern such as /v1/invoices/:id/pay')
    .addArgument(new Argument('<kind>', 'what goes wrong').choices(faultKinds))
    .description('let calls go wrong')
    .option('--method <method>', 'only calls of this method')
    .option('--times <n>', 'how often', wholeNumberFrom(1, MOST_TIMES), 1)
    .option('--forever', 'until it is cleared')
    .option('--skip <n>', 'how many calls pass before', wholeNumberFrom(0, MOST_TIMES), 0)
    .option('--ms <time>', 'how long what is slow takes', parseDurationMs)
    .option(...jsonFlag)
    .action((vendor: string, path: string, kind: string, options: FaultOptions) => {
      const { json: _json, forever = false, times, ...rest } = options;
      const body = { vendor, path, kind, ...rest, times: forever ? 'forever' : times };
      return ask({ method: 'POST', path: '/faults', body }, options, () => [
        `${kind} waits for calls to ${vendor} ${path}.`,
      ]);
    });
  faults
    .command('clear')
    .description('nothing goes wrong any more')
    .option(...jsonFlag)
    .action((options: JsonOption) =>
      ask({ method: 'DELETE', path: '/faults' }, options, () => ['Nothing is about to go wrong.']),
    );
};

interface TargetOptions extends JsonOption {
  readonly secret?: string;
  readonly batch: number;
  readonly delay: number;
  readonly late: number;
  readonly twice: number;
  readonly shuffle?: boolean;
}

const targetSchema = z.object({ secret: z.string() });

const toTarget = (vendor: string, url: string, options: TargetOptions): object => ({
  vendor,
  url,
  secret: options.secret,
  mode: {
    batchMs: options.batch,
    delayMs: options.delay,
    lateShare: options.late,
    duplicateShare: options.twice,
    shuffle: options.shuffle ?? false,
  },
});

const addNewTarget = (webhooks: Command, ask: AskAndTell): void => {
  webhooks
    .command('add')
    .addArgument(new Argument('<vendor>', 'whose news').choices(vendors))
    .argument('<url>', 'where to')
    .description('send the vendor’s webhooks there, signed')
    .option('--secret <text>', 'what they are signed with; made up where it is left out')
    .option('--batch <time>', 'gather them for so long', parseDurationMs, 0)
    .option('--delay <time>', 'how late the late ones are', parseDurationMs, 0)
    .option('--late <share>', 'how many are late, such as 20%', parseShare, 1)
    .option('--twice <share>', 'how many come twice', parseShare, 0)
    .option('--shuffle', 'in any order')
    .option(...jsonFlag)
    .action((vendor: string, url: string, options: TargetOptions) => {
      const body = toTarget(vendor, url, options);
      return ask({ method: 'POST', path: '/webhooks', body }, options, (answer) => [
        `${vendor} sends its webhooks to ${url}, signed with ${targetSchema.parse(answer).secret}`,
      ]);
    });
};

const addWebhooks = (sandbox: Command, ask: AskAndTell): void => {
  const webhooks = sandbox.command('webhooks').description('where the vendors’ news go to');
  webhooks
    .command('list', { isDefault: true })
    .description('who is told, and how much waits')
    .option(...jsonFlag)
    .action((options: JsonOption) => ask({ method: 'GET', path: '/webhooks' }, options, toTargetTable));
  addNewTarget(webhooks, ask);
  webhooks
    .command('clear')
    .description('nobody is told any more')
    .option(...jsonFlag)
    .action((options: JsonOption) =>
      ask({ method: 'DELETE', path: '/webhooks' }, options, () => ['Nobody is told of anything.']),
    );
};

/** What goes wrong on the way, and who is told of what happens. */
export const addSandboxSettings = (sandbox: Command, ask: AskAndTell): void => {
  addFaults(sandbox, ask);
  addWebhooks(sandbox, ask);
};
