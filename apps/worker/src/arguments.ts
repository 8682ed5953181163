import { parseArgs } from 'node:util';
import { ConfigError } from '@sherpa/core';

/** The agent named on the command line; throws `ConfigError` that lists those there are. */
export const parseAgent = (argv: readonly string[], known: readonly string[]): string => {
  const { values } = parseArgs({ args: [...argv], options: { agent: { type: 'string' } }, strict: false });
  const { agent } = values;
  if (typeof agent === 'string' && known.includes(agent)) return agent;
  throw new ConfigError(`Say which agent to run: --agent ${known.join(' | ')}.`);
};
