import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError } from '@sherpa/core';
import { obtainRedis, startPostgres } from '@sherpa/devstack';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Environment } from '../config.ts';

/** The servers that all contestants of a run share, and that nobody else uses. */
export interface Servers {
  readonly postgresUrl: string;
  readonly postgresPid: number;
  readonly redisUrl: string;
  /** Undefined where Redis runs out of our sight, in a container. */
  readonly redisPid: number | undefined;
  /** How they were had, for the record. */
  readonly versions: { readonly postgres: string; readonly redis: string };
  /**
   * What autovacuum and the checkpointer do sooner or later, done now: the planner knows the tables, and
   * no run pays for the one before.
   */
  readonly tidy: (databaseUrl: string) => Promise<void>;
  readonly createDatabase: (name: string) => Promise<string>;
  readonly dropDatabase: (name: string) => Promise<void>;
  readonly flushRedis: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const MAX_CONNECTIONS = 400;

const field = (info: string, name: string): string | undefined =>
  info
    .split('\r\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);

const urlOf = (server: string, database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

const startRedis = async (dir: string, env: Environment) => {
  const redis = await obtainRedis({ dir, env: { ...env } });
  if (redis.kind === 'redis') return redis;
  throw new ConfigError('There is no Redis to compare on; install redis-server.', {
    details: { attempts: redis.attempts },
  });
};

const connect = async (postgresUrl: string, redisUrl: string) => {
  const admin = new pg.Pool({ connectionString: postgresUrl, max: 1 });
  admin.on('error', () => undefined);
  const redis = new Redis(redisUrl, { lazyConnect: true });
  redis.on('error', () => undefined);
  const info = await redis.info('server');
  const { rows } = await admin.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  return { admin, redis, info, postgresVersion: rows[0]?.version ?? '' };
};

/** Starts PostgreSQL with its default durability, and a Redis that keeps everything in memory. */
export const startServers = async (home: string, env: Environment): Promise<Servers> => {
  await mkdir(home, { recursive: true });
  const [dataDir, redisDir] = [
    await mkdtemp(path.join(home, 'postgres-')),
    await mkdtemp(path.join(home, 'redis-')),
  ];
  const [postgres, redisServer] = await Promise.all([
    startPostgres({ dataDir, durable: true, maxConnections: MAX_CONNECTIONS, temporary: true }),
    startRedis(redisDir, env),
  ]);
  const { admin, redis, info, postgresVersion } = await connect(postgres.url, redisServer.url);
  const pid = Number(field(info, 'process_id'));
  const isHere = !redisServer.way.includes('Docker') && Number.isInteger(pid);
  return {
    postgresUrl: postgres.url,
    postgresPid: postgres.pid,
    redisUrl: redisServer.url,
    redisPid: isHere ? pid : undefined,
    versions: { postgres: postgresVersion, redis: field(info, 'redis_version') ?? '' },
    tidy: async (databaseUrl) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query('vacuum (analyze)');
      await client.query('checkpoint');
      await client.end();
    },
    createDatabase: async (name) => {
      await admin.query(`create database ${name}`);
      return urlOf(postgres.url, name);
    },
    dropDatabase: async (name) => {
      await admin.query(`drop database if exists ${name} with (force)`);
    },
    flushRedis: async () => {
      await redis.flushdb();
    },
    stop: async () => {
      redis.disconnect();
      await admin.end();
      await Promise.all([postgres.stop(), redisServer.stop()]);
      await Promise.all([dataDir, redisDir].map((dir) => rm(dir, { recursive: true, force: true })));
    },
  };
};
