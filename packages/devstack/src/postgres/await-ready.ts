import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError as PgError } from 'pg';
import { DatabaseError } from '@sherpa/core';

/** Where the server is. */
export interface ServerAddress {
  readonly port: number;
  readonly password: string;
}

/** The URL of one of the server's databases. */
export const urlOf = (address: ServerAddress, database: string): string =>
  `postgres://postgres:${address.password}@127.0.0.1:${address.port}/${database}`;

/** Connects as soon as the server lets it; undefined when the server ended or the time ran out first. */
export const connectWhenReady = async (
  address: ServerAddress,
  options: { readonly timeoutMs: number; readonly hasExited: () => boolean },
): Promise<Client | undefined> => {
  const deadline = performance.now() + options.timeoutMs;
  while (!options.hasExited() && performance.now() < deadline) {
    const client = new Client({
      connectionString: urlOf(address, 'postgres'),
      connectionTimeoutMillis: 5_000,
    });
    // A server that dies under an idle client is reported by its exit.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (err) {
      await client.end().catch(() => undefined);
      assertMayComeUp(err);
    }
    await sleep(50);
  }
  return undefined;
};

const CANNOT_CONNECT_NOW = '57P03';

/** "Starting up" and a refused connection pass; any other answer of the server does not. */
const assertMayComeUp = (err: unknown): void => {
  if (!(err instanceof PgError) || err.code === CANNOT_CONNECT_NOW) return;
  throw new DatabaseError('The embedded PostgreSQL runs but does not accept our login.', {
    details: { code: err.code },
    cause: err,
  });
};
