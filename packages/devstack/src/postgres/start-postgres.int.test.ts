import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConflictError, DatabaseError } from '@sherpa/core';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { startPostgres, type RunningPostgres, type StartPostgresOptions } from './start-postgres.ts';

const start = async (
  options: Partial<StartPostgresOptions> & { dataDir: string },
): Promise<RunningPostgres> => {
  const server = await startPostgres({ durable: false, ...options });
  onTestFinished(() => server.stop());
  return server;
};

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
};

describe('a running embedded Postgres', () => {
  let dataDir: string;
  let server: RunningPostgres;

  beforeAll(async () => {
    dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'sherpa-devstack-')), 'data');
    server = await startPostgres({ dataDir, durable: false });
  });

  afterAll(async () => {
    await server.stop();
    await rm(path.dirname(dataDir), { recursive: true });
  });

  test('is version 18, speaks UTF-8 and has the database sherpa', async () => {
    const [version, encoding, database, builtin] = await query(
      server.url,
      `select current_setting('server_version_num')::int / 10000, current_setting('server_encoding'),
              current_database(), datlocprovider = 'b' from pg_database where datname = current_database()`,
    );

    expect({ version, encoding, database, builtin }).toEqual({
      version: 18,
      encoding: 'UTF8',
      database: 'sherpa',
      builtin: true,
    });
  });

  test('trades durability for speed when told to', async () => {
    const settings = `select current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')`;

    expect(await query(server.url, settings)).toEqual(['off', 'off', 'off']);
  });

  test('asks for its generated password, which only its user may read', async () => {
    const wrong = new URL(server.url);
    wrong.password = 'wrong';

    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(path.join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
  });

  test('refuses a second starter and names the process to stop', async () => {
    const second = startPostgres({ dataDir, durable: false });

    await expect(second).rejects.toBeInstanceOf(ConflictError);
    await expect(second).rejects.toMatchObject({ details: { pid: process.pid } });
    expect(await query(server.url, 'select 1')).toEqual([1]);
  });
});

describe('starting the embedded Postgres', () => {
  test('keeps what was written, and safely when told to', async () => {
    const dataDir = await temporaryFolder();
    const first = await start({ dataDir, durable: true });
    await query(first.url, 'create table kept as select 7 as answer');
    await first.stop();

    const second = await start({ dataDir, durable: true });

    expect(await query(second.url, "select answer, current_setting('fsync') from kept")).toEqual([7, 'on']);
  });

  test('takes another port when the wanted one is taken, and says so', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as { port: number };
    const lines: string[] = [];

    const server = await start({ dataDir: await temporaryFolder(), port, log: (line) => lines.push(line) });

    expect(server.port).not.toBe(port);
    expect(await query(server.url, 'select 1')).toEqual([1]);
    expect(lines.join('\n')).toContain(String(port));
  });

  test('does not touch data of another major version', async () => {
    const dataDir = await temporaryFolder();
    await mkdir(path.join(dataDir, 'cluster'));
    await writeFile(path.join(dataDir, 'cluster', 'PG_VERSION'), '16\n');

    await expect(startPostgres({ dataDir, durable: false })).rejects.toMatchObject({
      code: 'conflict',
      details: { dataVersion: '16', serverVersion: '18' },
    });
  });

  test('shows its log when it does not start, and leaves the folder free', async () => {
    const dataDir = await temporaryFolder();
    const first = await start({ dataDir });
    await first.stop();
    await writeFile(path.join(dataDir, 'cluster', 'postgresql.auto.conf'), 'no_such_setting = 1\n');

    const broken = startPostgres({ dataDir, durable: false });

    await expect(broken).rejects.toBeInstanceOf(DatabaseError);
    await expect(broken).rejects.toMatchObject({
      details: { log: expect.stringContaining('no_such_setting') },
    });
    await writeFile(path.join(dataDir, 'cluster', 'postgresql.auto.conf'), '');
    const mended = await start({ dataDir });
    expect(await query(mended.url, 'select 1')).toEqual([1]);
  });
});
