import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError } from '@sherpa/core';
import { startGuarded, type ServerExit } from '../guard/start-guarded.ts';
import { freePort } from '../process/free-port.ts';
import { logTail } from '../process/log-tail.ts';
import { lockFolder } from '../process/starter-lock.ts';
import { connectWhenReady, urlOf } from './await-ready.ts';
import { findPostgres, type PostgresBinaries } from './binaries.ts';
import { openDataFolder, postgresEnv, prepareCluster, type DataFolder } from './data-folder.ts';
import { stopLeftOver } from './left-over.ts';
import { ownerFor, runAs, type RunAs } from './server-user.ts';

/** How the embedded PostgreSQL is started. */
export interface StartPostgresOptions {
  /** Holds the cluster, its password and its log. One process at a time may start a server on it. */
  readonly dataDir: string;
  /** Wanted, not promised: when it is taken the server gets another one. */
  readonly port?: number;
  /** False trades safety against power loss for speed: for tests. */
  readonly durable: boolean;
  readonly maxConnections?: number;
  /** The folder is removed when the server has ended, however that came about. */
  readonly temporary?: boolean;
  readonly log?: (message: string) => void;
}

/** An embedded PostgreSQL that accepts connections. It ends with the process that started it. */
export interface RunningPostgres {
  /** Superuser access to the database `sherpa`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<ServerExit>;
  readonly stop: () => Promise<void>;
}

/** Starts PostgreSQL 18 on loopback, creating its data and the database `sherpa` where they are missing. */
export const startPostgres = async (options: StartPostgresOptions): Promise<RunningPostgres> => {
  const log = options.log ?? (() => undefined);
  const binaries = await findPostgres();
  const owner = await ownerFor(options.dataDir);
  const folder = await openDataFolder(options.dataDir, owner);
  const asUser = await runAs(owner, { program: binaries.postgres, dataDir: folder.root });
  const lock = await lockFolder(folder.root);
  try {
    await rm(folder.logFile, { force: true });
    await stopLeftOver(folder.cluster, log);
    const { durable, temporary = false } = options;
    const password = await prepareCluster(folder, { binaries, owner, asUser, durable, temporary });
    const started = await startServer({ options, folder, binaries, asUser, password, log });
    return {
      ...started,
      async stop() {
        await started.stop();
        await lock.release();
        if (temporary) await rm(folder.root, { recursive: true, force: true });
      },
    };
  } catch (err) {
    await lock.release();
    throw err;
  }
};

interface Start {
  readonly options: StartPostgresOptions;
  readonly folder: DataFolder;
  readonly binaries: PostgresBinaries;
  readonly asUser: RunAs;
  readonly password: string;
  readonly log: (message: string) => void;
}

/**
 * A port can be taken between our look and the server's, and the memory of a server that was killed is in use
 * for a moment longer: both are over on the next try.
 */
const TRIES = 4;

const startServer = async (start: Start): Promise<RunningPostgres> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(start.options.port);
    if (start.options.port !== undefined && port !== start.options.port) {
      start.log(`Port ${start.options.port} is taken; PostgreSQL listens on ${port}.`);
    }
    const result = await tryServer(start, port);
    if ('url' in result) return result;
    if (attempt === TRIES) {
      throw new DatabaseError('The embedded PostgreSQL did not start. Its log says why.', {
        details: { folder: start.folder.root, log: result.log },
      });
    }
    await sleep(attempt * 250);
  }
};

const tryServer = async (start: Start, port: number): Promise<RunningPostgres | { readonly log: string }> => {
  const server = await startGuarded({
    ...start.asUser(start.binaries.postgres, [
      '-D',
      start.folder.cluster,
      ...settingsOf(start.options, port),
    ]),
    env: postgresEnv(),
    cwd: start.folder.root,
    logFile: start.folder.logFile,
    // Fast shutdown rolls back what runs; immediate shutdown leaves the rest to crash recovery.
    gentleSignal: 'INT',
    hardSignal: 'QUIT',
    graceMs: 20_000,
    ...(start.options.temporary === true ? { removeAfter: start.folder.root } : {}),
  });
  const address = { port, password: start.password };
  try {
    const client = await connectWhenReady(address, {
      timeoutMs: 60_000,
      hasExited: server.hasExited,
    });
    if (client === undefined) {
      const log = await logTail(start.folder.logFile);
      await server.stop();
      return { log };
    }
    const found = await client.query("select 1 from pg_database where datname = 'sherpa'");
    if (found.rowCount === 0) await client.query('create database sherpa');
    await client.end();
    server.unref();
    return {
      url: urlOf(address, 'sherpa'),
      port,
      pid: server.pid,
      logFile: start.folder.logFile,
      exited: server.exited,
      stop: server.stop,
    };
  } catch (err) {
    await server.stop();
    throw err;
  }
};

const settingsOf = (options: StartPostgresOptions, port: number): string[] => {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: String(options.maxConnections ?? 200),
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
};
