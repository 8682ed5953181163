import '@sherpa/devstack/vitest';
import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { makeDatabase } from './database.ts';
import { prepared } from './prepared.ts';
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

test('only what is marked is kept prepared, whatever its values, and in whoever’s transaction', async () => {
  const { db, tenantId } = database;
  const asked = await db.withTenant(tenantId, async (tx) => {
    for (const value of [1, 2]) await sql`${prepared} select ${value}::integer as marked`.execute(tx);
    await sql`select ${3}::integer as unmarked`.execute(tx);
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements where statement ~ 'as (un)?marked$'`.execute(tx);
    return rows;
  });
  expect(asked).toEqual([{ statement: '/* prepared */ select $1::integer as marked' }]);
});

/** Stands in front of the server, which it can take away; counts who comes. */
const startDoor = async () => {
  const { hostname, port } = new URL(database.url);
  const seen = { connections: 0, isOpen: false };
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    seen.connections += 1;
    open.add(socket.on('error', () => undefined));
    if (!seen.isOpen) return void socket.destroy();
    const behind = connect(Number(port), hostname);
    open.add(behind.on('error', () => socket.destroy()));
    socket.pipe(behind).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(database.url);
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    seen,
    url: url.href,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

test('a server that is gone is asked once for all loops of a process, and found again by all of them', async () => {
  const door = await startDoor();
  const db = makeDatabase({ url: door.url, poolMax: 11 });
  const [loops, rounds] = [50, 5];
  const turn = async (): Promise<void> => {
    for (let round = 0; round < rounds; round += 1)
      await expect(db.ping()).rejects.toMatchObject({ code: 'database_unavailable' });
  };
  await Promise.all(Array.from({ length: loops }, turn));
  // One for each connection of the pool before anybody knows; after that one try for as many as wait.
  expect(door.seen.connections).toBeLessThanOrEqual(4 + 2 * rounds);
  door.seen.isOpen = true;
  await Promise.all(Array.from({ length: loops }, () => db.ping()));
  await db.close();
  await door.close();
});
