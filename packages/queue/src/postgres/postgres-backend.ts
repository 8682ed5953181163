import { PostgresQueueBackend } from 'bullmq';
import type { Backend, ConsumerConnection } from '../backend.ts';
import { makePostgresBudgetStore } from '../budgets/postgres/postgres-budget-store.ts';
import { schemaName } from '../names.ts';
import { settings } from '../settings.ts';
import { steadyBackend } from '../steady-backend.ts';
import { within } from '../within.ts';
import { migrateSchema } from './migrate-schema.ts';
import { breakConnections, makePostgresConnection, type PostgresSettings } from './postgres-connection.ts';
import { makePostgresStore } from './postgres-store.ts';

export interface PostgresBackendSettings {
  readonly url: string;
  readonly namespace: string;
  readonly onError: (error: unknown) => void;
}

/** A job costs about a millisecond of server time, so more connections than this only queue up there. */
const POOL_MAX = 4;

/** What a consumer asks takes milliseconds, and its bulk calls are none; a producer's may take a while. */
const CONSUMER_PATIENCE_MS = 10_000;
const PRODUCER_PATIENCE_MS = 30_000;

const REMOVE = 'SELECT remove($1, id, false) FROM unnest($2::text[]) AS id';
const REMOVE_FINISHED = `SELECT remove(queue, id, false) FROM job
  WHERE queue = $1 AND id = ANY($2::text[]) AND state IN ('completed', 'failed')`;

const connectConsumer = (server: Omit<PostgresSettings, 'queryTimeoutMs'>): ConsumerConnection => {
  const connection = makePostgresConnection({ ...server, queryTimeoutMs: CONSUMER_PATIENCE_MS });
  const dropped = new AbortController();
  return {
    // BullMQ names the listening connection after the queue; that is how it, and so Bull Board, finds workers.
    connect: (name, opts) =>
      steadyBackend(
        new PostgresQueueBackend(connection, name, { ...opts, connection: {} }, true, name),
        dropped.signal,
      ),
    reset: () => breakConnections(connection),
    destroy: () => {
      dropped.abort();
      connection.close().catch(() => undefined);
    },
  };
};

/** BullMQ on Postgres: one pool for all producers of the process; a pool and a listener for each consumer. */
export const makePostgresBackend = ({ url, namespace, onError }: PostgresBackendSettings): Backend => {
  const schema = schemaName(namespace);
  const server = { url, schema, poolMax: POOL_MAX };
  const connection = makePostgresConnection({
    ...server,
    applicationName: `${namespace}-producer`,
    queryTimeoutMs: PRODUCER_PATIENCE_MS,
  });
  connection.on('error', onError);
  return {
    kind: 'postgres',
    prefix: schema,
    store: makePostgresStore(connection),
    budgets: makePostgresBudgetStore(connection),
    ready: () => migrateSchema(connection),
    connectProducer: (name, opts) =>
      new PostgresQueueBackend(connection, name, { ...opts, connection: {} }, false),
    connectConsumer: () => connectConsumer({ ...server, applicationName: `${namespace}-consumer` }),
    removeJobs: async (queue, ids) => {
      await connection.pool.query(REMOVE, [queue.name, ids]);
    },
    removeFinished: async (queue, ids) => {
      await connection.pool.query(REMOVE_FINISHED, [queue.name, ids]);
    },
    ping: async () => {
      await connection.pool.query('SELECT 1');
    },
    close: async () => {
      // The pool waits for its statements, and a server that is gone never ends one.
      await within(
        settings.closeGraceMs,
        connection.close().catch(() => undefined),
      );
    },
  };
};
