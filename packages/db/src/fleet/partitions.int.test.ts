import '@sherpa/devstack/vitest';
import { idFrom } from '@sherpa/core';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { insertTasks } from '../tasks/insert-tasks.ts';
import { makeTestDatabase, newTask, type TestDatabase } from '../testing/index.ts';
import { dropPartitions, ensurePartitions } from './partitions.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await makeTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

const asOwner = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(statement);
  await client.end();
};

const monthOf = (name: string, first: string, next: string): string => `
  create table ${name}_${first.slice(0, 7).replace('-', '_')} partition of ${name}
  for values from (lowest_id_of('${first}')) to (lowest_id_of('${next}'))`;

test('months past keeping are dropped whole, except one in which a task still lives', async () => {
  await asOwner(monthOf('agent_events', '2020-01-01T00:00Z', '2020-02-01T00:00Z'));
  await asOwner(monthOf('agent_tasks', '2020-01-01T00:00Z', '2020-02-01T00:00Z'));
  await asOwner(monthOf('agent_tasks', '2020-02-01T00:00Z', '2020-03-01T00:00Z'));
  const id = idFrom(Date.UTC(2020, 1, 10), new Uint8Array(10));
  await insertTasks(database.db.engine, [newTask(database.tenantId, { id })]);
  expect(await dropPartitions(database.db.engine, 12)).toEqual([
    'agent_events_2020_01',
    'agent_tasks_2020_01',
  ]);
  await sql`update agent_tasks set status = 'completed' where id = ${id}`.execute(database.db.engine);
  expect(await dropPartitions(database.db.engine, 12)).toEqual(['agent_tasks_2020_02']);
});

test('what a task that still lives has done is kept with it, and goes with it', async () => {
  const [first, next] = ['2020-03-01T00:00Z', '2020-04-01T00:00Z'];
  for (const table of ['agent_tasks', 'agent_steps', 'agent_effects'])
    await asOwner(monthOf(table, first, next));
  const id = idFrom(Date.UTC(2020, 2, 10), new Uint8Array(10));
  const { engine } = database.db;
  await insertTasks(engine, [newTask(database.tenantId, { id })]);
  expect(await dropPartitions(engine, 12)).toEqual([]);
  await sql`update agent_tasks set status = 'completed' where id = ${id}`.execute(engine);
  expect(await dropPartitions(engine, 12)).toEqual([
    'agent_effects_2020_03',
    'agent_steps_2020_03',
    'agent_tasks_2020_03',
  ]);
});

test('steps and effects get their months as tasks do', async () => {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits join pg_class c on c.oid = inhrelid
    where c.relname ~ '^agent_(steps|effects|tasks)_[0-9]{4}_[0-9]{2}$'`.execute(database.db.engine);
  const months = (table: string): string[] =>
    rows.flatMap(({ name }) => (name.startsWith(table) ? [name.slice(-7)] : [])).toSorted();
  expect(months('agent_steps').length).toBeGreaterThanOrEqual(3);
  expect(months('agent_steps')).toEqual(months('agent_tasks'));
  expect(months('agent_effects')).toEqual(months('agent_tasks'));
});

test('a month is made although a clock that was ahead has left rows for it', async () => {
  const { rows } = await sql<{ name: string; first: Date }>`
    select relname as name, to_date(right(relname, 7), 'YYYY_MM')::timestamptz as first from pg_class
    where relname ~ '^agent_tasks_20[0-9_]*$' and relkind = 'r' order by relname desc limit 1`.execute(
    database.db.engine,
  );
  const [last] = rows;
  await asOwner(`drop table ${last?.name}`);
  const task = newTask(database.tenantId, { id: idFrom(last?.first.getTime() ?? 0, new Uint8Array(10)) });
  await insertTasks(database.db.engine, [task]);
  await ensurePartitions(database.db.engine);
  const found = await sql<{ table: string }>`select tableoid::regclass::text as table from agent_tasks
    where id = ${task.id}`.execute(database.db.engine);
  expect(found.rows).toEqual([{ table: last?.name }]);
  await sql`update agent_tasks set status = 'completed' where id = ${task.id}`.execute(database.db.engine);
});

test('this month and the coming ones stay, and making room twice changes nothing', async () => {
  await ensurePartitions(database.db.engine);
  await ensurePartitions(database.db.engine);
  expect(await dropPartitions(database.db.engine, 1)).toEqual([]);
});
