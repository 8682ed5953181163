import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { makeDatabase, type Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { ensureTenant } from '../tenants.ts';

/** A database of one test file, migrated and empty but for one tenant. */
export interface TestDatabase {
  readonly url: string;
  readonly db: Database;
  readonly tenantId: string;
  /** Closes the pools and removes the database. */
  drop(): Promise<void>;
}

/** The server lives for one run of the tests, so the template is never older than the migrations. */
const TEMPLATE = 'sherpa_template';
const TEMPLATE_LOCK = 0x5e_29_a0;

/** Four connections for the application and four for the engine: tests hold transactions open against each other. */
const POOL_MAX = 11;

const withServer = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const urlOf = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const ensureTemplate = (serverUrl: string): Promise<void> =>
  withServer(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('select from pg_database where datname = $1', [TEMPLATE]);
    if (found.rowCount !== 0) return;
    const draft = `${TEMPLATE}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft}`);
    await migrate({ url: urlOf(serverUrl, draft) });
    await client.query(`alter database ${draft} rename to ${TEMPLATE}`);
  });

/** A fresh database on that server, cloned from a template that the first caller migrates. */
export const makeTestDatabase = async (serverUrl: string): Promise<TestDatabase> => {
  await ensureTemplate(serverUrl);
  const name = `sherpa_test_${randomBytes(6).toString('hex')}`;
  await withServer(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await client.query(`create database ${name} template ${TEMPLATE}`);
  });
  const url = urlOf(serverUrl, name);
  const db = makeDatabase({ url, poolMax: POOL_MAX, name: 'sherpa test' });
  const tenant = await ensureTenant(db.engine, 'default');
  return {
    url,
    db,
    tenantId: tenant.id,
    drop: async () => {
      await db.close();
      await withServer(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
};
