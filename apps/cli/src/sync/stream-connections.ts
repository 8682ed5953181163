import type { Client } from '@sherpa/api';
import type { Vendor } from '@sherpa/core';
import { InvalidArgumentError } from 'commander';

const MOST_CONNECTIONS = 200;

/**
 * The connections whose stream is to be read: the named one, by id or name, else every active one. Undefined
 * stands for the tenant's own where it has none: the task tells what is missing.
 */
export const streamConnections = async (
  client: Pick<Client, 'connections'>,
  vendor: Vendor | undefined,
  wanted: string | undefined,
): Promise<readonly (string | undefined)[]> => {
  const { connections } = await client.connections.list({ vendor, limit: MOST_CONNECTIONS });
  if (wanted !== undefined) {
    const found = connections.find(({ id, name }) => id === wanted || name === wanted);
    if (found !== undefined) return [found.id];
    throw new InvalidArgumentError(
      `There is no such connection; one of: ${connections.map(({ name }) => name).join(', ')}.`,
    );
  }
  const active = connections.filter(({ status }) => status === 'active').map(({ id }) => id);
  return active.length === 0 ? [undefined] : active.toReversed();
};
