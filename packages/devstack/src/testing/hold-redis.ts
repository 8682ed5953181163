import { startRedis } from '../redis/start-redis.ts';

// A starter for tests to kill: says over IPC which server it started, and then waits.
const [dir = ''] = process.argv.slice(2);
const { pid, port } = await startRedis({ dir, durable: true });
process.send?.({ pid, port });
setInterval(() => undefined, 60_000);
