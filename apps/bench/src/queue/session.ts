import { randomBytes } from 'node:crypto';
import type { Environment } from '../config.ts';
import type { Servers } from '../servers/start-servers.ts';
import type { ContestantName } from './contestants/index.ts';
import { startChild, type Child } from './process/child.ts';

/** One contestant at work in a place of its own: a producer and some workers, each a process. */
export interface Session {
  readonly contestant: ContestantName;
  readonly servers: Servers;
  readonly producer: Child;
  readonly workers: readonly Child[];
  /** Numbers for that many new tasks. */
  readonly take: (count: number) => { readonly from: number; readonly to: number };
  readonly databaseUrl: string;
  /** How many tasks have been done here so far: what the ledger must hold. */
  readonly books: { done: number };
  readonly close: () => Promise<void>;
}

export interface SessionOptions {
  readonly contestant: ContestantName;
  readonly workers: number;
  readonly servers: Servers;
  readonly env: Environment;
  /** True beside another session, whose queue must not be emptied. */
  readonly keepsRedis?: boolean;
}

/** Starts the processes in an empty database and an empty Redis. */
export const openSession = async (options: SessionOptions): Promise<Session> => {
  const { contestant, servers } = options;
  const name = `bench_${randomBytes(5).toString('hex')}`;
  const children = Array.from({ length: options.workers + 1 }, () => startChild(options.env));
  const [producer, ...workers] = children;
  const close = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.end()));
    await servers.dropDatabase(name);
  };
  try {
    if (producer === undefined) throw new RangeError('A session has a producer.');
    if (options.keepsRedis !== true) await servers.flushRedis();
    const databaseUrl = await servers.createDatabase(name);
    const place = { postgresUrl: databaseUrl, redisUrl: servers.redisUrl, namespace: name };
    await Promise.all(children.map((child) => child.tell({ call: 'enter', contestant, place })));
    await producer.tell({ call: 'open-producer' });
    await Promise.all(workers.map((worker) => worker.tell({ call: 'open-worker' })));
    let next = 0;
    const take = (count: number) => {
      const from = next;
      next += count;
      return { from, to: next };
    };
    return { contestant, servers, producer, workers, take, databaseUrl, books: { done: 0 }, close };
  } catch (err) {
    await close();
    throw err;
  }
};
