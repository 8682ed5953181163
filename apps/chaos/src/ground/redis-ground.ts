import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRedis, startRedis, unpackDebianRedis, type RunningRedis } from '@sherpa/devstack';

/** A Redis that can lose everything. */
export interface RedisGround {
  port(): number;
  version(): Promise<string>;
  /** FLUSHALL, past every proxy. */
  flush(): Promise<void>;
  /** Killed, away for a time, back with nothing in it. */
  restart(downMs: number): Promise<void>;
  stop(): Promise<void>;
}

const UNPACK_WITHIN_MS = 120_000;

/** Sends one command; answers with what came first, which is all of a short answer. */
const ask = async (port: number, command: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => (answer += bytes.toString()));
  socket.setTimeout(5_000, () => socket.destroy());
  socket.write(`${command}\r\n`);
  await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  socket.destroy();
  return answer;
};

/** Starts one that keeps nothing on disk, from the machine or from the distribution's package. */
export const startRedisGround = async (dir: string, env: NodeJS.ProcessEnv): Promise<RedisGround> => {
  const binary = (await findRedis(env)) ?? (await unpackDebianRedis({ env, timeoutMs: UNPACK_WITHIN_MS }));
  let server: RunningRedis = await startRedis({ dir, durable: false, binary });
  const { port } = server;
  return {
    port: () => server.port,
    version: async () =>
      /^redis_version:(?<version>[\d.]+)/mu.exec(await ask(port, 'INFO server'))?.groups?.['version'] ??
      'unknown',
    flush: async () => {
      await ask(server.port, 'FLUSHALL');
    },
    restart: async (downMs) => {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      await server.stop();
      await sleep(downMs);
      server = await startRedis({ dir, port, durable: false, binary });
    },
    stop: () => server.stop(),
  };
};
