import '@sherpa/devstack/vitest';
import { randomBytes } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { newId } from '@sherpa/core';
import { makeDatabase } from '../database.ts';
import { migrate } from '../migrate.ts';
import { listSchedules } from '../schedules/browse-schedules.ts';
import { migrations } from './index.ts';

const name = `sherpa_migrate_${randomBytes(4).toString('hex')}`;
let admin: pg.Client;
let url: string;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const target = new URL(inject('postgresUrl'));
  target.pathname = `/${name}`;
  url = target.href;
});
afterAll(async () => {
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});

test('an interval from before is a schedule of its contract that keeps its next run', async () => {
  const older = Object.fromEntries(Object.entries(migrations).filter(([step]) => step < '0010'));
  const pool = new pg.Pool({ connectionString: url });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await new Migrator({ db, provider: { getMigrations: async () => older } }).migrateToLatest();
  await pool.query(
    `insert into agent_schedules (tenant_id, agent, type, every_ms, next_run_at) values ($1, 'sales', 'x.y', 60000, $2)`,
    [newId(), '2026-06-01T09:00:00Z'],
  );
  await db.destroy();
  await migrate({ url });
  const database = makeDatabase({ url, poolMax: 2 });
  const nextRunAt = new Date('2026-06-01T09:00:00Z');
  expect(await listSchedules(database.engine, { limit: 10 })).toMatchObject([
    {
      type: 'x.y',
      name: 'default',
      origin: 'contract',
      terms: { rule: { everyMs: 60_000 }, policy: { jitterMs: 0, missed: 'last', overlap: 'skip' } },
      payload: {},
      pausedAt: null,
      nextTickAt: nextRunAt,
      nextRunAt,
    },
  ]);
  await database.close();
});
