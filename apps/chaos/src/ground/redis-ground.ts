import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findRedis, startRedis, unpackDebianRedis, type RunningRedis } from '@sherpa/devstack';

/** A Redis that can lose everything. */
export interface RedisGround {
  port(): number;
  /** FLUSHALL, past every proxy. */
  flush(): Promise<void>;
  /** Killed, away for a time, back with nothing in it. */
  restart(downMs: number): Promise<void>;
  stop(): Promise<void>;
}

const UNPACK_WITHIN_MS = 120_000;

const flushAll = async (port: number): Promise<void> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.setTimeout(5_000, () => socket.destroy());
  socket.write('FLUSHALL\r\n');
  await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  socket.destroy();
};

/** Starts one that keeps nothing on disk, from the machine or from the distribution's package. */
export const startRedisGround = async (dir: string, env: NodeJS.ProcessEnv): Promise<RedisGround> => {
  const binary = (await findRedis(env)) ?? (await unpackDebianRedis({ env, timeoutMs: UNPACK_WITHIN_MS }));
  let server: RunningRedis = await startRedis({ dir, durable: false, binary });
  const { port } = server;
  return {
    port: () => server.port,
    flush: () => flushAll(server.port),
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
