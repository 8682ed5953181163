import type { Command } from 'commander';
import { parseMoment } from '../input/parse-moment.ts';

/** Which failed tasks are meant, as the command line says it. */
export interface FilterOptions {
  readonly agent?: string;
  readonly type?: string;
  readonly fingerprint?: string;
  readonly code?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Declares the options that choose among failed tasks. */
export const addFilterOptions = (command: Command): Command =>
  command
    .option('--agent <name>', 'only of this agent')
    .option('--type <type>', 'only of this type')
    .option('--fingerprint <print>', 'only of this kind of failure')
    .option('--code <code>', 'only with this error code')
    .option('--since <moment>', 'only what failed since then: a moment, or 2h for two hours ago', parseMoment)
    .option('--until <moment>', 'only what failed before then', parseMoment);

/** The filter among a command's options. */
export const filterOf = ({ agent, type, fingerprint, code, since, until }: FilterOptions): FilterOptions => ({
  ...(agent === undefined ? {} : { agent }),
  ...(type === undefined ? {} : { type }),
  ...(fingerprint === undefined ? {} : { fingerprint }),
  ...(code === undefined ? {} : { code }),
  ...(since === undefined ? {} : { since }),
  ...(until === undefined ? {} : { until }),
});
