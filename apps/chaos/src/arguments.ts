import { parseArgs } from 'node:util';
import { ConfigError } from '@sherpa/core';
import type { QueueKind } from '@sherpa/queue';
import { z } from 'zod';
import { isFaultKind, type FaultKind } from './plan/fault.ts';

/** What a run is asked for. */
export interface Arguments {
  readonly minutes: number;
  readonly seed: number;
  readonly queue: QueueKind;
  /** The kinds of faults to let happen of those in the plan; all where none is named. */
  readonly only: readonly FaultKind[];
  readonly json: boolean;
  /** Keeps the figures and draws the picture in the docs. */
  readonly write: boolean;
  /** Prints what would go wrong when, and does nothing. */
  readonly plan: boolean;
  /** Keeps the servers' data and the logs also when all went well. */
  readonly keep: boolean;
}

const USAGE =
  'npx pnpm chaos [--minutes 5] [--seed 42] [--queue redis | postgres] [--json] [--write] [--plan] [--only kind,kind] [--keep]';

const schema = z
  .object({
    minutes: z.coerce.number().min(0.1).max(600),
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .max(2 ** 31),
    queue: z.enum(['redis', 'postgres']),
    only: z.preprocess(
      (value) => (value === '' ? [] : String(value).split(',')),
      z.array(z.custom<FaultKind>((kind) => typeof kind === 'string' && isFaultKind(kind))),
    ),
    json: z.boolean(),
    write: z.boolean(),
    plan: z.boolean(),
    keep: z.boolean(),
  })
  .refine(({ write, only }) => !write || only.length === 0, {
    error: '--write keeps whole runs, not those of --only',
  });

const options = {
  minutes: { type: 'string', default: '5' },
  seed: { type: 'string' },
  queue: { type: 'string', default: 'redis' },
  only: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  plan: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
} as const;

/** Reads the command line; without a seed a random one is taken, and told. Throws `ConfigError` that says how. */
export const parseArguments = (argv: readonly string[], random: () => number): Arguments => {
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true });
    return schema.parse({ ...values, seed: values.seed ?? Math.floor(random() * 1_000_000) });
  } catch (cause) {
    throw new ConfigError(`Usage: ${USAGE}`, { cause });
  }
};
