import { mkdir, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, ConfigError } from '@sherpa/core';
import { startGuarded, type GuardedServer, type ServerExit } from '../guard/start-guarded.ts';
import { freePort } from '../process/free-port.ts';
import { logTail } from '../process/log-tail.ts';
import { lockFolder } from '../process/starter-lock.ts';
import { findRedis, type RedisBinary } from './find-redis.ts';
import { noteServer, stopLeftOver } from './left-over.ts';

/** How a private Redis is started. */
export interface StartRedisOptions {
  /** Holds its data and its log. One process at a time may start a server in it. */
  readonly dir: string;
  /** Wanted, not promised: when it is taken the server gets another one. */
  readonly port?: number;
  /** True writes every second to disk; false keeps everything in memory only. */
  readonly durable: boolean;
  /** The program to run; looked for on PATH and in the cache folder when left out. */
  readonly binary?: RedisBinary;
  /** The folder is removed when the server has ended, however that came about. */
  readonly temporary?: boolean;
}

/** A private Redis that answers. It ends with the process that started it. */
export interface RunningRedis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
  readonly exited: Promise<ServerExit>;
  readonly stop: () => Promise<void>;
}

/** Starts a Redis or Valkey of our own on loopback, with the settings BullMQ needs. */
export const startRedis = async (options: StartRedisOptions): Promise<RunningRedis> => {
  const binary = options.binary ?? (await findRedis());
  if (binary === undefined) {
    throw new ConfigError(
      'There is no redis-server or valkey-server on this machine. Install one, set QUEUE_URL, or use the Postgres queue.',
    );
  }
  const dir = path.resolve(options.dir);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(dir);
  try {
    await stopLeftOver(dir);
    const started = await startServer({ ...options, dir, binary });
    return {
      ...started,
      async stop() {
        await started.stop();
        await lock.release();
        if (options.temporary === true) await rm(dir, { recursive: true, force: true });
      },
    };
  } catch (err) {
    await lock.release();
    throw err;
  }
};

type Start = StartRedisOptions & { readonly binary: RedisBinary };

/** A port can be taken between our look and the server's. */
const TRIES = 3;

const startServer = async (start: Start): Promise<RunningRedis> => {
  const logFile = path.join(start.dir, 'server.log');
  await rm(logFile, { force: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(start.port);
    const server = await launch(start, port, logFile);
    await noteServer(start.dir, server.pid);
    if (await isReady(server, port)) {
      server.unref();
      const { pid, exited, stop } = server;
      return { url: `redis://127.0.0.1:${port}`, port, pid, logFile, exited, stop };
    }
    const log = await logTail(logFile);
    await server.stop();
    if (attempt === TRIES) {
      throw new AppError('The private Redis did not start. Its log says why.', {
        details: { dir: start.dir, log },
      });
    }
  }
};

const launch = (start: Start, port: number, logFile: string): Promise<GuardedServer> => {
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    'protected-mode': 'yes',
    dir: start.dir,
    // An evicted key is a lost job.
    'maxmemory-policy': 'noeviction',
    appendonly: start.durable ? 'yes' : 'no',
    save: start.durable ? '3600 1' : '',
    daemonize: 'no',
  };
  return startGuarded({
    command: start.binary.command,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    env: {
      PATH: process.env['PATH'],
      LC_ALL: 'C',
      ...(start.binary.libraryPath === undefined ? {} : { LD_LIBRARY_PATH: start.binary.libraryPath }),
    },
    cwd: start.dir,
    logFile,
    gentleSignal: 'TERM',
    hardSignal: 'KILL',
    graceMs: 10_000,
    ...(start.temporary === true ? { removeAfter: start.dir } : {}),
  });
};

const isReady = async (server: GuardedServer, port: number): Promise<boolean> => {
  const deadline = performance.now() + 30_000;
  while (!server.hasExited() && performance.now() < deadline) {
    // PONG, not LOADING: the data has been read.
    if ((await ask(port, 'PING')) === '+PONG') return true;
    await sleep(20);
  }
  return false;
};

/** The first line a Redis answers to an inline command, or undefined. */
const ask = (port: number, command: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write(`${command}\r\n`));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(data.toString('utf8').split('\r\n')[0]);
      socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => resolve(undefined));
  });
