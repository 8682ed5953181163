import type { Environment } from '@sherpa/config';
import { ConfigError } from '@sherpa/core';
import { freePort } from '@sherpa/devstack';

/** A port that the environment names is used or refused; the usual one gives way to a free one. */
export const choosePort = async (env: Environment, variable: string, wanted: number): Promise<number> => {
  if (wanted === 0) return freePort();
  const port = await freePort(wanted);
  if (port === wanted || env[variable] === undefined) return port;
  throw new ConfigError('The port is taken by another program.', {
    details: { port: wanted, advice: `${variable} names it: choose another one, or leave it unset.` },
  });
};
