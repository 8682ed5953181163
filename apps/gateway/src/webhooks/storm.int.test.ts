import '@sherpa/devstack/vitest';
import { makeTestVault } from '@sherpa/db/testing';
import { describe, expect, inject, test } from 'vitest';
import { checkInbox, readRefused } from '../testing/check-inbox.ts';
import { inParallel } from '../testing/in-parallel.ts';
import { refreshers } from '../testing/refreshers.ts';
import { PUBLIC_URL, startTestGateway } from '../testing/test-gateway.ts';
import { makeConnections, toRequest } from '../testing/webhook-ground.ts';
import { makeStorm } from '../testing/webhook-storm.ts';

const backends = [
  { name: 'Postgres', url: undefined, size: 1_000 },
  ...(inject('redisUrl') === null
    ? []
    : [{ name: 'Redis', url: inject('redisUrl') ?? undefined, size: 1_500 }]),
];

const AT_ONCE = 64;

describe.for(backends)('a storm of webhooks, queue on $name', ({ url, size }) => {
  test('loses nothing, doubles nothing, and every refusal is counted', { timeout: 120_000 }, async () => {
    const gateway = await startTestGateway(url, (deps) => deps, refreshers);
    try {
      const connections = await makeConnections(gateway.db, makeTestVault(), gateway.tenantId);
      const storm = makeStorm(size, 7, new Date());
      const answers = new Map<string, number>();
      await inParallel(storm.deliveries, AT_ONCE, async (delivery) => {
        const { path, init } = toRequest(delivery, connections[delivery.vendor], PUBLIC_URL);
        const response = await fetch(new URL(path, gateway.url), init);
        await response.arrayBuffer();
        const answer = `${delivery.how} ${response.status}`;
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      });
      expect([...answers.keys()].toSorted()).toEqual([
        'forged 401',
        'genuine 200',
        'malformed 400',
        'stale 401',
      ]);
      await checkInbox(gateway.db, connections, storm);
      expect(await readRefused(gateway.db, connections)).toEqual(storm.refused);
      // Two hundred objects a vendor, however many events: far fewer tasks than those.
      const { tasks } = await gateway.client.tasks.list({ type: 'objects.refresh', limit: 200 });
      const events = Object.values(storm.received).reduce((sum, count) => sum + count, 0);
      expect(tasks.length).toBeLessThan(events / 10);
    } finally {
      await gateway.stop();
    }
  });
});
