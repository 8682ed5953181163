export type { ServerExit } from './guard/start-guarded.ts';
export { startPostgres, type RunningPostgres, type StartPostgresOptions } from './postgres/start-postgres.ts';
export { freePort } from './process/free-port.ts';
export {
  spawnManaged,
  type ManagedOptions,
  type ManagedProcess,
  type ProcessExit,
} from './process/spawn-managed.ts';
export { lockFolder } from './process/starter-lock.ts';
export { unpackDebianRedis } from './redis/debian-redis.ts';
export { findRedis, type RedisBinary } from './redis/find-redis.ts';
export {
  obtainRedis,
  type ObtainedRedis,
  type ObtainRedisOptions,
  type RedisAttempt,
} from './redis/obtain-redis.ts';
export { startRedis, type RunningRedis, type StartRedisOptions } from './redis/start-redis.ts';
export {
  listeningUrl,
  startSandbox,
  type RunningSandbox,
  type StartSandboxOptions,
} from './sandbox/start-sandbox.ts';
