import type { Redis } from 'ioredis';
import type { QueueStore } from '../queue-store.ts';

const RUN_ID = /^run_id:(\S+)/mu;

/** A service that hides this from its users can still lose the mark. */
const UNKNOWN = 'unknown';

const MARK = `if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

/**
 * A Redis gives itself a new run id at every start, so a mark that holds another one was restored from a
 * file or came from another server: what was added after that was written is missing.
 */
export const makeRedisStore = (client: Redis, prefix: string): QueueStore => {
  const key = `${prefix}:mark`;
  return {
    look: async () => {
      const [info, mark] = await Promise.all([client.info('server'), client.get(key)]);
      return { identity: RUN_ID.exec(info)?.[1] ?? UNKNOWN, mark: mark ?? undefined };
    },
    mark: async (was, becomes) => (await client.eval(MARK, 1, key, was ?? '', becomes)) === 1,
  };
};
