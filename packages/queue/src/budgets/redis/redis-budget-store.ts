import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { reservedRing, type BudgetAsk, type BudgetBook, type BudgetStore } from '../budget-store.ts';
import { toldWindows } from '../told-window.ts';
import { BUDGET_SCRIPT } from './budget-script.ts';

const SCRIPT_SHA = createHash('sha1').update(BUDGET_SCRIPT).digest('hex');

/** Redis's own code for a script that it does not have (any more) is the first word of the message. */
const isUnknownScript = (err: unknown): boolean => err instanceof Error && err.message.startsWith('NOSCRIPT');

/** All keys share the namespace's hash tag, so that one script may touch them on a cluster. */
const makeKeys = (prefix: string) => {
  const book = (account: string): string => `${prefix}:budget:${account}`;
  return {
    index: `${prefix}:budgets`,
    book,
    rings: (account: string, window: string): readonly [string, string] => [
      `${book(account)}:${window}`,
      `${book(account)}:${reservedRing(window)}`,
    ],
  };
};

type Keys = ReturnType<typeof makeKeys>;

const run = async (client: Redis, keys: readonly string[], args: readonly string[]): Promise<unknown> => {
  try {
    return await client.evalsha(SCRIPT_SHA, keys.length, ...keys, ...args);
  } catch (err) {
    if (!isUnknownScript(err)) throw err;
    return client.eval(BUDGET_SCRIPT, keys.length, ...keys, ...args);
  }
};

const readBook = async (client: Redis, keys: Keys, account: string): Promise<BudgetBook | undefined> => {
  const [[seconds, micros], fields] = await Promise.all([client.time(), client.hgetall(keys.book(account))]);
  const nowMs = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  const owner = fields['account'];
  if (owner === undefined) {
    await client.srem(keys.index, account);
    return undefined;
  }
  const rings = [...toldWindows(fields)].flatMap(([window, { holdMs }]) => {
    const [shared, reserved] = keys.rings(account, window);
    return [
      { ring: window, key: shared, holdMs },
      { ring: reservedRing(window), key: reserved, holdMs },
    ];
  });
  const counts = rings.map(
    async ({ ring, key, holdMs }) => [ring, await client.zcount(key, `(${nowMs - holdMs}`, '+inf')] as const,
  );
  return {
    account: owner,
    nowMs,
    fields,
    entries: Object.fromEntries(await Promise.all(counts)),
    filled: Object.fromEntries(rings.map(({ ring }) => [ring, Number(fields[`f:${ring}`] ?? 0)])),
  };
};

/** Budgets in Redis: a hash for each account, a sorted set for each of its rings, one script. */
export const makeRedisBudgetStore = (client: Redis, prefix: string): BudgetStore => {
  const keys = makeKeys(prefix);
  return {
    ask: async (ask: BudgetAsk) => {
      const { id, vendor, tenantId } = ask.account;
      const rings = ask.windows.flatMap(({ name }) => keys.rings(id, name));
      const text = await run(
        client,
        [keys.book(id), keys.index, ...rings],
        [JSON.stringify(ask), JSON.stringify({ id, vendor, tenantId })],
      );
      const reply: unknown = JSON.parse(String(text));
      return reply;
    },
    read: async () => {
      const accounts = await client.smembers(keys.index);
      const books = await Promise.all(accounts.map((account) => readBook(client, keys, account)));
      return books.filter((book) => book !== undefined);
    },
  };
};
