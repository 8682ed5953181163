import '@sherpa/devstack/vitest';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeTestDatabase, type TestDatabase } from './testing/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

/** What a restart of the server does to every connection. */
const endBackend = async (pid: number): Promise<void> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('select pg_terminate_backend($1, 5000)', [pid]);
  await client.end();
};

test('a connection that ends between two statements fails its transaction, not the process', async () => {
  const { db, tenantId } = database;
  const transaction = db.withTenant(tenantId, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await endBackend(rows[0]?.pid ?? 0);
    await sql`select 1`.execute(tx);
  });
  await expect(transaction).rejects.toMatchObject({ code: 'database_unavailable' });
  await db.withTenant(tenantId, (tx) => sql`select 1`.execute(tx));
});

test('a tenant that is no id is refused, and the connection serves the next one', async () => {
  const { db, tenantId } = database;
  const look = (tenant: string) => db.withTenant(tenant, (tx) => sql`select from agent_tasks`.execute(tx));
  await expect(look(`${tenantId}' or true`)).rejects.toMatchObject({ name: 'DatabaseError' });
  expect((await look(tenantId)).rows).toEqual([]);
});

test('a partition cannot be addressed around the wall of its table', async () => {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c where c.relispartition and c.relkind = 'r'`.execute(
    database.db.engine,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { name } of rows) {
    const read = database.db.withTenant(database.tenantId, (tx) =>
      sql`select from ${sql.table(name)}`.execute(tx),
    );
    await expect(read, name).rejects.toMatchObject({ details: { sqlState: '42501' } });
  }
});
