import { EventEmitter } from 'node:events';
import { PostgresConnection } from 'bullmq';

export interface PostgresSettings {
  readonly url: string;
  readonly schema: string;
  readonly poolMax: number;
  readonly applicationName: string;
  /** Ends a wait on a network that swallows everything; the connection is replaced. */
  readonly queryTimeoutMs: number;
}

const SECOND_MS = 1_000;

/**
 * BullMQ's connection to Postgres: a bounded pool pinned to the schema and, for a consumer, one more
 * connection that listens.
 */
export const makePostgresConnection = (settings: PostgresSettings): PostgresConnection => {
  const connection = new PostgresConnection({
    connectionString: settings.url,
    schema: settings.schema,
    max: settings.poolMax,
    application_name: settings.applicationName,
    connectionTimeoutMillis: 5 * SECOND_MS,
    query_timeout: settings.queryTimeoutMs,
    idleTimeoutMillis: 30 * SECOND_MS,
    keepAlive: true,
  });
  // The pool hears only idle connections; one that breaks inside a transaction would end the process.
  connection.pool.on('connect', (client) => client.on('error', () => undefined));
  // BullMQ asks once and remembers a refusal for ever, so one restart of Postgres at the wrong moment
  // would leave a consumer deaf. The schema is looked after by ready(); a statement tells for itself
  // whether the server is there.
  connection.waitUntilReady = () => Promise.resolve();
  return connection;
};

/**
 * Breaks the connection that listens, which nobody else would find dead before the kernel does: BullMQ then
 * listens on a new one and wakes whoever waits. A statement that hangs ends by its own timeout.
 */
export const breakConnections = (connection: PostgresConnection): void => {
  connection
    .getListenClient()
    .then((client) => {
      if (client instanceof EventEmitter)
        client.emit('error', new Error('The listening connection was given up.'));
    })
    .catch(() => undefined);
};
