import { existsSync } from 'node:fs';
import path from 'node:path';
import { findRedis, startPostgres, startRedis, type ServerExit } from '@sherpa/devstack';
import type { QueueKind } from '@sherpa/queue';
import type { UpConfig } from '../config.ts';
import { chooseQueue, type QueueChoice } from './queue-choice.ts';
import type { Releasers } from './releasers.ts';

// Wanted so that the same tools find them again at the next start; another free port does as well.
const POSTGRES_PORT = 4_020;
const REDIS_PORT = 4_030;

/** A server of ours that runs below the fleet. */
export interface OwnServer {
  readonly name: string;
  readonly exited: Promise<ServerExit>;
  readonly logFile: string;
}

/** The database and the queue that the fleet works on. */
export interface Servers {
  readonly databaseUrl: string;
  readonly queueUrl: string;
  readonly own: readonly OwnServer[];
}

/** Looks at what there is and chooses the queue. */
export const decideQueue = async (config: UpConfig, forced: QueueKind | undefined): Promise<QueueChoice> => {
  const redis = await findRedis();
  // One that tests have unpacked into their cache is used only where it is asked for.
  const isWanted = redis?.source === 'path' || forced === 'redis';
  return chooseQueue({
    forced,
    queueUrl: config.queue.url,
    redisProgram: isWanted ? redis?.command : undefined,
  });
};

/** Starts the servers that the environment does not name. */
export const startServers = async (
  config: UpConfig,
  queue: QueueChoice,
  deps: { readonly releasers: Releasers; readonly log: (message: string) => void },
): Promise<Servers> => {
  const own: OwnServer[] = [];
  const keep = (
    name: string,
    server: Omit<OwnServer, 'name'> & { readonly stop: () => Promise<void> },
  ): void => {
    own.push({ name, exited: server.exited, logFile: server.logFile });
    deps.releasers.add(async () => {
      deps.log(`Stopping ${name}.`);
      await server.stop();
    });
  };
  let databaseUrl = config.database.url;
  if (databaseUrl === undefined) {
    const dataDir = path.join(config.home, 'postgres');
    if (!existsSync(dataDir)) deps.log('Making the database; this once it takes some seconds.');
    const postgres = await startPostgres({ dataDir, port: POSTGRES_PORT, durable: true, log: deps.log });
    keep('PostgreSQL', postgres);
    databaseUrl = postgres.url;
  }
  if (queue.from !== 'private-redis') {
    return { databaseUrl, queueUrl: queue.from === 'url' ? queue.url : databaseUrl, own };
  }
  const redis = await startRedis({ dir: path.join(config.home, 'redis'), port: REDIS_PORT, durable: true });
  keep('Redis', redis);
  return { databaseUrl, queueUrl: redis.url, own };
};
