import {
  loadConfig,
  optionalDatabaseConfig,
  runtimeConfig,
  tenantConfig,
  type Environment,
} from '@sherpa/config';
import { ensureTenant, fleetCounts, makeDatabase, pendingMigrations } from '@sherpa/db';
import { green, red, type Check } from './check.ts';

const START = 'Set DATABASE_URL to a PostgreSQL 18, or let `npx pnpm start` bring one.';
const MIGRATE = 'Run `npx pnpm sherpa migrate`.';
const MIGRATED_FIRST = 'The items above come first.';

/** A URL without its password. */
const placeOf = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

const readDatabase = (env: Environment) => {
  const { database, runtime } = loadConfig({ database: optionalDatabaseConfig, runtime: runtimeConfig }, env);
  const { url } = database;
  return url === undefined ? undefined : { ...database, url, mode: runtime.mode };
};

/** Whether the server answers at all: asked without the roles that migrations make. */
export const checkServer = (env: Environment): Check => ({
  item: 1,
  title: 'PostgreSQL is set up',
  run: async () => {
    const database = readDatabase(env);
    if (database === undefined) return red('DATABASE_URL is not set and no fleet was started here', START);
    try {
      await pendingMigrations(database);
      return green(`answers at ${placeOf(database.url)}`);
    } catch {
      return red(`does not answer, or does not let us in, at ${placeOf(database.url)}`, START);
    }
  },
});

export const checkMigrations = (env: Environment): Check => ({
  item: 2,
  title: 'migrations are applied',
  run: async () => {
    const database = readDatabase(env);
    if (database === undefined) return red('there is no database to look at', MIGRATED_FIRST);
    const missing = await pendingMigrations(database);
    return missing.length === 0 ? green('none is missing') : red(`missing: ${missing.join(', ')}`, MIGRATE);
  },
});

/** Whether the application's own roles can work, several at a time, and how the way there is protected. */
export const checkConnections = (env: Environment): Check => ({
  item: 8,
  title: 'database connections work',
  run: async () => {
    const database = readDatabase(env);
    if (database === undefined) return red('there is no database to connect to', MIGRATED_FIRST);
    const db = makeDatabase({ ...database, name: 'sherpa doctor' });
    try {
      const { slug } = loadConfig({ tenant: tenantConfig }, env).tenant;
      const tenant = await ensureTenant(db.engine, slug);
      await Promise.all([db.ping(), db.ping(), db.withTenant(tenant.id, fleetCounts)]);
      const tls = database.mode === 'production' && database.ssl === false ? ', not encrypted as stated' : '';
      return green(`${db.poolStats().total} opened, ${database.poolMax} allowed per process${tls}`);
    } finally {
      await db.close();
    }
  },
});
