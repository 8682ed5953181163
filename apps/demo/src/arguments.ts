import { parseArgs } from 'node:util';
import { ConfigError } from '@sherpa/core';
import { z } from 'zod';

/** What a replay is asked for. */
export interface Arguments {
  readonly months: number;
  readonly contacts: number;
  readonly seed: number;
  /** Things go wrong on the way: processes are killed, vendors answer late, wrongly or not at all. */
  readonly chaos: boolean;
  readonly queue: 'redis' | 'postgres';
  readonly json: boolean;
  /** Keeps the fleet's data and logs also when all went well. */
  readonly keep: boolean;
  /** Where the summary is written, as Markdown. */
  readonly out: string | undefined;
}

const USAGE =
  'npx pnpm demo:year [--months 18] [--contacts 300] [--seed 1] [--chaos] [--queue redis | postgres] [--out year.md] [--json] [--keep]';

const schema = z.object({
  months: z.coerce.number().int().min(1).max(36),
  contacts: z.coerce.number().int().min(50).max(5_000),
  seed: z.coerce.number().int().min(0),
  chaos: z.boolean(),
  queue: z.enum(['redis', 'postgres']),
  json: z.boolean(),
  keep: z.boolean(),
  out: z.string().optional(),
});

const options = {
  months: { type: 'string', default: '18' },
  contacts: { type: 'string', default: '300' },
  seed: { type: 'string', default: '1' },
  chaos: { type: 'boolean', default: false },
  queue: { type: 'string', default: 'redis' },
  json: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  out: { type: 'string' },
} as const;

/** Reads the command line. Throws `ConfigError` that says how. */
export const parseArguments = (argv: readonly string[]): Arguments => {
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true });
    const parsed = schema.parse(values);
    return { ...parsed, out: parsed.out };
  } catch (cause) {
    throw new ConfigError(`Usage: ${USAGE}`, { cause });
  }
};
