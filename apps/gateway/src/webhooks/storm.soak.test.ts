import '@sherpa/devstack/vitest';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { contracts } from '@sherpa/agents/contracts';
import { vendors } from '@sherpa/core';
import { makeTestDatabase, makeTestVault, testKey } from '@sherpa/db/testing';
import { describe, expect, inject, test } from 'vitest';
import { checkInbox, readRefused } from '../testing/check-inbox.ts';
import { inParallel } from '../testing/in-parallel.ts';
import { makeConnections, toRequest } from '../testing/webhook-ground.ts';
import { makeStorm } from '../testing/webhook-storm.ts';
import { takesRefreshes } from './refresh-task.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

const SIZE = 50_000;
const AT_ONCE = 64;
/** Deliveries between one death of the gateway and the next. */
const LIFE = 5_000;
const PUBLIC_URL = 'https://sherpa.example.com';

const backends = [
  { name: 'Postgres', url: undefined },
  ...(inject('redisUrl') === null ? [] : [{ name: 'Redis', url: inject('redisUrl') ?? undefined }]),
];

const addressOf = async (child: ChildProcess): Promise<string> => {
  const [announced] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (typeof announced === 'object' && announced !== null && 'url' in announced) return String(announced.url);
  throw new Error('The gateway did not start.');
};

/** A gateway that is killed again and again, and the address at which the next one answers. */
const makeGateways = async (env: Record<string, string>) => {
  const start = () =>
    fork(main, [], {
      env: { NODE_ENV: 'test', GATEWAY_PORT: '0', SHERPA_API_KEY: 'of-a-test', ...env },
      silent: true,
    });
  let child = start();
  let address = addressOf(child);
  return {
    address: () => address,
    replace: (): void => {
      child.kill('SIGKILL');
      child = start();
      address = addressOf(child);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
};

describe.for(backends)('50,000 deliveries to gateways that are killed, queue on $name', ({ url }) => {
  test('lose nothing and double nothing', { timeout: 900_000 }, async () => {
    const database = await makeTestDatabase(inject('postgresUrl'));
    const { db, tenantId } = database;
    const connections = await makeConnections(db, makeTestVault(), tenantId);
    const key = testKey('test');
    const gateways = await makeGateways({
      DATABASE_URL: database.url,
      GATEWAY_PUBLIC_URL: PUBLIC_URL,
      SHERPA_CREDENTIAL_KEYS: `${key.id}:${key.secret}`,
      LOG_LEVEL: 'error',
      ...(url === undefined ? {} : { QUEUE_URL: url }),
    });
    try {
      const storm = makeStorm(SIZE, 11, new Date());
      let [done, again] = [0, 0];
      const answers = new Set<string>();
      await inParallel(storm.deliveries, AT_ONCE, async (delivery) => {
        const { path, init } = toRequest(delivery, connections[delivery.vendor], PUBLIC_URL);
        // As vendors do: until it is answered.
        for (let isAnswered = false; !isAnswered;) {
          const response = await fetch(new URL(path, await gateways.address()), init).catch(() => undefined);
          if (response === undefined) again += 1;
          else {
            await response.arrayBuffer().catch(() => undefined);
            answers.add(`${delivery.how} ${response.status}`);
            isAnswered = true;
          }
        }
        done += 1;
        if (done % LIFE === 0 && done < SIZE) gateways.replace();
      });
      expect([...answers].toSorted()).toEqual(['forged 401', 'genuine 200', 'malformed 400', 'stale 401']);
      const kept = vendors.filter((vendor) => takesRefreshes(contracts, vendor));
      await checkInbox(db, connections, storm, kept);
      // One that was counted and not answered came again.
      const counted = await readRefused(db, connections);
      const sum = (all: ReadonlyMap<string, number>) =>
        [...all.values()].reduce((one, other) => one + other, 0);
      const surplus = sum(counted) - sum(storm.refused);
      expect(surplus).toBeGreaterThanOrEqual(0);
      expect(surplus).toBeLessThanOrEqual(again);
    } finally {
      await gateways.stop();
      await database.drop();
    }
  });
});
