import { InvalidArgumentError, type Command } from 'commander';
import { readDurationMs } from '../input/duration.ts';

/** Which failed tasks are meant, as the command line says it. */
export interface FilterOptions {
  readonly agent?: string;
  readonly type?: string;
  readonly fingerprint?: string;
  readonly code?: string;
  readonly since?: string;
  readonly until?: string;
}

/** A moment as `2026-08-01T10:00:00Z`, or as a time that has passed since: `2h`. */
const parseMoment = (text: string): string => {
  const agoMs = readDurationMs(text);
  const ms = agoMs === undefined ? Date.parse(text) : Date.now() - agoMs;
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Write a moment, or how long ago: 30m, 2h, 1d.');
  return new Date(ms).toISOString();
};

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
