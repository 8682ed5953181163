import '@sherpa/devstack/vitest';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrate, pendingMigrations } from './migrate.ts';
import { migrations } from './migrations/index.ts';

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

test('many starters at once: each migration is applied once and all end with the schema up to date', async () => {
  expect(await pendingMigrations({ url })).toEqual(Object.keys(migrations));
  const results = await Promise.all(Array.from({ length: 6 }, () => migrate({ url })));
  expect(results.flatMap((result) => result.applied).toSorted()).toEqual(Object.keys(migrations));
  expect(await pendingMigrations({ url })).toEqual([]);
});

test('a server that does not answer is a DatabaseError that may be tried again', async () => {
  await expect(migrate({ url: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toMatchObject({
    name: 'DatabaseError',
  });
});
