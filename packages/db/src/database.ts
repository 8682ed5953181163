import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, sql, type LogEvent } from 'kysely';
import pg from 'pg';
import { makeConnectGate, type ConnectGate } from './connect-gate.ts';
import { ErrorMappingDialect } from './error-mapping-dialect.ts';
import { GatedPool } from './gated-pool.ts';
import { hotOptions, makeHot, type Hot } from './hot/hot-statements.ts';
import { makePreparing } from './prepared.ts';
import type { Db, Tables } from './schema/index.ts';

export interface DatabaseSettings {
  readonly url: string;
  /** Connections this process may hold, at least five, split between the application's and the engine's work. */
  readonly poolMax: number;
  readonly ssl?: boolean;
  /** Shown by the server as `application_name`. */
  readonly name?: string;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  readonly onError?: (error: Error) => void;
}

export interface PoolStats {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  /** Statements since the start that took longer than half a second. */
  readonly slow: number;
}

/** One process's way to Postgres. */
export interface Database {
  /** Sees every tenant. Only for the engine's own set-based statements. */
  readonly engine: Db;
  /** Sees every tenant, too: the few prepared statements that every task goes through. */
  readonly hot: Hot;
  /**
   * Runs `work` in one transaction that can see and write the rows of this tenant only; whatever it
   * throws rolls all of it back.
   */
  withTenant<T>(tenantId: string, work: (tx: Db) => Promise<T>): Promise<T>;
  /** Rejects with `DatabaseError` if the server does not answer. */
  ping(): Promise<void>;
  poolStats(): PoolStats;
  close(): Promise<void>;
}

/** Our bigint columns hold milliseconds and minor units, which a JavaScript number holds exactly. */
const makeTypes = (): pg.TypeOverrides => {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
};

/** A batch of reads and two of ends, or two of enqueued tasks and a clearing; more only queue up in the server. */
const HOT_CONNECTIONS = 3;
const HOT_TIMEOUT_MS = 10_000;
const SLOW_MS = 500;
const CONNECT_TIMEOUT_MS = 10_000;

type Role = 'sherpa_app' | 'sherpa_engine';

interface PoolDeps {
  readonly settings: DatabaseSettings;
  readonly gate: ConnectGate;
}

const makePool = (
  { settings, gate }: PoolDeps,
  role: Role,
  max: number,
  more: pg.PoolConfig = {},
): pg.Pool => {
  const pool = new GatedPool(gate, {
    connectionString: settings.url,
    max,
    types: makeTypes(),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: settings.name ?? 'sherpa',
    ...more,
    options: `-c role=${role} ${more.options ?? ''}`,
    keepAlive: true,
    ...(settings.ssl === undefined ? {} : { ssl: settings.ssl }),
  });
  pool.on('error', (error) => settings.onError?.(error));
  // The pool hears only idle connections. One that breaks between two statements of a transaction would
  // end the process; the next statement tells for itself.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/**
 * Opens nothing by itself: the first statement connects. When the server is gone all that the process asks of it
 * waits for one try at a time, up to two seconds apart; so no loop of a process need mind how fast it turns.
 */
export const makeDatabase = (settings: DatabaseSettings): Database => {
  const engineMax = Math.max(1, Math.floor((settings.poolMax - HOT_CONNECTIONS) / 2));
  const appMax = Math.max(1, settings.poolMax - HOT_CONNECTIONS - engineMax);
  const gate = makeConnectGate({ sleep, now: () => performance.now(), random: Math.random });
  const deps = { settings, gate };
  const appPool = makePool(deps, 'sherpa_app', appMax);
  const enginePool = makePool(deps, 'sherpa_engine', engineMax);
  const prepare = makePreparing();
  for (const pool of [appPool, enginePool]) pool.on('connect', prepare);
  const hotPool = makePool(deps, 'sherpa_engine', HOT_CONNECTIONS, {
    options: hotOptions,
    // Ends a wait on a network that swallows everything; the pool closes the connection of a failed statement.
    query_timeout: HOT_TIMEOUT_MS,
  });
  const pools = [appPool, enginePool, hotPool];
  let slow = 0;
  const countSlow = (event: LogEvent): void => {
    if (event.queryDurationMillis > SLOW_MS) slow += 1;
  };
  const open = (pool: pg.Pool, beginsWithFirst: boolean): Kysely<Tables> =>
    new Kysely<Tables>({ dialect: new ErrorMappingDialect({ pool, beginsWithFirst }), log: countSlow });
  const [app, engine] = [open(appPool, true), open(enginePool, false)];
  return {
    engine,
    hot: makeHot(hotPool),
    withTenant: (tenantId, work) =>
      app.transaction().execute(async (tx) => {
        // Two statements go as one only without parameters.
        await sql`begin; select set_config('sherpa.tenant_id', ${sql.lit(tenantId)}, true)`.execute(tx);
        return work(tx);
      }),
    ping: async () => {
      await sql`select 1`.execute(engine);
    },
    poolStats: () => ({
      total: pools.reduce((sum, pool) => sum + pool.totalCount, 0),
      idle: pools.reduce((sum, pool) => sum + pool.idleCount, 0),
      waiting: pools.reduce((sum, pool) => sum + pool.waitingCount, 0),
      slow,
    }),
    close: async () => {
      await Promise.all([app.destroy(), engine.destroy(), hotPool.end()]);
    },
  };
};
